"""The people at a client and how they stand to us, for programs: what the map shows, and the same verb."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.clients.models import Bearing, Client, Contact
from wonback.desk.people import People, Row
from wonback.team.answers import Pk, Told, or_problem
from wonback.team.request import Request

router = Router(tags=["clients"])


class BearingOut(Schema):
    role: str
    stance: int | None
    held_from: date | None
    noted_on: date | None


class PersonOut(Schema):
    """One person: role and stance with their history, whom they report to, and whether they really heard from us in 12 months."""

    id: int
    name: str
    title: str
    role: str
    stance: int | None
    since: date | None
    reports_to: int | None
    spoken_on: datetime | None
    spoken_to: bool
    before: list[BearingOut]

    @staticmethod
    def resolve_id(row: Row) -> int:
        return int(row.person.pk)

    @staticmethod
    def resolve_name(row: Row) -> str:
        return str(row.person.name)

    @staticmethod
    def resolve_title(row: Row) -> str:
        return str(row.person.title)

    @staticmethod
    def resolve_role(row: Row) -> str:
        return str(row.person.role)

    @staticmethod
    def resolve_stance(row: Row) -> int | None:
        return row.person.stance  # type: ignore[no-any-return]  # of a model

    @staticmethod
    def resolve_reports_to(row: Row) -> int | None:
        return row.person.reports_to_id  # type: ignore[no-any-return]  # of a model


class PeopleOut(Schema):
    """Who is there; `threads`: with how many of them we have really spoken within 12 months; `thinly_held`: a warning, if they are few."""

    threads: int
    thinly_held: str
    people: list[PersonOut]


class StandIn(Told):
    """How they stand to us now, since when, and whom they report to. What is left out stays as it is."""

    role: Literal["decider", "champion", "user", "blocker", ""] | None = None
    stance: Annotated[int, Field(ge=-2, le=2)] | None = None
    reports_to: Pk | None = None
    since: date | None = None


@router.get("/clients/{pk}/people", response=or_problem(PeopleOut), operation_id="map_people")
def people(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Who decides, blocks and likes us there, since when, and by how many threads they are held."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    it = People(client, request.user, request.today)
    return {"threads": it.threads, "thinly_held": it.thinly_held, "people": it.there}


@router.post("/contacts/{pk}/stand", response=or_problem(list[BearingOut]), operation_id="note_how_contact_stands")
def stand(request: Request, pk: Path[Pk], told: StandIn) -> list[Bearing]:
    """How somebody there stands to us now; the answer tells how they stood before, too, the newest first."""
    contact = get_object_or_404(Contact.objects.visible_to(request.user).select_related("client"), pk=pk)
    facts = told.dict(exclude_none=True, exclude={"reports_to", "since"})
    if told.reports_to:
        facts["reports_to"] = get_object_or_404(contact.client.contacts, pk=told.reports_to)
    contact.correct(by=request.user, at=request.now, held_since=told.since, **facts)
    return list(contact.bearings.order_by("-pk"))
