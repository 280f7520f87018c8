"""What programs are told about plans, changes and hand-outs, and what they may tell."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from wonback.team.answers import PLAIN, Line, Paging, Pk, Seen, Told, Words
from wonback.winback.change_shapes import ChangeOut, Mail, Name
from wonback.winback.models import HandOut, Milestone, Plan

Stage = Literal["listening", "known", "fixing", "ready", "asking", "rung", "recovered", "resting", "let_go"]
Reason300 = Annotated[str, Field(max_length=300, pattern=PLAIN)]


class PlanFacts(Schema):
    id: int
    client: str
    loss_id: int
    stage: Stage
    stage_since: datetime | None
    owner: str
    goal: str
    reach_out_by: date
    next_look_on: date | None
    finished_on: date | None


class PlanLine(PlanFacts):
    @staticmethod
    def resolve_client(plan: Plan) -> str:
        return plan.loss.client.name

    @staticmethod
    def resolve_owner(plan: Plan) -> str:
        return plan.owner.name


class PlanPage(Schema):
    rows: list[PlanLine]
    next: str


class DutyOut(Schema):
    key: str
    words: str
    done: bool
    overridden: bool


class ClockOut(Schema):
    name: str
    state: Literal["running", "late", "stopped", "locked", "open"]
    days: int
    words: str


class MilestoneOut(Schema):
    id: int
    what: str
    due_by: date
    slip_days: int
    reached_at: datetime | None
    mark: str

    @staticmethod
    def resolve_mark(milestone: Milestone) -> str:
        return milestone.seen


class PlanOut(PlanFacts):
    """One plan: its duties say what must happen before `launch` is accepted."""

    goal_mark: str
    pitch_mark: str
    duties: list[DutyOut]
    clocks: list[ClockOut]
    milestones: list[MilestoneOut]
    changes: list[ChangeOut]


class StartIn(Told):
    loss: Pk
    goal: Reason300 = ""


class WinIn(Told):
    on: date


class RestIn(Told):
    why: Reason300
    until: date


class SignIn(Told):
    side: Literal["delivery", "lead"]
    answer: Literal["ready", "not_certain"]
    why: Reason300 = ""


class SignatureOut(Schema):
    side: str
    answer: str
    why: str
    at: datetime


class PitchIn(Told):
    failure: Words = ""
    change: Words = ""
    proof: Words = ""
    why_now: Words = ""
    incumbent: Words = ""
    # The mark of what you changed; refused with both texts if somebody else wrote meanwhile. Left out: the last one wins.
    seen: Seen = ""


class GoalIn(Told):
    goal: Reason300
    seen: Seen = ""


class AimIn(Told):
    what: Line
    due_by: date


class MoveIn(Told):
    due_by: date
    seen: Seen = ""


class RequireIn(Told):
    """A change from the register (`change`), or a new one (`what`)."""

    change: Pk | None = None
    what: Line = ""
    owner: Pk | None = None
    outsider: Name = ""
    outsider_email: Mail = ""
    due_by: date | None = None


class WhyNotIn(Told):
    why: Reason300
    seen: Seen = ""


class HandOutIn(Told):
    loss: Pk
    to: Pk


class HandOutOut(Schema):
    id: int
    loss_id: int
    what: str
    to: str
    by: str
    at: datetime
    answer_by: datetime
    accepted_at: datetime | None
    given_back_at: datetime | None
    why: str

    @staticmethod
    def resolve_what(given: HandOut) -> str:
        return given.loss.what

    @staticmethod
    def resolve_to(given: HandOut) -> str:
        return given.to.name

    @staticmethod
    def resolve_by(given: HandOut) -> str:
        return given.by.name


class HandOutPage(Schema):
    rows: list[HandOutOut]
    next: str


class WantedPlans(Paging):
    """`preparing` stands for all four stages before we may ask."""

    stage: Stage | Literal["preparing"] = "preparing"
    owner: Pk | None = None
    reason: Pk | None = None
    team: Pk | None = None
