"""What programs are told about changes, letters about them, and the lock, and what they may tell."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from wonback.team.answers import PLAIN, Line, Pk, Told, Words
from wonback.winback.models import Change, Nudge, Override

Name = Annotated[str, Field(max_length=120, pattern=PLAIN)]
Mail = Annotated[str, Field(max_length=254, pattern=PLAIN)]


class ChangeOut(Schema):
    id: int
    what: str
    owner: str
    answers: str
    due_by: date | None
    evidence: str
    made_at: datetime | None

    @staticmethod
    def resolve_owner(change: Change) -> str:
        return change.owner.name


class BlockingChange(ChangeOut):
    """A change with what it holds up: the former revenue a year, in the company's currency, and how many plans."""

    blocked: float | None
    waiting: int


class ChangePage(Schema):
    rows: list[BlockingChange]
    next: str


class OneChange(ChangeOut):
    """A change with the times it was opened again, newest first."""

    reopenings: list["ReopeningOut"]


class ReopeningOut(Schema):
    why: str
    at: datetime
    who_made: str
    made_at: datetime
    evidence: str


class ChangeIn(Told):
    what: Line
    owner: Pk | None = None
    outsider: Name = ""
    outsider_email: Mail = ""
    due_by: date | None = None


class MakeIn(Told):
    evidence: Words


class AskToSignIn(Told):
    to: Pk


class NudgeOut(Schema):
    """A letter to whoever holds something up. `answer` is empty until they use one of its links."""

    id: int
    who: str
    sent_at: datetime
    answer: Literal["", "ready", "not_certain"]
    answered_at: datetime | None
    why: str
    next_on: date

    @staticmethod
    def resolve_who(nudge: Nudge) -> str:
        return nudge.who


class OverrideOut(Schema):
    """A lead let us ask although `undone` was so, and why."""

    id: int
    plan_id: int
    client: str
    by: str
    at: datetime
    why: str
    undone: list[str]
    ended_at: datetime | None

    @staticmethod
    def resolve_client(override: Override) -> str:
        return override.plan.loss.client.name

    @staticmethod
    def resolve_by(override: Override) -> str:
        return override.by.name


class OverridePage(Schema):
    rows: list[OverrideOut]
    next: str
