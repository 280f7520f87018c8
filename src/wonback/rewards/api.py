"""Praise for programs: the same verbs as on the page."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.rewards.deeds import Deeds
from wonback.rewards.models import Deed, Praise
from wonback.rewards.models.praise import Kind
from wonback.rewards.page import told as told_of
from wonback.team.answers import PLAIN, Line, Mark, Paging, Pk, Told, or_problem
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["praise"])


class PraiseOut(Schema):
    """`deed` is in words. `client` is null where it is none of yours, and always of the truth."""

    id: int
    kind: Kind
    person: str
    deed: str
    client_id: int | None
    client: str | None
    line: str
    given_by: str
    given_at: datetime
    joined: list[str]

    @staticmethod
    def resolve_person(praise: Praise) -> str:
        return praise.person.name

    @staticmethod
    def resolve_given_by(praise: Praise) -> str:
        return praise.given_by.name

    @staticmethod
    def resolve_deed(praise: Praise) -> str:
        return told_of(praise, names_client=praise.names_client)

    @staticmethod
    def resolve_client_id(praise: Praise) -> int | None:
        return praise.client.pk if praise.client and praise.names_client else None

    @staticmethod
    def resolve_client(praise: Praise) -> str | None:
        return praise.client.name if praise.client and praise.names_client else None

    @staticmethod
    def resolve_joined(praise: Praise) -> list[str]:
        return [cheer.person.name for cheer in sorted(praise.cheers.all(), key=lambda cheer: cheer.pk)]


class PraisePage(Schema):
    rows: list[PraiseOut]
    next: Mark


class DeedOut(Schema):
    """Something one of your people did that nobody has praised yet; `deed` is what to send for it."""

    deed: str
    kind: Kind
    person_id: int
    person: str
    client_id: int
    client: str
    on: date

    @staticmethod
    def resolve_deed(deed: Deed) -> str:
        return deed.key

    @staticmethod
    def resolve_person_id(deed: Deed) -> int:
        return deed.person.pk

    @staticmethod
    def resolve_person(deed: Deed) -> str:
        return deed.person.name

    @staticmethod
    def resolve_client_id(deed: Deed) -> int | None:
        return deed.client.pk if deed.client else None

    @staticmethod
    def resolve_client(deed: Deed) -> str:
        return str(deed.client)


class PraiseIn(Told):
    """The key of a deed from `/praise/proposed`; or the number of a person, and what they did. Everybody reads the line."""

    line: Annotated[str, Field(max_length=300, pattern=PLAIN)]
    deed: Line = ""
    person: Pk | None = None
    kind: Kind = Kind.TRUTH


def whole(request: Request, pk: int) -> Praise:
    """One of them, with all that is told of it."""
    return get_object_or_404(Praise.objects.visible_to(request.user).for_feed(), pk=pk)


@router.get("/praise", response=or_problem(PraisePage), operation_id="list_praise")
def feed(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """What was praised, the newest first. Everybody here reads it."""
    found = Praise.objects.visible_to(request.user).for_feed()
    shown = page(found, by=("-given_at", "-pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.get("/praise/proposed", response=or_problem(list[DeedOut]), operation_id="list_deeds_to_praise")
def proposed(request: Request) -> list[Deed]:
    """What your people did of late and nobody has praised yet: for leads."""
    request.user.must(Right.LEAD)
    return Deeds(request.user, request.today).proposed


@router.post("/praise", response=or_problem(PraiseOut), operation_id="give_praise")
def give(request: Request, told: PraiseIn) -> Praise:
    """Say in one line what somebody did well: a lead, of their own people."""
    request.user.must(Right.LEAD)
    deeds = Deeds(request.user, request.today)
    deed = deeds.named(told.deed) if told.deed else Deed(told.kind, get_object_or_404(deeds.people, pk=told.person))
    if deed is None:
        raise Http404
    return whole(request, Praise.give(deed, told.line, by=request.user, at=request.now).pk)


@router.post("/praise/{pk}/join-in", response=or_problem(PraiseOut), operation_id="join_in_praise")
def join_in(request: Request, pk: Path[Pk]) -> Praise:
    """Say so too, once."""
    get_object_or_404(Praise.objects.visible_to(request.user), pk=pk).join_in(by=request.user, at=request.now)
    return whole(request, pk)


@router.post("/praise/{pk}/take-back", response=or_problem(None), operation_id="take_praise_back")
def take_back(request: Request, pk: Path[Pk]) -> None:
    """Unsay it: whoever gave it on the same day, whoever it is about at any time."""
    get_object_or_404(Praise.objects.retractable_by(request.user), pk=pk).take_back(by=request.user, at=request.now)
