"""What programs are told about ladders, and what they may tell."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from wonback.team.answers import Line, Pk, Told

Amount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
Share = Annotated[float, Field(ge=0, le=1)]
Kind = Literal["portion", "product", "whole"]


class OfferOut(Schema):
    """One rung. Money in `currency`, the currency of the loss."""

    id: int
    plan_id: int
    kind: Kind
    what: str
    worth: float
    currency: str
    due_by: date
    discount: float
    full_price_from: date | None
    extra: float
    chance: float | None
    state: str
    waits_for_approval: bool
    warnings: list[str]
    offered_at: datetime | None
    answered_at: datetime | None
    taken_on: date | None
    why: str


class ChanceOut(Schema):
    """How likely a yes is: learned from `n` answers with its 80 % band, or (`n` null) somebody’s guess."""

    value: float
    low: float | None
    high: float | None
    n: int | None


class EffectOut(Schema):
    """One kind of offer: nothing given, a discount, something free, or both. `chance` where a bare offer has its usual one."""

    kind: Literal["bare", "discount", "extra", "both"]
    answered: int
    yes: int
    chance: ChanceOut | None


class WeighedOut(Schema):
    """What an offer leaves over on average, with it and without giving anything; `must_reach` is the chance at which it pays.

    `chance` is null where nothing is given, and where nobody knows what that adds: then it is taken to add nothing.
    """

    offer: int
    with_it: float
    without_it: float
    must_reach: float
    chance: ChanceOut | None


class LadderOut(Schema):
    """The smallest yes first; `weighed` has what leaves most over first, or `why_unknown` says why nothing is weighed."""

    former: float | None
    reached: float | None
    share: float | None
    rungs: list[OfferOut]
    weighed: list[WeighedOut]
    why_unknown: str


class RungIn(Told):
    what: Line
    worth: Amount
    due_by: date
    kind: Kind = "portion"
    product: Pk | None = None
    discount: Amount = Decimal(0)
    full_price_from: date | None = None
    extra: Amount = Decimal(0)
    chance: Share | None = None


class TakeIn(Told):
    on: date
