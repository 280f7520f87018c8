"""Pay for programs: the same verbs as on the pages. Rates and shares are from 0 to 1."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.rewards.models import Closing, Credit, Scheme
from wonback.rewards.models.credit import Kind
from wonback.rewards.scheme import Terms
from wonback.rewards.simulation import Row, Simulation
from wonback.team.answers import PLAIN, Mark, Paging, Pk, Told, or_problem
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["pay"])
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]
Months = Annotated[int, Field(ge=0, le=60)]


class SchemeIn(Told):
    """What might be paid. `whose`: whoever has the client on the day, or everybody of the year before, by days."""

    why: Annotated[str, Field(max_length=300, pattern=PLAIN)]
    retained_rate: Share = Decimal(0)
    retained_after_months: Months = 12
    renewed_rate: Share = Decimal(0)
    recovered_rate: Share = Decimal(0)
    referred_rate: Share = Decimal(0)
    return_share: Share = Decimal("0.5")
    stays_months: Annotated[int, Field(ge=1, le=60)] = 12
    whose: Literal["day", "split"] = "day"


class SchemeOut(Schema):
    """`from_month`: the first day of the first month it holds for; null: a draft."""

    id: int
    why: str
    retained_rate: Decimal
    retained_after_months: int
    renewed_rate: Decimal
    recovered_rate: Decimal
    referred_rate: Decimal
    return_share: Decimal
    stays_months: int
    whose: str
    from_month: date | None


class MonthIn(Told):
    """A month, by its first day."""

    month: date


class CreditOut(Schema):
    """One line of a closed month. `was` is what closed months had said of it before; not nothing: a correction."""

    id: int
    month: date
    person: str
    what: str
    kind: str
    part: str
    earned_on: date
    base: Decimal
    rate: Decimal
    days: int
    of_days: int
    was: Decimal
    amount: Decimal
    currency: str

    @staticmethod
    def resolve_month(credit: Credit) -> date:
        return credit.closing.month

    @staticmethod
    def resolve_person(credit: Credit) -> str:
        return credit.person.name


class CreditPage(Schema):
    rows: list[CreditOut]
    next: Mark


class RowOut(Schema):
    """What one person would have got in one currency; `today` by the scheme that holds."""

    person: str
    currency: str
    retained: Decimal
    renewed: Decimal
    recovered: Decimal
    referred: Decimal
    total: Decimal
    today: Decimal


class SimulationOut(Schema):
    """From `since` until before `until`. `unknown`: deeds that are not in it, because nobody has said what they pay."""

    since: date
    until: date
    unknown: int
    rows: list[RowOut]

    @staticmethod
    def resolve_rows(simulation: Simulation) -> list[dict[str, Any]]:
        return [as_told(row) for row in simulation.rows]


class ClosingOut(Schema):
    id: int
    month: date


class OfMonth(Paging):
    month: date | None = None


def as_told(row: Row) -> dict[str, Any]:
    sums = dict(zip(Kind.values, row.kinds, strict=True)) | {"total": row.total, "today": row.today}
    return {"person": row.person.name, "currency": row.currency, **sums}


def scheme_for(request: Request, pk: int) -> Scheme:
    return get_object_or_404(Scheme.objects.visible_to(request.user), pk=pk)


@router.get("/credits", response=or_problem(CreditPage), operation_id="list_credits")
def credits_(request: Request, told: Query[OfMonth]) -> dict[str, Any]:
    """What closed months paid: your own lines; a lead's also those of their people."""
    found = Credit.objects.visible_to(request.user).select_related("person", "closing")
    chosen = found.filter(closing__month=told.month) if told.month else found
    shown = page(chosen, by=("-earned_on", "-pk"), after=told.after, size=told.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.get("/schemes", response=or_problem(list[SchemeOut]), operation_id="list_schemes")
def schemes(request: Request) -> list[Scheme]:
    """What holds or held, and for leads the drafts; the newest first."""
    return list(Scheme.objects.visible_to(request.user).order_by("-pk")[:100])


@router.post("/schemes", response=or_problem(SchemeOut), operation_id="draft_scheme")
def draft(request: Request, told: SchemeIn) -> Scheme:
    """Write a draft: it pays nobody."""
    return Scheme.draft(Terms(**told.dict(exclude={"why"})), told.why, by=request.user, at=request.now)


@router.get("/schemes/{pk}/simulation", response=or_problem(SimulationOut), operation_id="simulate_scheme")
def simulation(request: Request, pk: Path[Pk]) -> Simulation:
    """What it would have paid your people in the twelve months that are over: for leads."""
    request.user.must(Right.LEAD)
    return Simulation(scheme_for(request, pk), request.user, request.today)


@router.post("/schemes/{pk}/put-in-force", response=or_problem(SchemeOut), operation_id="put_scheme_in_force")
def put_in_force(request: Request, pk: Path[Pk], told: MonthIn) -> Scheme:
    """From a month on it holds: for admins."""
    scheme = scheme_for(request, pk)
    scheme.put_in_force(told.month, by=request.user, at=request.now)
    return scheme


@router.post("/closings", response=or_problem(ClosingOut), operation_id="close_month")
def close(request: Request, told: MonthIn) -> Closing:
    """The statements of a month that is over stand from now on: for admins."""
    return Closing.close(told.month, by=request.user, at=request.now)
