"""Competitors near clients, and what clients want more of, for programs: the same verbs as on the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.care.api import What, client_for
from wonback.care.models import Defence, DefenceStep, Expansion
from wonback.care.models.expansion import Chance
from wonback.team.answers import PLAIN, Line, Pk, Told, Why, or_problem
from wonback.team.request import Request

router = Router(tags=["care"])
Name = Annotated[str, Field(max_length=120, pattern=PLAIN)]
Note = Annotated[str, Field(max_length=300, pattern=PLAIN)]
Worth = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]


class SightingIn(Told):
    """Which competitor (empty: nobody knows), and how we know."""

    rival: Name = ""
    source: Literal["", "told", "offer", "heard", "guessed"] = ""
    how_known: Note = ""


class StepOut(Schema):
    id: int
    what: str
    owner: str
    due_by: date
    done_at: datetime | None
    note: str

    @staticmethod
    def resolve_owner(step: DefenceStep) -> str:
        return step.owner.name


class DefenceOut(Schema):
    id: int
    client_id: int
    competitor: str | None
    mounted_on: date
    outcome: Literal["", "kept", "lost"]
    why: str
    ended_at: datetime | None
    steps: list[StepOut]

    @staticmethod
    def resolve_competitor(defence: Defence) -> str | None:
        return defence.competitor.name if defence.competitor else None

    @staticmethod
    def resolve_steps(defence: Defence) -> list[DefenceStep]:
        return sorted(defence.steps.all(), key=lambda step: step.place)


class NoteIn(Told):
    note: Note = ""


class ExpansionIn(Told):
    what: What
    worth: Worth | None = None
    next_step: Line = ""
    due_by: date | None = None


class NextStepIn(Told):
    next_step: Line
    due_by: date
    worth: Worth | None = None


class ExpansionOut(Schema):
    id: int
    client_id: int
    what: str
    worth: Decimal | None
    currency: str
    owner: str
    next_step: str
    due_by: date
    outcome: Literal["", "won", "declined"]
    why: str
    ended_at: datetime | None

    @staticmethod
    def resolve_owner(wanted: Expansion) -> str:
        return wanted.owner.name


def whole(request: Request) -> QuerySet[Defence]:
    """Those this person may open, with all that is told of them."""
    theirs = Defence.objects.visible_to(request.user)
    return theirs.select_related("client", "competitor").prefetch_related("steps__owner")


def defence_for(request: Request, pk: int) -> Defence:
    return get_object_or_404(whole(request), pk=pk)


@router.post("/clients/{pk}/sightings", response=or_problem(DefenceOut), operation_id="see_competitor")
def see(request: Request, pk: Path[Pk], told: SightingIn) -> Defence:
    """Write down that a competitor was seen near a client; three steps defend them from now on."""
    client = client_for(request, pk)
    seen = Defence.against_seen(client, told.rival, by=request.user, at=request.now, **told.dict(exclude={"rival"}))
    return whole(request).get(pk=seen.pk)


@router.get("/clients/{pk}/defences", response=or_problem(list[DefenceOut]), operation_id="list_defences")
def defences(request: Request, pk: Path[Pk]) -> list[Defence]:
    """Against whom a client was defended, the newest first."""
    return list(whole(request).filter(client=client_for(request, pk)).order_by("-mounted_on", "-pk")[:100])


@router.post("/defence-steps/{pk}/do", response=or_problem(StepOut), operation_id="do_defence_step")
def do(request: Request, pk: Path[Pk], told: NoteIn) -> DefenceStep:
    """One step is done, and what came of it."""
    steps = DefenceStep.objects.visible_to(request.user)
    step = get_object_or_404(steps.select_related("owner", "defence__client", "defence__competitor"), pk=pk)
    step.do(told.note, by=request.user, at=request.now)
    return step


@router.post("/defences/{pk}/keep", response=or_problem(DefenceOut), operation_id="keep_defence")
def keep(request: Request, pk: Path[Pk], told: Why) -> Defence:
    """They stay, and why."""
    defence = defence_for(request, pk)
    defence.keep(told.why, by=request.user, at=request.now)
    return defence


@router.post("/defences/{pk}/lose", response=or_problem(DefenceOut), operation_id="lose_defence")
def lose(request: Request, pk: Path[Pk], told: Why) -> Defence:
    """They go to the competitor, and why. Record the loss as well."""
    defence = defence_for(request, pk)
    defence.lose(told.why, by=request.user, at=request.now)
    return defence


@router.get("/clients/{pk}/expansions", response=or_problem(list[ExpansionOut]), operation_id="list_expansions")
def expansions(request: Request, pk: Path[Pk]) -> list[Expansion]:
    """What a client wanted more of, the newest first."""
    return list(client_for(request, pk).expansions.select_related("owner").order_by("-opened_on", "-pk")[:100])


@router.post("/clients/{pk}/expansions", response=or_problem(ExpansionOut), operation_id="open_expansion")
def open_(request: Request, pk: Path[Pk], told: ExpansionIn) -> Expansion:
    """Write down what they want more of, with a next step."""
    return Expansion.open_(client_for(request, pk), Chance(**told.dict()), by=request.user, at=request.now)


def expansion_for(request: Request, pk: int) -> Expansion:
    return get_object_or_404(Expansion.objects.visible_to(request.user).select_related("client", "owner"), pk=pk)


@router.post("/expansions/{pk}/move", response=or_problem(ExpansionOut), operation_id="move_expansion")
def move(request: Request, pk: Path[Pk], told: NextStepIn) -> Expansion:
    """What is next, and by when."""
    wanted = expansion_for(request, pk)
    wanted.move(told.next_step, told.due_by, worth=told.worth, by=request.user, at=request.now)
    return wanted


@router.post("/expansions/{pk}/win", response=or_problem(ExpansionOut), operation_id="win_expansion")
def win(request: Request, pk: Path[Pk]) -> Expansion:
    """They took it."""
    wanted = expansion_for(request, pk)
    wanted.win(by=request.user, at=request.now)
    return wanted


@router.post("/expansions/{pk}/decline", response=or_problem(ExpansionOut), operation_id="decline_expansion")
def decline(request: Request, pk: Path[Pk], told: Why) -> Expansion:
    """They do not take it, and why."""
    wanted = expansion_for(request, pk)
    wanted.decline(told.why, by=request.user, at=request.now)
    return wanted
