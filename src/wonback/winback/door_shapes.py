"""What programs are told about doors, facts and windows, and what they may tell."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from wonback.team.answers import PLAIN, Code, Line, Paging, Pk, Told, Words
from wonback.winback.models import Fact, Trigger, Window

About = Literal["capability", "price", "colleague", "territory", "contract"]
DoorKind = Literal[
    "cause_void", "decider_gone", "blocker_gone", "advocate_gone", "advocate_moved", "window", "rival_contract",
    "next_year", "permission",
]  # fmt: skip


class WantedDoors(Paging):
    kind: DoorKind | None = None
    fact: Pk | None = None


class DoorOut(Schema):
    """A reason to talk to them again now. `loss_id` is null at somebody whom we have not lost."""

    id: int
    client: str
    client_id: int
    loss_id: int | None
    kind: DoorKind
    what: str
    opens_on: date
    due_by: date
    fact_id: int | None
    worth: float | None
    currency: str | None
    holder: str | None

    @staticmethod
    def resolve_client(door: Trigger) -> str:
        return door.client.name

    @staticmethod
    def resolve_worth(door: Trigger) -> float | None:
        return float(door.loss.worth) if door.loss and door.loss.worth is not None else None

    @staticmethod
    def resolve_currency(door: Trigger) -> str | None:
        return door.loss.currency if door.loss else None

    @staticmethod
    def resolve_holder(door: Trigger) -> str | None:
        return door.loss.holder.name if door.loss and door.loss.holder else None


class DoorPage(Schema):
    rows: list[DoorOut]
    next: str


class Taken(Schema):
    """The plan that was started, woken or found; null where nobody is lost."""

    plan_id: int | None


class FactIn(Told):
    """What is true now; of the details only those its kind needs. With a change: once that is made."""

    about: About
    capability: Line = ""
    price: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    currency: Code | None = None
    colleague: Pk | None = None
    competitor: Pk | None = None
    country: Annotated[str, Field(max_length=80, pattern=PLAIN)] = ""
    change: Pk | None = None


class FactOut(Schema):
    """`holds_from` is null while its change is still to be made."""

    id: int
    about: About
    what: str
    change_id: int | None
    holds_from: date | None

    @staticmethod
    def resolve_about(fact: Fact) -> str:
        return fact.condition


class GoneIn(Told):
    """`words` is a mail that came back, word for word."""

    on: date | None = None
    successor: Line = ""
    successor_email: Annotated[str, Field(max_length=254, pattern=PLAIN)] = ""
    to: Pk | None = None
    words: Words = ""


class MoveOut(Schema):
    id: int
    contact_id: int
    successor_id: int | None
    to_id: int | None
    source: str


class SeenOut(Schema):
    id: int
    name: str
    verified_on: date | None


class WindowIn(Told):
    kind: Literal["tender", "contract", "next_year"]
    on: date
    confidence: Literal["known", "likely", "guess"] = "known"
    why: Line = ""
    lead_days: Annotated[int, Field(ge=0, le=730)] | None = None


class WindowOut(Schema):
    id: int
    loss_id: int
    client: str
    kind: str
    on: date
    opens_on: date
    confidence: str
    why: str
    noted_at: datetime

    @staticmethod
    def resolve_client(window: Window) -> str:
        return window.loss.client.name


class WindowPage(Schema):
    rows: list[WindowOut]
    next: str
