"""What programs are told about interviews, and what they may tell."""

from datetime import datetime

from ninja import Schema

from wonback.team.answers import Told, Words


class AskIn(Told):
    said: Words = ""
    declined: bool = False


class InterviewOut(Schema):
    interviewer: str | None
    asked_at: datetime
    declined: bool
    said: str


class ShareOut(Schema):
    """How many of how many; `percent` is null below five."""

    name: str
    count: int
    n: int
    percent: int | None


class ProgrammeOut(Schema):
    """A year of asking. `days`: half of the talks came within so many."""

    lost: int
    acceptance: ShareOut
    days: int | None
    days_n: int
    coverage: list[ShareOut]
    reasons: list[ShareOut]
