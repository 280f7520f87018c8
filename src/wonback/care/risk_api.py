"""Health and risk, for programs: the same verbs as on the pages, and what other systems know of clients."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.care.api import What, client_for
from wonback.care.models import Reading, Risk, Weighing
from wonback.care.risk_page import BackTestPage, HealthPage, SignRow
from wonback.stats.effect import Rate
from wonback.stats.health import Warned
from wonback.team.answers import PLAIN, Pk, Told, or_problem
from wonback.team.request import Request

router = Router(tags=["care"])
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=PLAIN)]
Kind = Literal["usage", "tickets", "late"]


class RiskOut(Schema):
    id: int
    client_id: int
    stage: str
    opened_on: date
    owner: str | None
    why: str
    plan: str
    due_by: date
    ended_on: date | None

    @staticmethod
    def resolve_owner(risk: Risk) -> str | None:
        return risk.owner.name if risk.owner else None


class SignOut(Schema):
    """One sign: how strong from 0 to 1 (null: unknown), how many points it takes, and what it rests on."""

    sign: str
    strength: float | None
    weight: float
    points: float
    because: str
    address: str

    @staticmethod
    def resolve_points(row: SignRow) -> float:
        return row.reason.points if row.reason else 0.0

    @staticmethod
    def resolve_because(row: SignRow) -> str:
        return row.reason.sentence if row.reason else ""


class HealthOut(Schema):
    """From 0 to 100, 100 is healthy; null where fewer than three signs are known."""

    client_id: int
    as_of: date
    value: int | None
    known: int
    signs: list[SignOut]
    risk: RiskOut | None


class SeeIn(Told):
    why: Line


class PlanIn(Told):
    what: What
    due_by: date


class WordsIn(Told):
    words: Line


class ReadingIn(Told):
    """One number of one day; told again, the newer number counts."""

    kind: Kind
    value: Annotated[float, Field(ge=0, le=1e12)]
    on: date | None = None
    source: Annotated[str, Field(max_length=60, pattern=PLAIN)] = ""


class ReadingOut(Schema):
    id: int
    client_id: int
    kind: str
    on: date
    value: float
    source: str


class WeightsOut(Schema):
    weights: dict[str, int]
    alarm_below: int
    why: str
    set_at: datetime | None


class WeightsIn(Told):
    weights: dict[str, Annotated[int, Field(ge=0, le=10)]]
    alarm_below: Annotated[int, Field(ge=1, le=100)]
    why: Line


class RateOut(Schema):
    some: int
    n: int
    value: float | None
    low: float | None
    high: float | None


class TestOut(Schema):
    """How right a warning below the alarm was on days in the past: shares with 80 % bands, and the base rate."""

    as_of: date
    days: list[date]
    clients: int
    warned: int
    false_alarms: int
    missed: int
    warned_of_left: RateOut
    left_of_warned: RateOut
    base: RateOut
    ranking: float | None


@router.get("/clients/{pk}/health", response=or_problem(HealthOut), operation_id="get_health")
def health(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """How a client is, with every sign."""
    page = HealthPage(client_for(request, pk), request.user, request.today)
    facts = {"client_id": page.client.pk, "as_of": page.as_of, "value": page.value, "known": page.known}
    return {**facts, "signs": page.rows, "risk": page.risk}


@router.post("/clients/{pk}/risks", response=or_problem(RiskOut), operation_id="see_risk")
def see(request: Request, pk: Path[Pk], told: SeeIn) -> Risk:
    """Say that a client may leave, whatever the numbers say."""
    return Risk.see(client_for(request, pk), told.why, by=request.user, at=request.now)


def risk_for(request: Request, pk: int) -> Risk:
    return get_object_or_404(Risk.objects.visible_to(request.user).select_related("client", "owner"), pk=pk)


@router.post("/risks/{pk}/plan", response=or_problem(RiskOut), operation_id="plan_risk")
def plan(request: Request, pk: Path[Pk], told: PlanIn) -> Risk:
    """What we will do so that they stay, and by when."""
    risk = risk_for(request, pk)
    risk.make_plan(told.what, told.due_by, by=request.user, at=request.now)
    return risk


@router.post("/risks/{pk}/begin", response=or_problem(RiskOut), operation_id="begin_saving")
def begin(request: Request, pk: Path[Pk], told: WordsIn) -> Risk:
    """The first step is taken."""
    risk = risk_for(request, pk)
    risk.begin(told.words, by=request.user, at=request.now)
    return risk


@router.post("/risks/{pk}/save", response=or_problem(RiskOut), operation_id="save_client")
def save(request: Request, pk: Path[Pk], told: WordsIn) -> Risk:
    """They stay, and how we know."""
    risk = risk_for(request, pk)
    risk.save_them(told.words, by=request.user, at=request.now)
    return risk


@router.get("/clients/{pk}/readings", response=or_problem(list[ReadingOut]), operation_id="list_readings")
def readings(request: Request, pk: Path[Pk]) -> list[Reading]:
    """What other systems said of a client, the newest first."""
    return list(client_for(request, pk).readings.newest()[:200])


@router.post("/clients/{pk}/readings", response=or_problem(ReadingOut), operation_id="note_reading")
def note(request: Request, pk: Path[Pk], told: ReadingIn) -> Reading:
    """How much they use, how many tickets are open, or how late they paid, on one day."""
    on = told.on or request.today
    client, source = client_for(request, pk), told.source
    return Reading.note(client, told.kind, told.value, on=on, source=source, by=request.user, at=request.now)


@router.get("/risk-weights", response=or_problem(WeightsOut), operation_id="get_risk_weights")
def weights(request: Request) -> Weighing:
    """What each sign counts for now."""
    return Weighing.current()


@router.put("/risk-weights", response=or_problem(WeightsOut), operation_id="set_risk_weights")
def weigh(request: Request, told: WeightsIn) -> Weighing:
    """Let the signs count so from tonight on: a lead's to say."""
    below, why = told.alarm_below, told.why
    return Weighing.set(told.weights, alarm_below=below, why=why, by=request.user, at=request.now)


@router.get("/risk-back-test", response=or_problem(TestOut), operation_id="get_risk_back_test")
def back_test(request: Request) -> dict[str, Any]:
    """How right the score would have been on days in the past, as the signs are weighed now."""
    page = BackTestPage(request.user, request.today, {})
    found: Warned = page.now.warned
    rates: dict[str, Rate] = {name: getattr(found, name) for name in ("warned_of_left", "left_of_warned", "base")}
    plain = {name: getattr(found, name) for name in ("clients", "warned", "false_alarms", "missed", "ranking")}
    return {"as_of": page.past.as_of, "days": page.past.days, **plain, **rates}
