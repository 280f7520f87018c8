"""Doors, facts and windows for programs: the same verbs as on their pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from wonback.care.models import Competitor
from wonback.clients.models import Client, Contact
from wonback.losses.models import Loss
from wonback.team.answers import Paging, Pk, Why, or_problem
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.winback.door_shapes import (
    DoorOut,
    DoorPage,
    FactIn,
    FactOut,
    GoneIn,
    MoveOut,
    SeenOut,
    Taken,
    WantedDoors,
    WindowIn,
    WindowOut,
    WindowPage,
)
from wonback.winback.models import Change, Fact, Gone, Move, Trigger, Window
from wonback.winback.people_views import be_there
from wonback.winback.windows import Estimate

router = Router(tags=["winback"])


def door_of(request: Request, pk: int) -> Trigger:
    return get_object_or_404(Trigger.objects.visible_to(request.user).for_cards(), pk=pk)


@router.get("/doors", response=or_problem(DoorPage), operation_id="list_doors")
def doors(request: Request, wanted: Query[WantedDoors]) -> dict[str, Any]:
    """Why to talk to lost clients again now, the most worthwhile first; all, those of one kind, or of one fact."""
    mine = Trigger.objects.open().visible_to(request.user).for_cards()
    mine = mine.filter(kind=wanted.kind) if wanted.kind else mine
    mine = mine.filter(fact=wanted.fact) if wanted.fact else mine
    shown = page(mine, by=("-loss__worth", "pk"), after=wanted.after, size=wanted.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/doors/{pk}/take", response=or_problem(Taken), operation_id="take_door")
def take(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Go through it: a plan is started, woken or found."""
    plan = door_of(request, pk).take(by=request.user, at=request.now)
    return {"plan_id": plan.pk if plan else None}


@router.post("/doors/{pk}/put-aside", response=or_problem(DoorOut), operation_id="put_door_aside")
def put_aside(request: Request, pk: Path[Pk], told: Why) -> Trigger:
    """No reason to talk, or not now."""
    door = door_of(request, pk)
    door.put_aside(told.why, by=request.user, at=request.now)
    return door


@router.get("/facts", response=or_problem(list[FactOut]), operation_id="list_facts")
def facts(request: Request) -> list[Fact]:
    """What is true of us and ended reasons, the newest first."""
    return list(Fact.objects.newest()[:200])


@router.post("/facts", response=or_problem(FactOut), operation_id="say_fact")
def say(request: Request, told: FactIn) -> Fact:
    """Something is true of us now, or once a change is made. Whoever waited for it appears under `/doors`."""
    request.user.must(Right.WORK)
    change = get_object_or_404(Change, pk=told.change) if told.change else None
    named = {
        "colleague": get_object_or_404(User, pk=told.colleague) if told.colleague else None,
        "competitor": get_object_or_404(Competitor, pk=told.competitor) if told.competitor else None,
    }
    facts = told.dict(include={"capability", "price", "currency", "country"}) | named
    return Fact.say(told.about, change=change, by=request.user, at=request.now, **facts)


@router.post("/contacts/{pk}/gone", response=or_problem(MoveOut), operation_id="note_move")
def gone(request: Request, pk: Path[Pk], told: GoneIn) -> Move:
    """Somebody has left: who follows, and where they went. The doors that opens stand under `/doors`."""
    contact = contact_of(request, pk)
    to = get_object_or_404(Client.objects.visible_to(request.user), pk=told.to) if told.to else None
    facts = told.dict(exclude={"on", "to"})
    return Move.note(contact, Gone(on=told.on or request.today, to=to, **facts), by=request.user, at=request.now)


@router.post("/contacts/{pk}/still-there", response=or_problem(SeenOut), operation_id="still_there")
def still_there(request: Request, pk: Path[Pk]) -> Contact:
    """Somebody is still there. If they were said to have left, that is taken back, with the doors nobody went through."""
    contact = contact_of(request, pk)
    be_there(request, contact)
    return contact


def contact_of(request: Request, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user).select_related("client"), pk=pk)


@router.get("/windows", response=or_problem(WindowPage), operation_id="list_windows")
def windows(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """When lost clients choose anew, from today on."""
    mine = Window.objects.pursued().visible_to(request.user).filter(on__gte=request.today).for_cards()
    shown = page(mine, by=("on", "pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/losses/{pk}/windows", response=or_problem(WindowOut), operation_id="note_window")
def note_window(request: Request, pk: Path[Pk], told: WindowIn) -> Window:
    """Write down when a lost client chooses anew, and how sure we are."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user), pk=pk)
    expected = Estimate(told.kind, told.on, told.confidence, told.why)
    return Window.note(loss, expected, lead_days=told.lead_days, by=request.user, at=request.now)
