"""Touches, promises and concerns, for programs: the same verbs as on the pages."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.care.models import Cadence, Concern, Piece, Promise, Snooze, Touch
from wonback.care.models.touch import DAYS_TO_SETTLE_A_CONCERN, Note, NotYours
from wonback.clients.models import Client
from wonback.team.answers import PLAIN, Line, Mark, Pk, Sentence, Size, Told, or_problem
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["care"])
What = Annotated[str, Field(min_length=1, max_length=300, pattern=PLAIN)]
Days = Annotated[int, Field(ge=1, le=3650)]


class TouchIn(Told):
    """One contact. Send a `key` of your own: the same touch sent twice is written once."""

    channel: Literal["call", "visit", "mail", "letter", "article"] = "call"
    reached: bool = True
    works: bool | None = None
    gripe: bool = False
    competitor: bool = False
    more: bool = False
    line: Sentence = ""
    rival: Annotated[str, Field(max_length=120, pattern=PLAIN)] = ""
    source: Literal["", "told", "offer", "heard", "guessed"] = ""
    contact: Pk | None = None
    piece: Pk | None = None
    key: UUID | None = None


class KeptTouchIn(TouchIn):
    """A contact noted without a network: for which client, by whom and when. Its `key` was made on the device."""

    client: Pk
    user: Pk
    made_at: datetime
    key: UUID


class TouchOut(Schema):
    id: int
    client_id: int
    at: datetime
    by: str | None
    channel: str
    reached: bool
    works: bool | None
    gripe: bool
    competitor: bool
    more: bool
    line: str
    key: UUID
    taken_back_at: datetime | None

    @staticmethod
    def resolve_by(touch: Touch) -> str | None:
        return touch.by.name if touch.by else None


class TouchPage(Schema):
    rows: list[TouchOut]
    next: str


class PutOffIn(Told):
    until: date
    why: Line


class SnoozeOut(Schema):
    id: int
    client_id: int
    until: date
    why: str


class PromiseIn(Told):
    what: What
    due_by: date


class PromiseOut(Schema):
    id: int
    client_id: int
    what: str
    owner: str
    made_on: date
    due_by: date
    kept_at: datetime | None

    @staticmethod
    def resolve_owner(promise: Promise) -> str:
        return promise.owner.name


class ConcernIn(Told):
    what: What


class ConcernOut(Schema):
    id: int
    client_id: int
    what: str
    owner: str
    raised_on: date
    due_by: date
    settled_at: datetime | None

    @staticmethod
    def resolve_owner(concern: Concern) -> str:
        return concern.owner.name


class RhythmIn(Told):
    ideal_days: Days
    maximum_days: Days
    paused_until: date | None = None


class RhythmOut(Schema):
    ideal_days: int
    maximum_days: int
    paused_until: date | None


def client_for(request: Request, pk: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


@router.get("/clients/{pk}/touches", response=or_problem(TouchPage), operation_id="list_touches")
def touches(request: Request, pk: Path[Pk], after: Mark = "", limit: Size = 50) -> dict[str, Any]:
    """What contact there was, newest first."""
    made = client_for(request, pk).touches.standing().select_related("by")
    shown = page(made, by=("-at", "-pk"), after=after, size=limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/clients/{pk}/touches", response=or_problem(TouchOut), operation_id="log_touch")
def log(request: Request, pk: Path[Pk], told: TouchIn) -> Touch:
    """Write down a contact we made."""
    client = client_for(request, pk)
    contact = get_object_or_404(client.contacts, pk=told.contact) if told.contact else None
    piece = get_object_or_404(Piece.objects.on_the_shelf(), pk=told.piece) if told.piece else None
    note = Note(contact=contact, piece=piece, **told.dict(exclude={"contact", "piece"}))
    return Touch.log(client, note, by=request.user, at=request.now)


@router.post("/touches", response=or_problem(TouchOut), operation_id="send_kept_touch")
def send(request: Request, told: KeptTouchIn) -> Touch:
    """Write down a contact that waited on a device; sent any number of times, it is written once, on the day it was made."""
    if told.user != request.user.pk:
        raise NotYours(_("Sign in as the person who noted this: it was kept on this device for them."))
    client = client_for(request, told.client)
    contact = client.contacts.filter(pk=told.contact).first() if told.contact else None
    note = Note(contact=contact, **told.dict(exclude={"contact", "piece", "client", "user", "made_at"}))
    return Touch.log_late(client, note, made_at=aware(told.made_at), by=request.user, at=request.now)


def aware(moment: datetime) -> datetime:
    """With its zone; a device that names none means ours."""
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


@router.post("/touches/{pk}/take-back", response=or_problem(TouchOut), operation_id="take_touch_back")
def take_back(request: Request, pk: Path[Pk]) -> Touch:
    """Undo a touch that was a slip: your own, on the same day."""
    touch = get_object_or_404(Touch.objects.visible_to(request.user).select_related("client"), pk=pk)
    touch.take_back(by=request.user, at=request.now)
    return touch


@router.post("/clients/{pk}/put-off", response=or_problem(SnoozeOut), operation_id="put_client_off")
def put_off(request: Request, pk: Path[Pk], told: PutOffIn) -> Snooze:
    """Let a client wait until another day, and say why."""
    client = client_for(request, pk)
    return Snooze.put_off(client, by=request.user, at=request.now, until=told.until, why=told.why)


@router.post("/clients/{pk}/take-up", response=or_problem(SnoozeOut), operation_id="take_client_up")
def take_up(request: Request, pk: Path[Pk]) -> SnoozeOut:
    """Bring a client back to your list today, whom you had put off."""
    snooze = get_object_or_404(Snooze.objects.filter(user=request.user), client=client_for(request, pk))
    ended = SnoozeOut.from_orm(snooze)
    snooze.end()
    return ended


@router.get("/clients/{pk}/promises", response=or_problem(list[PromiseOut]), operation_id="list_promises")
def promises(request: Request, pk: Path[Pk]) -> list[Promise]:
    """What we still owe them."""
    return list(client_for(request, pk).promises.open().select_related("owner").order_by("due_by", "pk"))


@router.post("/clients/{pk}/promises", response=or_problem(PromiseOut), operation_id="make_promise")
def promise(request: Request, pk: Path[Pk], told: PromiseIn) -> Promise:
    """Write down what we promised."""
    return Promise.make(client_for(request, pk), told.what, by=request.user, at=request.now, due_by=told.due_by)


@router.post("/promises/{pk}/keep", response=or_problem(PromiseOut), operation_id="keep_promise")
def keep(request: Request, pk: Path[Pk]) -> Promise:
    """We did what we promised."""
    kept = get_object_or_404(Promise.objects.visible_to(request.user).select_related("client", "owner"), pk=pk)
    kept.keep(by=request.user, at=request.now)
    return kept


@router.get("/clients/{pk}/concerns", response=or_problem(list[ConcernOut]), operation_id="list_concerns")
def concerns(request: Request, pk: Path[Pk]) -> list[Concern]:
    """What they are unhappy about."""
    return list(client_for(request, pk).concerns.open().select_related("owner").order_by("due_by", "pk"))


@router.post("/clients/{pk}/concerns", response=or_problem(ConcernOut), operation_id="raise_concern")
def concern(request: Request, pk: Path[Pk], told: ConcernIn) -> Concern:
    """Write down what they are unhappy about; the owner answers within a week."""
    due_by = request.today + timedelta(days=DAYS_TO_SETTLE_A_CONCERN)
    return Concern.raise_(client_for(request, pk), told.what, by=request.user, at=request.now, due_by=due_by)


@router.post("/concerns/{pk}/settle", response=or_problem(ConcernOut), operation_id="settle_concern")
def settle(request: Request, pk: Path[Pk]) -> Concern:
    """The matter is dealt with."""
    settled = get_object_or_404(Concern.objects.visible_to(request.user).select_related("client", "owner"), pk=pk)
    settled.settle(by=request.user, at=request.now)
    return settled


@router.put("/clients/{pk}/rhythm", response=or_problem(RhythmOut), operation_id="set_rhythm")
def rhythm(request: Request, pk: Path[Pk], told: RhythmIn) -> Cadence:
    """Give a client a rhythm of their own, or a pause."""
    return Cadence.agree(client_for(request, pk), **told.dict(), by=request.user, at=request.now)
