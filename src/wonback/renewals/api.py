"""Renewals for programs: the same verbs as on the pages."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.losses.models import Story
from wonback.renewals.models import Renewal
from wonback.team.answers import PLAIN, Mark, Paging, Pk, Seen, Sentence, Told, or_problem
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["renewals"])
Said = Literal["renews", "unsure", "leaves"]


class RenewalOut(Schema):
    """A contract that ends, in three views. `chance` is null while too few renewals are known; `chance_n` says of how many."""

    id: int
    client_id: int
    client: str
    contract_id: int
    until: date
    notice_by: date | None
    amount_per_year: Decimal | None
    currency: str
    chance: float | None
    chance_low: float | None
    chance_high: float | None
    chance_n: int
    automated: str
    rep_view: str
    rep_mark: str
    final_view: str
    final_mark: str
    disagreements: list[str]
    outcome: str
    loss_id: int | None
    # What the file of the contract says of it besides: header and cell.
    besides: dict[str, str]

    @staticmethod
    def resolve_besides(renewal: Renewal) -> dict[str, str]:
        return dict(renewal.contract.more)

    @staticmethod
    def resolve_rep_mark(renewal: Renewal) -> str:
        return renewal.rep_seen

    @staticmethod
    def resolve_final_mark(renewal: Renewal) -> str:
        return renewal.final_seen

    @staticmethod
    def resolve_client_id(renewal: Renewal) -> int:
        return renewal.contract.client_id

    @staticmethod
    def resolve_client(renewal: Renewal) -> str:
        return renewal.contract.client.name

    @staticmethod
    def resolve_amount_per_year(renewal: Renewal) -> Decimal | None:
        return renewal.contract.amount_per_year

    @staticmethod
    def resolve_currency(renewal: Renewal) -> str:
        return renewal.contract.currency


class RenewalPage(Schema):
    rows: list[RenewalOut]
    next: Mark


class ViewIn(Told):
    view: Said
    why: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""
    seen: Seen = ""


class RenewIn(Told):
    until: date
    amount_per_year: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] | None = None
    notice_days: Annotated[int, Field(ge=0, le=1000)] | None = None


class LoseIn(Told):
    """`reason` is the key of a reason; `kind` says whether the client goes or a part of it."""

    reason: Annotated[str, Field(max_length=60, pattern=PLAIN)]
    kind: Literal["client", "part"] = "client"
    words: Sentence = ""


def renewal_for(request: Request, pk: int) -> Renewal:
    found = Renewal.objects.visible_to(request.user).select_related("contract__client__owner")
    return get_object_or_404(found, pk=pk)


@router.get("/renewals", response=or_problem(RenewalPage), operation_id="list_renewals")
def renewals(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """Open renewals, the next first."""
    found = Renewal.objects.open().visible_to(request.user).for_cards()
    shown = page(found, by=("contract__until", "pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.get("/renewals/{pk}", response=or_problem(RenewalOut), operation_id="show_renewal")
def renewal(request: Request, pk: Path[Pk]) -> Renewal:
    """One renewal."""
    return renewal_for(request, pk)


@router.post("/renewals/{pk}/expect", response=or_problem(RenewalOut), operation_id="expect_renewal")
def expect(request: Request, pk: Path[Pk], told: ViewIn) -> Renewal:
    """The rep's view."""
    one = renewal_for(request, pk)
    one.expect(told.view, told.why, seen=told.seen, by=request.user, at=request.now)
    return one


@router.post("/renewals/{pk}/count-on", response=or_problem(RenewalOut), operation_id="count_on_renewal")
def count_on(request: Request, pk: Path[Pk], told: ViewIn) -> Renewal:
    """What we count on: a lead decides."""
    one = renewal_for(request, pk)
    one.count_on(told.view, told.why, seen=told.seen, by=request.user, at=request.now)
    return one


@router.post("/renewals/{pk}/renew", response=or_problem(RenewalOut), operation_id="renew_contract")
def renew(request: Request, pk: Path[Pk], told: RenewIn) -> Renewal:
    """They stay: the contract that follows begins where this one ends."""
    one = renewal_for(request, pk)
    one.renew(**told.dict(), by=request.user, at=request.now)
    return one


@router.post("/renewals/{pk}/lose", response=or_problem(RenewalOut), operation_id="lose_renewal")
def lose(request: Request, pk: Path[Pk], told: LoseIn) -> Renewal:
    """They leave with the end of the contract: a loss with its reason."""
    one = renewal_for(request, pk)
    one.lose(Story(lost_on=one.until, **told.dict()), by=request.user, at=request.now)
    return one
