"""What programs are told about talks before the call, and what they may tell."""

from datetime import date, datetime, time
from typing import Annotated

from ninja import Schema
from pydantic import Field

from wonback.team.answers import Line, Pk, Told, Words


class TalkOut(Schema):
    """Where a talk stands. What is said in it is elsewhere, and confidential."""

    id: int
    loss: int
    client: str
    stage: str
    interviewer: str | None
    contact: str | None
    answer_by: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    waiting_because: str
    listen: str
    objections: list[str]


class TalkPage(Schema):
    rows: list[TalkOut]


class HandOnIn(Told):
    why: Line
    is_conflict: bool = False


class AssignIn(Told):
    to: Pk


class InviteIn(Told):
    """Left out, subject and text are as Wonback would write them."""

    contact: Pk
    subject: Line = ""
    text: Words = ""


class RepliedIn(Told):
    contact: Pk


class PersonIn(Told):
    person: Pk


class VerdictOut(Schema):
    neutral: bool
    objections: list[str]


class StakeIn(PersonIn):
    why: Line


class StretchIn(Told):
    """Monday is 0."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    begins: time
    ends: time


class HoursIn(Told):
    time_zone: Line
    a_month: Annotated[int, Field(ge=0, le=60)]
    week: Annotated[list[StretchIn], Field(max_length=28)]


class StretchOut(Schema):
    weekday: int
    begins: time
    ends: time


class AwayIn(Told):
    since: date
    until: date


class AwayOut(Schema):
    id: int
    since: date
    until: date


class HoursOut(Schema):
    time_zone: str
    a_month: int
    week: list[StretchOut]
    away: list[AwayOut]
