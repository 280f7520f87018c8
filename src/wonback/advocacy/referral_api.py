"""Referrals for programs: the same verbs as on the pages."""

from datetime import date, datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.advocacy.models import Referral
from wonback.advocacy.models.referral import Talk
from wonback.advocacy.models.referral import Told as Named
from wonback.advocacy.queries import Brought
from wonback.advocacy.vouching_api import HelpedOut
from wonback.care.models import Touch
from wonback.clients.models import Client, Contact, Deal
from wonback.team.answers import PLAIN, Line, Mark, Paging, Pk, Told, Why, or_problem
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["referrals"])


class TalkIn(Told):
    """Who there was asked, and in which touch; without one, the last the same person noted within a day."""

    contact: Pk | None = None
    touch: Pk | None = None


class NamedIn(Told):
    """Whom they named: a company, a person there, or both."""

    name: Line = ""
    person: Line = ""
    words: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""


class GivenIn(NamedIn, TalkIn):
    """Whom they named, and who told us."""


class MetIn(Told):
    client: Pk


class WonIn(Told):
    """The sale that came of it, if there is one on file."""

    deal: Pk | None = None


class ReferralOut(Schema):
    """Whom a client sent us to. `asked_at` is null where they came with it unasked; `became_id` is who they are on file."""

    id: int
    client_id: int
    client: str
    contact_id: int | None
    by: str
    touch_id: int | None
    stage: str
    asked_at: datetime | None
    given_at: datetime | None
    name: str
    person: str
    words: str
    became_id: int | None
    deal_id: int | None
    won_on: date | None
    why: str

    @staticmethod
    def resolve_client(one: Referral) -> str:
        return one.client.name

    @staticmethod
    def resolve_by(one: Referral) -> str:
        return one.by.name


class ReferralPage(Schema):
    rows: list[ReferralOut]
    next: Mark


class BroughtOut(Schema):
    """How many referrals were asked for, given and won; and the won sales that came of them."""

    asked: int
    given: int
    won: int
    sales: HelpedOut


def client_for(request: Request, pk: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


def referral_for(request: Request, pk: int) -> Referral:
    return get_object_or_404(Referral.objects.visible_to(request.user).for_rows(), pk=pk)


def talk_of(client: Client, told: TalkIn) -> Talk:
    contacts, touches = Contact.objects.filter(client=client), Touch.objects.real().filter(client=client)
    return Talk(
        contact=get_object_or_404(contacts.select_related("client"), pk=told.contact) if told.contact else None,
        touch=get_object_or_404(touches.select_related("contact"), pk=told.touch) if told.touch else None,
    )


def named(told: NamedIn) -> Named:
    return Named(name=told.name, person=told.person, words=told.words)


@router.get("/referrals", response=or_problem(ReferralPage), operation_id="list_referrals")
def referrals(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """Whom clients sent us to, the newest first."""
    found = Referral.objects.visible_to(request.user).for_rows()
    shown = page(found, by=("-noted_at", "-pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.get("/referrals-brought", response=or_problem(BroughtOut), operation_id="show_what_referrals_brought")
def brought(request: Request) -> Brought:
    """How many were asked for, given and won, and what came of those won."""
    return Referral.objects.visible_to(request.user).brought()


@router.get("/clients/{pk}/referrals", response=or_problem(list[ReferralOut]), operation_id="list_referrals_of_client")
def referrals_of(request: Request, pk: Path[Pk]) -> list[Referral]:
    """Whom one client sent us to, the newest first."""
    return list(client_for(request, pk).referrals.for_rows().order_by("-noted_at", "-pk")[:100])


@router.post("/clients/{pk}/referrals", response=or_problem(ReferralOut), operation_id="note_referral")
def note(request: Request, pk: Path[Pk], told: GivenIn) -> Referral:
    """They named somebody, unasked or one more."""
    client = client_for(request, pk)
    return Referral.note(client, named(told), talk_of(client, told), by=request.user, at=request.now)


@router.post("/clients/{pk}/ask-for-referral", response=or_problem(ReferralOut), operation_id="ask_for_referral")
def ask(request: Request, pk: Path[Pk], told: TalkIn) -> Referral:
    """They were asked whom they know. Refused (422) where it is not the day for it."""
    client = client_for(request, pk)
    return Referral.ask(client, talk_of(client, told), by=request.user, at=request.now)


@router.get("/referrals/{pk}", response=or_problem(ReferralOut), operation_id="show_referral")
def referral(request: Request, pk: Path[Pk]) -> Referral:
    """One of them."""
    return referral_for(request, pk)


@router.post("/referrals/{pk}/give", response=or_problem(ReferralOut), operation_id="give_referral")
def give(request: Request, pk: Path[Pk], told: NamedIn) -> Referral:
    """They named somebody, as they had been asked."""
    one = referral_for(request, pk)
    one.give(named(told), by=request.user, at=request.now)
    return one


@router.post("/referrals/{pk}/meet", response=or_problem(ReferralOut), operation_id="meet_referral")
def meet(request: Request, pk: Path[Pk], told: MetIn) -> Referral:
    """This is who they are on file."""
    one = referral_for(request, pk)
    one.meet(client_for(request, told.client), by=request.user, at=request.now)
    return one


@router.post("/referrals/{pk}/win", response=or_problem(ReferralOut), operation_id="win_referral")
def win(request: Request, pk: Path[Pk], told: WonIn) -> Referral:
    """They buy from us."""
    one = referral_for(request, pk)
    deals = Deal.objects.visible_to(request.user)
    one.win(get_object_or_404(deals, pk=told.deal) if told.deal else None, by=request.user, at=request.now)
    return one


@router.post("/referrals/{pk}/end", response=or_problem(ReferralOut), operation_id="end_referral")
def end(request: Request, pk: Path[Pk], told: Why) -> Referral:
    """Nothing came of it."""
    one = referral_for(request, pk)
    one.end(told.why, by=request.user, at=request.now)
    return one
