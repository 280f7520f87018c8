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
