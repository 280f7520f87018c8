"""The day and the search, for programs."""

from datetime import date, time
from typing import Annotated, Any, Literal

from ninja import Router, Schema
from pydantic import Field

from wonback.desk.risks import Risks, Row
from wonback.desk.search import search as found_for
from wonback.desk.telling import told
from wonback.desk.today import today_of
from wonback.team.answers import PLAIN, Told, or_problem
from wonback.team.request import Request

router = Router(tags=["desk"])


class LineOut(Schema):
    """One client and why now. `later` lines are due too, but your minutes do not suffice for them."""

    client: str
    client_id: int
    minutes: int
    why_now: str
    overdue_days: int
    kind: Literal[
        "promise",
        "concern",
        "renewal",
        "risk",
        "defence",
        "expansion",
        "touch",
        "first",
        "plan",
        "hand_out",
        "step",
        "check",
        "door",
    ]
    later: bool


class TodayOut(Schema):
    as_of: date
    minutes: int
    lines: list[LineOut]
    later_count: int
    put_off_count: int
    next_day: date
    next_count: int


class FoundClient(Schema):
    id: int
    name: str
    owner: str | None
    standing: str


class FoundPerson(Schema):
    id: int
    name: str
    email: str
    client: str
    client_id: int


class FoundOut(Schema):
    clients: list[FoundClient]
    people: list[FoundPerson]
    there_is_more: bool


class MorningIn(Told):
    """At which time of your own clock your day comes by mail; without a time it never does."""

    at: time | None = None
    time_zone: Annotated[str, Field(max_length=40, pattern=PLAIN)]


class MorningOut(Schema):
    at: time | None
    time_zone: str


@router.get("/my-morning", response=or_problem(MorningOut), operation_id="read_my_morning")
def my_morning(request: Request) -> dict[str, Any]:
    """When your day comes by mail."""
    return {"at": request.user.morning_at, "time_zone": request.user.zone.key}


@router.put("/my-morning", response=or_problem(MorningOut), operation_id="choose_my_morning")
def choose_my_morning(request: Request, told: MorningIn) -> dict[str, Any]:
    """Choose when your day comes by mail, or that it never does."""
    request.user.choose_morning(told.at, zone=told.time_zone)
    return my_morning(request)


@router.get("/today", response=or_problem(TodayOut), operation_id="read_today")
def today(request: Request, as_of: date | None = None) -> dict[str, Any]:
    """Whom you call today, and why each of them now."""
    day = today_of(request.user, as_of=as_of or request.today)
    return {
        "as_of": day.as_of,
        "minutes": day.minutes,
        "lines": told(day, everything=True),
        "later_count": day.later_count,
        "put_off_count": len(day.put_off),
        "next_day": day.next_day,
        "next_count": day.next_count,
    }


class RiskRowOut(Schema):
    """A client who may leave: health from 0 to 100 (100 is healthy), and what is done about it."""

    client_id: int
    client: str
    risk_id: int | None
    health: int | None
    reason: str
    stage: str
    days_in_stage: int | None
    plan: str
    due_by: date | None

    @staticmethod
    def resolve_client_id(row: Row) -> int:
        return int(row.client.pk)

    @staticmethod
    def resolve_client(row: Row) -> str:
        return str(row.client.name)

    @staticmethod
    def resolve_risk_id(row: Row) -> int | None:
        return row.client.risk_key  # type: ignore[no-any-return]  # an annotation

    @staticmethod
    def resolve_stage(row: Row) -> str:
        return str(row.client.risk_stage or "")

    @staticmethod
    def resolve_plan(row: Row) -> str:
        return row.next_step


@router.get("/risks", response=or_problem(list[RiskRowOut]), operation_id="list_risks")
def risks(request: Request, only: Literal["", "without", "planned", "saving"] = "") -> list[Row]:
    """Clients of your book who may leave, where most is at stake first."""
    return Risks(request.user, request.today, only).rows


@router.get("/search", response=or_problem(FoundOut), operation_id="search")
def search(request: Request, q: Annotated[str, Field(max_length=100, pattern=PLAIN)]) -> dict[str, Any]:
    """Clients by the beginning of any word of their name, people by the beginning of their e-mail address."""
    found = found_for(q, request.user, as_of=request.today)
    return {
        "clients": [
            {
                "id": row.client.pk,
                "name": row.client.name,
                "owner": row.client.owner.name if row.client.owner else None,
                "standing": row.client.standing,
            }
            for row in found.rows
        ],
        "people": [
            {"id": one.pk, "name": one.name, "email": one.email, "client": one.client.name, "client_id": one.client_id}
            for one in found.people
        ],
        "there_is_more": found.there_is_more,
    }
