"""Steps for programs: the same verbs as on the page."""

from datetime import date, datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema

from wonback.clients.models import Contact
from wonback.team.answers import Line, Pk, Seen, Sentence, Told, Why, or_problem
from wonback.team.request import Request
from wonback.winback.models import Sequence, Step
from wonback.winback.step_views import sequence_of, step_of
from wonback.winback.views import plan_of

router = Router(tags=["winback"])


class StepOut(Schema):
    id: int
    kind: Literal["call", "visit", "letter", "mail", "gift"]
    what: str
    due_by: date
    taken_at: datetime | None
    mark: str

    @staticmethod
    def resolve_mark(step: Step) -> str:
        return step.seen


class SequenceOut(Schema):
    """Steps towards one person. `exit` says what ended it, `outcome` what it led to."""

    id: int
    contact: str
    template: str
    begun_at: datetime
    ended_at: datetime | None
    exit: str
    outcome: str
    steps: list[StepOut]

    @staticmethod
    def resolve_contact(sequence: Sequence) -> str:
        return sequence.contact.name

    @staticmethod
    def resolve_steps(sequence: Sequence) -> list[Step]:
        return sorted(sequence.steps.all(), key=lambda one: (one.due_by, one.pk))


class SequencePage(Schema):
    rows: list[SequenceOut]


class BeginIn(Told):
    contact: Pk
    template: Line


class TakeStepIn(Told):
    """`reached` false: nobody answered. If you spoke, the other steps end."""

    line: Sentence = ""
    reached: bool = True


class MoveStepIn(Told):
    due_by: date
    seen: Seen = ""


class ConcludeIn(Told):
    outcome: Literal["renewed", "not_compatible", "cold"]


@router.get("/plans/{pk}/steps", response=or_problem(SequencePage), operation_id="list_steps")
def steps(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """The steps towards the people of one lost client, the newest sequence first."""
    plan = plan_of(request, pk)
    return {"rows": plan.sequences.select_related("contact").prefetch_related("steps").order_by("-pk")}


@router.post("/plans/{pk}/steps", response=or_problem(SequenceOut), operation_id="begin_steps")
def begin(request: Request, pk: Path[Pk], told: BeginIn) -> Sequence:
    """Lay out the steps of a template. Refused (422) while the conversation is not open."""
    plan = plan_of(request, pk)
    contact = get_object_or_404(Contact, pk=told.contact, client=plan.loss.client_id)
    return Sequence.begin(plan, contact, told.template, by=request.user, at=request.now)


@router.post("/steps/{pk}/take", response=or_problem(StepOut), operation_id="take_step")
def take(request: Request, pk: Path[Pk], told: TakeStepIn) -> Step:
    """Note that a step was taken. Refused (422) by the gate, by what they allowed, and by how often they hear from us."""
    step = step_of(request, pk)
    step.take(by=request.user, at=request.now, line=told.line, reached=told.reached)
    return step


@router.post("/steps/{pk}/move", response=or_problem(StepOut), operation_id="move_step")
def move(request: Request, pk: Path[Pk], told: MoveStepIn) -> Step:
    """Give a step another day."""
    step = step_of(request, pk)
    step.move(told.due_by, seen=told.seen, by=request.user, at=request.now)
    return step


@router.post("/sequences/{pk}/stop", response=or_problem(SequenceOut), operation_id="stop_steps")
def stop(request: Request, pk: Path[Pk], told: Why) -> Sequence:
    """No further step, and why."""
    sequence = sequence_of(request, pk)
    sequence.stop(told.why, by=request.user, at=request.now)
    return sequence


@router.post("/sequences/{pk}/answer", response=or_problem(SequenceOut), operation_id="answer_steps")
def answer(request: Request, pk: Path[Pk]) -> Sequence:
    """They answered: from here on people talk."""
    sequence = sequence_of(request, pk)
    sequence.answer(by=request.user, at=request.now)
    return sequence


@router.post("/sequences/{pk}/conclude", response=or_problem(SequenceOut), operation_id="conclude_steps")
def conclude(request: Request, pk: Path[Pk], told: ConcludeIn) -> Sequence:
    """What it led to."""
    sequence = sequence_of(request, pk)
    sequence.conclude(told.outcome, by=request.user, at=request.now)
    return sequence
