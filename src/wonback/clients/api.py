"""Clients, the people there and what they allow, for programs: the same verbs as on the pages."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.clients.models import Client, Contact, Entry, Permission
from wonback.clients.queries import ClientQuerySet
from wonback.team.answers import PLAIN, Line, Mark, Pk, Size, Told, Words, or_problem
from wonback.team.models import User
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["clients"])
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
Short = Annotated[str, Field(max_length=120, pattern=PLAIN)]
Shorter = Annotated[str, Field(max_length=60, pattern=PLAIN)]
Address = Annotated[str, Field(max_length=254, pattern=r"^$|^[^@\s\x00]+@[^@\s\x00]+$")]
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
Standing = Literal["prospect", "active", "lost"]
Tier = Literal["A", "B", "C"]
Role = Literal["decider", "champion", "user", "blocker", ""]
Language = Literal["en", "de", "fr", ""]
Stance = Annotated[int, Field(ge=-2, le=2)]


class ContactOut(Schema):
    id: int
    client_id: int
    name: str
    title: str
    role: str
    stance: int | None
    email: str
    phone: str
    language: str
    left_on: date | None


class ClientLine(Schema):
    """One client of the list. Days are null while nobody knows."""

    id: int
    name: str
    owner: str | None
    standing: Standing
    tier: Tier
    industry: str
    employees: int | None
    country: str
    town: str
    domain: str
    phone: str
    last_touch_on: date | None
    touch_by: date | None

    @staticmethod
    def resolve_owner(client: Client) -> str | None:
        return client.owner.name if client.owner else None


class ClientOut(ClientLine):
    began_on: date | None
    ended_on: date | None
    contacts: list[ContactOut]

    @staticmethod
    def resolve_contacts(client: Client) -> list[Contact]:
        return list(client.contacts.by_weight())


class ClientPage(Schema):
    rows: list[ClientLine]
    next: str


class Wanted(Schema):
    """Which clients. `due` needs no more than a day; it is `as_of`, or today."""

    q: Line = ""
    mine: bool = False
    nobodys: bool = False
    due: bool = False
    standing: Standing | None = None
    tier: Tier | None = None
    as_of: date | None = None
    after: Mark = ""
    limit: Size = 50


class Facts(Told):
    """What is known of a client. What is left out stays as it is."""

    name: Name | None = None
    tier: Tier | None = None
    industry: Short | None = None
    employees: Count | None = None
    country: Annotated[str, Field(max_length=80, pattern=PLAIN)] | None = None
    town: Short | None = None
    domain: Line | None = None
    phone: Shorter | None = None


class ClientIn(Facts):
    name: Name
    standing: Literal["prospect", "active"] = "active"
    since: date | None = None


class HandOverIn(Told):
    to: Pk


class Person(Told):
    """What is known of somebody. What is left out stays as it is."""

    name: Name | None = None
    title: Short | None = None
    role: Role | None = None
    stance: Stance | None = None
    email: Address | None = None
    phone: Shorter | None = None
    language: Language | None = None


class ContactIn(Person):
    name: Name


class LeftIn(Told):
    on: date | None = None


class PermissionIn(Told):
    """What they said, word for word. Without a contact it holds for the company as a whole."""

    answer: Literal["allowed", "refused"]
    words: Words
    contact: Pk | None = None
    scope: Literal["news", "call", "offer", ""] = ""
    channel: Annotated[str, Field(max_length=20, pattern=PLAIN)] = ""
    not_before: date | None = None
    until: date | None = None
    proof: Line = ""


class PermissionOut(Schema):
    id: int
    answer: str
    scope: str
    words: str
    contact_id: int | None
    not_before: date | None
    until: date | None
    given_at: datetime


class EntryOut(Schema):
    """One sentence of a client's timeline."""

    id: int
    at: datetime
    verb: str
    sentence: str
    actor: str | None

    @staticmethod
    def resolve_sentence(entry: Entry) -> str:
        return str(entry)

    @staticmethod
    def resolve_actor(entry: Entry) -> str | None:
        return entry.actor.name if entry.actor else None


class Timeline(Schema):
    rows: list[EntryOut]
    next: str


def found(request: Request, pk: int) -> Client:
    clients = Client.objects.visible_to(request.user).select_related("owner").with_spell()
    return get_object_or_404(clients, pk=pk)


def somebody(request: Request, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user).select_related("client"), pk=pk)


def among(request: Request, wanted: Wanted) -> ClientQuerySet:
    """The clients asked for. A search goes as far as a person may open; a list is their book."""
    of_user = Client.objects.visible_to(request.user) if wanted.q else Client.objects.in_book_of(request.user)
    clients = of_user.search(wanted.q) if wanted.q else of_user
    clients = clients.filter(owner=request.user) if wanted.mine else clients
    clients = clients.filter(owner=None) if wanted.nobodys else clients
    clients = clients.due(as_of=wanted.as_of or request.today) if wanted.due else clients
    kept = {name: getattr(wanted, name) for name in ("standing", "tier") if getattr(wanted, name)}
    return clients.filter(**kept)


@router.get("/clients", response=or_problem(ClientPage), operation_id="list_clients")
def clients(request: Request, wanted: Query[Wanted]) -> dict[str, Any]:
    """The clients of a book by name, or those due by their day."""
    by = ("touch_by", "pk") if wanted.due else ("name", "pk")
    shown = page(among(request, wanted).select_related("owner"), by=by, after=wanted.after, size=wanted.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/clients", response=or_problem(ClientOut), operation_id="add_client")
def add(request: Request, told: ClientIn) -> Client:
    """Write down a new client; whoever does it answers for them."""
    facts = told.dict(exclude={"since"}, exclude_none=True)
    client = Client.add(by=request.user, at=request.now, since=told.since, owner=request.user, **facts)
    return found(request, client.pk)


@router.get("/clients/{pk}", response=or_problem(ClientOut), operation_id="read_client")
def client(request: Request, pk: Path[Pk]) -> Client:
    """One client with the people there."""
    return found(request, pk)


@router.patch("/clients/{pk}", response=or_problem(ClientOut), operation_id="correct_client")
def correct(request: Request, pk: Path[Pk], told: Facts) -> Client:
    """Put right what we know about a client."""
    found(request, pk).correct(by=request.user, at=request.now, **told.dict(exclude_unset=True, exclude_none=True))
    return found(request, pk)


@router.post("/clients/{pk}/hand-over", response=or_problem(ClientOut), operation_id="hand_client_over")
def hand_over(request: Request, pk: Path[Pk], told: HandOverIn) -> Client:
    """Give a client another owner."""
    to = get_object_or_404(User.objects.colleagues_of(request.user), pk=told.to)
    found(request, pk).hand_over(to, by=request.user, at=request.now)
    return found(request, pk)


@router.get("/clients/{pk}/timeline", response=or_problem(Timeline), operation_id="read_timeline")
def timeline(request: Request, pk: Path[Pk], after: Mark = "", limit: Size = 50) -> dict[str, Any]:
    """What happened to a client, newest first, in sentences."""
    entries = found(request, pk).timeline.select_related("actor")
    shown = page(entries, by=("-at", "-pk"), after=after, size=limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/clients/{pk}/contacts", response=or_problem(ContactOut), operation_id="add_contact")
def meet(request: Request, pk: Path[Pk], told: ContactIn) -> Contact:
    """Write down a person there."""
    facts = told.dict(exclude_none=True)
    return Contact.meet(by=request.user, at=request.now, client=found(request, pk), **facts)


@router.patch("/contacts/{pk}", response=or_problem(ContactOut), operation_id="correct_contact")
def correct_contact(request: Request, pk: Path[Pk], told: Person) -> Contact:
    """Put right what we know about a person."""
    contact = somebody(request, pk)
    contact.correct(by=request.user, at=request.now, **told.dict(exclude_unset=True, exclude_none=True))
    return contact


@router.post("/contacts/{pk}/leave", response=or_problem(ContactOut), operation_id="note_contact_left")
def leave(request: Request, pk: Path[Pk], told: LeftIn) -> Contact:
    """Note that somebody has gone."""
    contact = somebody(request, pk)
    contact.leave(on=told.on or request.today, by=request.user, at=request.now)
    return contact


@router.post("/clients/{pk}/permissions", response=or_problem(PermissionOut), operation_id="note_permission")
def permission(request: Request, pk: Path[Pk], told: PermissionIn) -> Permission:
    """Write down what they allowed or refused."""
    client = found(request, pk)
    contact = get_object_or_404(client.contacts, pk=told.contact) if told.contact else None
    facts = told.dict(exclude={"contact"})
    return Permission.note(by=request.user, at=request.now, client=client, contact=contact, **facts)


@router.get("/clients/{pk}/permissions", response=or_problem(list[PermissionOut]), operation_id="list_permissions")
def permissions(request: Request, pk: Path[Pk]) -> list[Permission]:
    """What they allowed and refused, the newest first."""
    return list(found(request, pk).permissions.order_by("-given_at", "-pk")[:200])
