"""Each time a client vouches for us, for programs: found, asked, held and credited."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.advocacy.api import Way
from wonback.advocacy.models import Reference, Vouching
from wonback.advocacy.models.vouching import Need
from wonback.advocacy.page import Finding
from wonback.advocacy.queries import Helped, Suggestion
from wonback.clients.models import Client, Deal
from wonback.core.money import Money
from wonback.team.answers import PLAIN, Mark, Paging, Pk, Told, Why, or_problem
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["references"])
Line300 = Annotated[str, Field(max_length=300, pattern=PLAIN)]


class RefereeOut(Schema):
    """Somebody who could vouch for us there: how near they are, in points, and what they have in common, in words."""

    reference_id: int
    client: str
    contact: str
    owner: str | None
    points: int
    reasons: list[str]
    calls: int

    @staticmethod
    def resolve_reference_id(one: Suggestion) -> int:
        return one.reference.pk

    @staticmethod
    def resolve_client(one: Suggestion) -> str:
        return one.reference.client.name

    @staticmethod
    def resolve_contact(one: Suggestion) -> str:
        return one.reference.contact.name

    @staticmethod
    def resolve_owner(one: Suggestion) -> str | None:
        return one.reference.client.owner.name if one.reference.client.owner else None

    @staticmethod
    def resolve_points(one: Suggestion) -> int:
        return one.fit.points

    @staticmethod
    def resolve_reasons(one: Suggestion) -> list[str]:
        return list(one.fit.reasons)

    @staticmethod
    def resolve_calls(one: Suggestion) -> int:
        return one.reference.calls


class AskIn(Told):
    """With whom, and how: a client (also one to be), a sale, or both."""

    way: Way = "call"
    client: Pk | None = None
    deal: Pk | None = None


class SoughtIn(Schema):
    way: Way = "call"
    client: Pk | None = None
    deal: Pk | None = None


class VouchingOut(Schema):
    """One time somebody vouches for us."""

    id: int
    reference_id: int
    client_id: int
    client: str
    contact: str
    way: str
    whom: str
    prospect_id: int | None
    deal_id: int | None
    stage: str
    asked_by: str
    asked_at: datetime
    on: date
    why: str
    outcome: str
    line: str
    credited_on: date | None

    @staticmethod
    def resolve_client_id(one: Vouching) -> int:
        return one.reference.client_id

    @staticmethod
    def resolve_client(one: Vouching) -> str:
        return one.client.name

    @staticmethod
    def resolve_contact(one: Vouching) -> str:
        return one.reference.contact.name

    @staticmethod
    def resolve_asked_by(one: Vouching) -> str:
        return one.asked_by.name


class VouchingPage(Schema):
    rows: list[VouchingOut]
    next: Mark


class HeldIn(Told):
    """`on`: the day it was; null: today."""

    outcome: Literal["helped", "same", "hurt"]
    line: Line300 = ""
    on: date | None = None


class CreditIn(Told):
    """The sale that was won, where it is not known yet."""

    deal: Pk | None = None


class MoneyOut(Schema):
    amount: Decimal
    currency: str


class HelpedOut(Schema):
    """How many won sales references helped to close; of how many the amount is known, and what those came to, by currency."""

    deals: int
    known: int
    worth: list[MoneyOut]

    @staticmethod
    def resolve_worth(helped: Helped) -> list[Money]:
        return list(helped.worth)


def vouching_of(request: Request, pk: int) -> Vouching:
    return get_object_or_404(Vouching.objects.visible_to(request.user).for_rows(), pk=pk)


def need_of(request: Request, told: AskIn | SoughtIn) -> Need:
    clients, deals = Client.objects.visible_to(request.user), Deal.objects.visible_to(request.user)
    return Need(
        way=told.way,
        prospect=get_object_or_404(clients, pk=told.client) if told.client else None,
        deal=get_object_or_404(deals.select_related("client", "product"), pk=told.deal) if told.deal else None,
    )


@router.get("/referees", response=or_problem(list[RefereeOut]), operation_id="find_referees")
def referees(request: Request, told: Query[SoughtIn]) -> list[Suggestion]:
    """Who could vouch for us there today, the nearest first."""
    return Finding(request.user, need_of(request, told), request.today).fitting


@router.post("/references/{pk}/ask", response=or_problem(VouchingOut), operation_id="ask_for_reference")
def ask(request: Request, pk: Path[Pk], told: AskIn) -> Vouching:
    """Ask them to vouch for us with somebody. Refused (422) with the day from which on, and with others who fit."""
    found = Reference.objects.askable_by(request.user).select_related("client", "contact")
    one = get_object_or_404(found, pk=pk)
    return Vouching.ask(one, need_of(request, told), by=request.user, at=request.now)


@router.get("/vouchings", response=or_problem(VouchingPage), operation_id="list_vouchings")
def vouchings(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """What clients were asked to do for us, the newest first."""
    found = Vouching.objects.visible_to(request.user).for_rows()
    shown = page(found, by=("-asked_at", "-pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.get("/references-helped", response=or_problem(HelpedOut), operation_id="show_what_references_helped")
def helped(request: Request) -> Helped:
    """How many sales they helped to close, and what these came to. A sale two clients spoke for is one sale."""
    return Vouching.objects.visible_to(request.user).helped()


@router.get("/vouchings/{pk}", response=or_problem(VouchingOut), operation_id="show_vouching")
def vouching(request: Request, pk: Path[Pk]) -> Vouching:
    """One of them."""
    return vouching_of(request, pk)


@router.post("/vouchings/{pk}/accept", response=or_problem(VouchingOut), operation_id="accept_vouching")
def accept(request: Request, pk: Path[Pk]) -> Vouching:
    """They will."""
    one = get_object_or_404(Vouching.objects.answerable_by(request.user).for_rows(), pk=pk)
    one.agree(by=request.user, at=request.now)
    return one


@router.post("/vouchings/{pk}/decline", response=or_problem(VouchingOut), operation_id="decline_vouching")
def decline(request: Request, pk: Path[Pk], told: Why) -> Vouching:
    """It does not come about."""
    one = vouching_of(request, pk)
    one.decline(told.why, by=request.user, at=request.now)
    return one


@router.post("/vouchings/{pk}/hold", response=or_problem(VouchingOut), operation_id="hold_vouching")
def hold(request: Request, pk: Path[Pk], told: HeldIn) -> Vouching:
    """They did, and what came of it."""
    one = vouching_of(request, pk)
    one.hold(told.outcome, told.line, on=told.on, by=request.user, at=request.now)
    return one


@router.post("/vouchings/{pk}/credit", response=or_problem(VouchingOut), operation_id="credit_vouching")
def credit(request: Request, pk: Path[Pk], told: CreditIn) -> Vouching:
    """It helped to close a sale: once."""
    one = vouching_of(request, pk)
    deals = Deal.objects.visible_to(request.user)
    deal = get_object_or_404(deals.filter(client=one.prospect_id), pk=told.deal) if told.deal else None
    one.credit(deal, by=request.user, at=request.now)
    return one
