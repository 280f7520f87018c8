"""People written down twice at one client, for programs: the same verbs as on the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema

from wonback.clients.models import Alias, Client, Contact
from wonback.duplicates.api import MergeOut
from wonback.duplicates.models import Merge, PersonPair
from wonback.team.answers import Mark, Paging, Pk, Told, or_problem
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["duplicates"])
Fact = Literal["name", "title", "role", "stance", "email", "phone", "language"]


class PersonOut(Schema):
    id: int
    name: str
    email: str


class PersonPairOut(Schema):
    """Two people at one client who seem to be one. `score` is the chance that they are; `why` says it in words."""

    id: int
    client_id: int
    one: PersonOut
    other: PersonOut
    score: float | None
    why: str
    found_on: date
    apart_at: datetime | None

    @staticmethod
    def resolve_client_id(pair: PersonPair) -> int:
        return pair.one.client_id


class PersonPairPage(Schema):
    rows: list[PersonPairOut]
    next: Mark


class PeopleMergeIn(Told):
    """Who becomes part of this person. `choices`: field → the number of the one who is believed."""

    other: Pk
    choices: dict[Fact, Pk] = {}


def pair_for(request: Request, pk: int) -> PersonPair:
    return get_object_or_404(PersonPair.objects.visible_to(request.user).for_cards(), pk=pk)


@router.get("/people-twice", response=or_problem(PersonPairPage), operation_id="list_people_twice")
def pairs(request: Request, paging: Query[Paging], only: Literal["open", "apart"] = "open") -> dict[str, Any]:
    """Two people at one client who seem to be one, the surest first; with `apart`, those of whom somebody said that they are two."""
    of_user = PersonPair.objects.visible_to(request.user)
    found = of_user.apart() if only == "apart" else of_user.open()
    shown = page(found.for_cards(), by=("-score", "pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/people-twice/{pk}/keep-apart", response=or_problem(PersonPairOut), operation_id="keep_people_apart")
def keep_apart(request: Request, pk: Path[Pk]) -> PersonPair:
    """They are two: remembered, and not proposed again."""
    found = pair_for(request, pk)
    found.keep_apart(by=request.user, at=request.now)
    return found


@router.post("/people-twice/{pk}/reconsider", response=or_problem(PersonPairOut), operation_id="reconsider_people")
def reconsider(request: Request, pk: Path[Pk]) -> PersonPair:
    """Perhaps they are one after all."""
    found = pair_for(request, pk)
    found.reconsider(by=request.user)
    return found


@router.post("/contacts/{pk}/merge", response=or_problem(MergeOut), operation_id="merge_people")
def merge(request: Request, pk: Path[Pk], told: PeopleMergeIn) -> Merge:
    """Put somebody else at the same client together with this person, who stays. Asked twice, it is done once."""
    stays = get_object_or_404(Contact.objects.filter(client__in=Client.objects.in_book_of(request.user)), pk=pk)
    is_part = Alias.objects.filter(was=told.other, contact=stays).exists()
    if not is_part and not stays.client.contacts.filter(pk=told.other).exists():
        raise Http404
    choices = {str(name): one for name, one in told.choices.items()}
    return Merge.of_people(stays, Contact(pk=told.other), by=request.user, at=request.now, choices=choices)
