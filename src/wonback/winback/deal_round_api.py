"""The deal round for programs: look, ask for a fair split, hand out in one go."""

from collections import defaultdict
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.losses.models import Loss
from wonback.team.answers import Pk, Seen, Told, or_problem
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.winback.deal_round_page import Round, Seat
from wonback.winback.models import DealRound, HandOut
from wonback.winback.shapes import HandOutOut

router = Router(tags=["winback"])


class PutIn(Told):
    """Whom one lost client is given to."""

    loss: Pk
    to: Pk


class TableIn(Told):
    """What lies in whose hands already; it stays there if nothing stands against it."""

    put: list[PutIn] = Field(default=[], max_length=200)


class DealIn(TableIn):
    """`key` is yours to choose: sent twice, it deals once."""

    key: str = Field(min_length=8, max_length=40, pattern=r"^[\w-]+$")


class LimitIn(Told):
    limit: int = Field(ge=0, le=99)
    seen: Seen = ""


class SeatOut(Schema):
    id: int
    name: str
    open: int
    limit: int
    limit_mark: str
    unanswered_in_time: int


class DealOut(Schema):
    """Where one lost client should go, or nowhere, and why."""

    loss: int
    what: str
    to: int | None
    why: str


class TableOut(Schema):
    pool: list[DealOut]
    hands: list[SeatOut]


class DealtOut(Schema):
    id: int
    hand_outs: list[HandOutOut]


def table(request: Request, told: TableIn) -> Round:
    if not request.user.may(Right.LEAD):
        raise Http404
    return Round(user=request.user, now=request.now, put={one.loss: one.to for one in told.put})


def seat(one: Seat) -> dict[str, Any]:
    person = one.person
    facts = {"id": person.pk, "name": person.name, "open": one.open, "unanswered_in_time": one.late}
    return facts | limit_of(person)


def limit_of(person: User) -> dict[str, Any]:
    return {"limit": person.open_work_limit, "limit_mark": person.limit_seen}


@router.post("/deal-round/suggest", response=or_problem(TableOut), operation_id="suggest_deal")
def suggest(request: Request, told: TableIn) -> dict[str, Any]:
    """The pool with a fair split, each with its reason. Nothing is handed out by it."""
    shown = table(request, told)
    deals = shown.suggested()
    pool = [
        {"loss": loss.pk, "what": loss.what, "to": deals[loss.pk].hand, "why": deals[loss.pk].why}
        for loss in shown.losses
    ]
    return {"pool": pool, "hands": [seat(one) for one in shown.seats({})]}


@router.post("/deal-round", response=or_problem(DealtOut), operation_id="deal")
def deal(request: Request, told: DealIn) -> dict[str, Any]:
    """Hand out all of it, or nothing if one is refused. Each rep gets one letter."""
    shown = table(request, told)
    people = {one.pk: one for one in shown.people}
    chosen: dict[User, list[Loss]] = defaultdict(list)
    losses = Loss.objects.visible_to(request.user).select_related("client", "deal", "reason")
    for loss in losses.filter(pk__in=shown.put).ranked():
        chosen[get_known(people, shown.put[loss.pk])].append(loss)
    dealt = DealRound.deal(chosen, key=told.key, by=request.user, at=request.now)
    return {"id": dealt.pk, "hand_outs": list(dealt.hand_outs.for_cards())}


def get_known(people: dict[int, User], pk: int) -> User:
    if pk not in people:
        raise Http404
    return people[pk]


@router.post("/losses/{pk}/keep", response=or_problem(HandOutOut), operation_id="keep_loss")
def keep(request: Request, pk: Path[Pk]) -> HandOut:
    """A lead brings this one back themselves; it leaves the pool at once."""
    table(request, TableIn())
    loss = get_object_or_404(Loss.objects.visible_to(request.user).select_related("client", "deal"), pk=pk)
    return HandOut.give(loss, request.user, by=request.user, at=request.now)


@router.post("/people/{pk}/work-limit", response=or_problem(SeatOut), operation_id="limit_work")
def limit(request: Request, pk: Path[Pk], told: LimitIn) -> dict[str, Any]:
    """How many lost clients somebody works on at once."""
    shown = table(request, TableIn())
    person = get_object_or_404(User.objects.colleagues_of(request.user), pk=pk)
    person.limit_work(told.limit, seen=told.seen, by=request.user, at=request.now)
    return next((seat(one) for one in shown.seats({}) if one.person == person), None) or nobody(person)


def nobody(person: User) -> dict[str, Any]:
    """Somebody who does not work with clients has no seat."""
    return {"id": person.pk, "name": person.name, "open": 0, "unanswered_in_time": 0} | limit_of(person)
