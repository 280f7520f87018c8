"""Pairs and merges for programs: the same verbs as on the pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.clients.alike import Alike
from wonback.clients.models import Client
from wonback.duplicates.models import Merge, Pair
from wonback.duplicates.tasks import merge_identical
from wonback.team.answers import Line, Mark, Paging, Pk, Told, or_problem
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["duplicates"])
Fact = Literal[
    "name", "tier", "industry", "employees", "country", "town", "domain", "phone", "owner_id", "standing", "parent_id"
]


class SideOut(Schema):
    id: int
    name: str
    owner_id: int | None


class PairOut(Schema):
    """Two clients that seem to be one. `score` is the chance that they are; `why` says it in words."""

    id: int
    one: SideOut
    other: SideOut
    score: float | None
    why: str
    identical: bool
    found_on: date
    apart_at: datetime | None


class TypedIn(Schema):
    """What is known of somebody who is not written down yet."""

    name: Line = ""
    domain: Line = ""
    phone: Line = ""
    town: Line = ""
    country: Line = ""


class AlikeOut(Schema):
    client: SideOut
    score: float
    why: str


class PairPage(Schema):
    rows: list[PairOut]
    next: Mark


class MergeIn(Told):
    """Who stays, and who becomes part of it. `choices`: field → the number of the client that is believed."""

    others: Annotated[list[Pk], Field(min_length=1, max_length=100)]
    choices: dict[Fact, Pk] = {}


class Begun(Schema):
    """How many pairs are being put together."""

    pairs: int


class GoneOut(Schema):
    pk: int
    name: str


class MergeOut(Schema):
    """Clients put together. `outcome` says what taking it back did: reversed, edited, gone."""

    id: int
    survivor_id: int
    survivor: str
    # Of two people at this client: the number of the one who stays.
    person: int | None
    gone: list[GoneOut]
    choices: dict[str, int]
    at: datetime
    people_apart: int
    losses_apart: int
    taken_back_at: datetime | None
    outcome: dict[str, int]

    @staticmethod
    def resolve_survivor(merge: Merge) -> str:
        return merge.survivor.name


class MergePage(Schema):
    rows: list[MergeOut]
    next: Mark


def pair_for(request: Request, pk: int) -> Pair:
    return get_object_or_404(Pair.objects.visible_to(request.user).for_cards(), pk=pk)


@router.get("/duplicates", response=or_problem(PairPage), operation_id="list_duplicates")
def pairs(request: Request, paging: Query[Paging], only: Literal["open", "apart"] = "open") -> dict[str, Any]:
    """Pairs that seem to be one company, the surest first; with `apart`, those of whom somebody said that they are two."""
    of_user = Pair.objects.visible_to(request.user)
    found = of_user.apart() if only == "apart" else of_user.open()
    shown = page(found.for_cards(), by=("-score", "pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.get("/duplicates/alike", response=or_problem(list[AlikeOut]), operation_id="list_alike")
def alike(request: Request, typed: Query[TypedIn]) -> list[Alike]:
    """Before you write down a client: who is there already and may be the same, the most likely first."""
    return Client.objects.visible_to(request.user).alike(**typed.dict())


@router.post("/duplicates/{pk}/keep-apart", response=or_problem(PairOut), operation_id="keep_apart")
def keep_apart(request: Request, pk: Path[Pk]) -> Pair:
    """They are two: remembered, and not proposed again."""
    found = pair_for(request, pk)
    found.keep_apart(by=request.user, at=request.now)
    return found


@router.post("/duplicates/{pk}/reconsider", response=or_problem(PairOut), operation_id="reconsider_pair")
def reconsider(request: Request, pk: Path[Pk]) -> Pair:
    """Perhaps they are one after all."""
    found = pair_for(request, pk)
    found.reconsider(by=request.user)
    return found


@router.post("/duplicates/merge-identical", response=or_problem(Begun), operation_id="merge_identical")
def identical(request: Request) -> Begun:
    """Put together all pairs of your book that differ in nothing, in the background. Each can be taken back."""
    request.user.must(Right.LEAD)
    count = Pair.objects.visible_to(request.user).identical().count()
    merge_identical.enqueue(user_id=request.user.pk, at=request.now.isoformat())
    return Begun(pairs=count)


@router.post("/clients/{pk}/merge", response=or_problem(MergeOut), operation_id="merge_clients")
def merge(request: Request, pk: Path[Pk], told: MergeIn) -> Merge:
    """Put other clients together with this one, which stays. Asked twice, it is done once."""
    book = Client.objects.in_book_of(request.user)
    survivor = get_object_or_404(book, pk=pk)
    theirs = {
        *book.filter(pk__in=told.others).values_list("pk", flat=True),
        *survivor.aliases.values_list("was", flat=True),
    }
    if not theirs.issuperset(told.others):
        raise Http404
    others, choices = [Client(pk=one) for one in told.others], {str(name): one for name, one in told.choices.items()}
    return Merge.of(survivor, others, by=request.user, at=request.now, choices=choices)


@router.get("/merges", response=or_problem(MergePage), operation_id="list_merges")
def merges(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """What was put together, the newest first."""
    found = Merge.objects.visible_to(request.user).for_cards()
    shown = page(found, by=("-at", "-pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/merges/{pk}/take-back", response=or_problem(MergeOut), operation_id="take_merge_back")
def take_back(request: Request, pk: Path[Pk]) -> Merge:
    """They are two after all: each is as it was, but for what people changed since."""
    found = get_object_or_404(Merge.objects.visible_to(request.user).for_cards(), pk=pk)
    found.take_back(by=request.user, at=request.now)
    return found
