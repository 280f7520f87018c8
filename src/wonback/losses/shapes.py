"""What programs are told about losses, and what they may tell."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from wonback.losses.models import Proposal, Reason
from wonback.team.answers import PLAIN, Code, Line, Paging, Pk, Sentence, Told, Why, Words

Kind = Literal["client", "part", "deal"]
Amount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
Short = Annotated[str, Field(max_length=120, pattern=PLAIN)]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=PLAIN)]
Slug = Annotated[str, Field(max_length=60, pattern=PLAIN)]


class LossLine(Schema):
    """One line of the lost list. `reason` and `may_follow_up` are null while nobody was asked."""

    id: int
    client: str
    client_id: int
    kind: Kind
    deal: str | None
    lost_on: date
    worth: float | None
    currency: str
    worth_known: Literal["known", "estimated", "unknown"]
    reason: str | None
    owner: str | None
    holder: str | None
    may_follow_up: bool | None
    rank: float
    why_ranked: str


class LossPage(Schema):
    rows: list[LossLine]
    next: str


class CauseOut(Schema):
    voice: Literal["rep", "client", "confirmed"]
    reason: str
    weight: int
    share: int
    words: str
    side: str
    evidence: str
    condition: str
    holds: str


class LossOut(LossLine):
    """One loss. What a client said in confidence is not here; see `/losses/{pk}/interview`."""

    noticed_on: date | None
    in_effect: bool
    competitor: str | None
    ownership: str
    owned_at: datetime | None
    asked_at: datetime | None
    declined: bool
    let_go_at: datetime | None
    let_go_why: str
    review_on: date | None
    recovered_on: date | None
    # What its file says of it besides: header and cell.
    besides: dict[str, str]
    causes: list[CauseOut]


class Wanted(Paging):
    """Which losses."""

    kind: Kind | None = None
    mine: bool = False
    pool: bool = False
    may_follow_up: bool = False
    q: Line = ""
    as_of: date | None = None


class LossIn(Told):
    """What is known of a loss. Leave `worth` out if nobody knows: unknown is not zero."""

    client: Pk
    reason: Slug
    lost_on: date
    kind: Kind = "client"
    deal: Pk | None = None
    noticed_on: date | None = None
    worth: Amount | None = None
    worth_known: Literal["known", "estimated", ""] = ""
    currency: Code | Literal[""] = ""
    competitor: Short = ""
    words: Sentence = ""


class OwnIn(Told):
    words: Words


class GroundsIn(Told):
    """What a confirmed reason stands on: one condition and what it needs. Each may become untrue; then the client is asked again."""

    condition: Literal["price", "capability", "colleague", "decider", "contract", "territory", "not before"]
    above: Amount | None = None
    currency: Code | Literal[""] = ""
    missing: Short = ""
    colleague: Pk | None = None
    decider: Pk | None = None
    until: date | None = None


class HearIn(Told):
    reason: Slug
    voice: Literal["rep", "client", "confirmed"]
    words: Sentence = ""
    weight: Annotated[int, Field(ge=1, le=100)] = 100
    side: Literal["us", "them", "market", ""] = ""
    evidence: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""
    stands_on: GroundsIn | None = None


class LetGoIn(Why):
    review_on: date | None = None


class ReasonOut(Schema):
    id: int
    key: str
    name: str
    meaning: str
    parent: str | None
    side: str
    can_change: bool | None
    we_control: bool | None
    retired: bool
    same_as: str | None

    @staticmethod
    def resolve_same_as(reason: Reason) -> str | None:
        return reason.same_as.key if reason.same_as else None

    @staticmethod
    def resolve_parent(reason: Reason) -> str | None:
        return reason.parent.key if reason.parent else None

    @staticmethod
    def resolve_retired(reason: Reason) -> bool:
        return reason.retired_at is not None


class ReasonIn(Told):
    name: Name
    meaning: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""
    parent: Slug = ""
    side: Literal["us", "them", "market", ""] = ""
    can_change: bool | None = None
    we_control: bool | None = None


class ReasonEdit(Told):
    """The facts of a reason, all of them. Null: it depends."""

    name: Name
    meaning: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""
    side: Literal["us", "them", "market", ""]
    can_change: bool | None
    we_control: bool | None


class MergeIn(Told):
    into: Slug


class NameIn(Told):
    name: Name


class ProposalOut(Schema):
    id: int
    client: str
    client_id: int
    silent_since: date
    silent_days: int
    rhythm_days: float
    purchases: int
    worth: float | None
    currency: str

    @staticmethod
    def resolve_client(proposal: Proposal) -> str:
        return proposal.client.name


class ProposalPage(Schema):
    rows: list[ProposalOut]
    next: str


class ConfirmIn(Told):
    reason: Slug
