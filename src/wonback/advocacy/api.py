"""Who vouches for us, for programs: the same verbs as on the pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.advocacy.models import Reference
from wonback.advocacy.models.reference import Agreement
from wonback.clients.models import Client, Contact
from wonback.team.answers import PLAIN, Mark, Paging, Pk, Told, Why, or_problem
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["references"])
Way = Literal["call", "visit", "quote", "logo"]


class ReferenceOut(Schema):
    """Who vouches for us. `calls` were asked of that client within 13 weeks; `free_from` is null where they may be asked today."""

    id: int
    client_id: int
    client: str
    contact_id: int
    contact: str
    ways: list[str]
    words: str
    agreed_on: date
    until: date | None
    ended_at: datetime | None
    calls: int
    free_from: date | None
    # Why they are not asked for anything today.
    against: list[str]

    @staticmethod
    def resolve_client(reference: Reference) -> str:
        return reference.client.name

    @staticmethod
    def resolve_contact(reference: Reference) -> str:
        return reference.contact.name

    @staticmethod
    def resolve_free_from(reference: Reference, context: Any) -> date | None:
        return reference.known.free_from(as_of=context["request"].today)

    @staticmethod
    def resolve_against(reference: Reference) -> list[str]:
        return list(reference.known.spoils())


class ReferencePage(Schema):
    rows: list[ReferenceOut]
    next: Mark


class AgreeIn(Told):
    """What they agreed to, word for word; `until` is the first day it no longer holds."""

    contact: Pk
    ways: Annotated[list[Way], Field(min_length=1, max_length=4)]
    words: Annotated[str, Field(max_length=2_000, pattern=PLAIN)]
    until: date | None = None


def reference_of(request: Request, pk: int) -> Reference:
    weighed = Reference.objects.weighed(as_of=request.today)
    return get_object_or_404(weighed.visible_to(request.user), pk=pk)


@router.get("/references", response=or_problem(ReferencePage), operation_id="list_references")
def references(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """Who vouches for us, of one's book, by the name of the client."""
    weighed = Reference.objects.standing(as_of=request.today).visible_to(request.user).weighed(as_of=request.today)
    shown = page(weighed, by=("client__name", "pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.get(
    "/clients/{pk}/references", response=or_problem(list[ReferenceOut]), operation_id="list_references_of_client"
)
def references_of(request: Request, pk: Path[Pk]) -> list[Reference]:
    """What people there agreed to, also what has ended."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    return list(client.references.weighed(as_of=request.today).order_by("-agreed_on", "-pk")[:100])


@router.post("/clients/{pk}/references", response=or_problem(ReferenceOut), operation_id="agree_to_reference")
def agree(request: Request, pk: Path[Pk], told: AgreeIn) -> Reference:
    """Somebody there agreed to vouch for us."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    contact = get_object_or_404(Contact.objects.filter(client=client).select_related("client"), pk=told.contact)
    agreement = Agreement(ways=told.ways, words=told.words, until=told.until)
    return reference_of(request, Reference.agree(contact, agreement, by=request.user, at=request.now).pk)


@router.post("/references/{pk}/end", response=or_problem(ReferenceOut), operation_id="end_reference")
def end(request: Request, pk: Path[Pk], told: Why) -> Reference:
    """They no longer do."""
    one = reference_of(request, pk)
    one.end(told.why, by=request.user, at=request.now)
    return one
