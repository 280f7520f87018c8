"""The planner for programs: the heat map, a fair fill, and moving one touch."""

from datetime import date
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.care.models import PlannedTouch
from wonback.clients.models import Client
from wonback.desk.planner import Filling
from wonback.desk.planner_page import Board
from wonback.post.models import Feed
from wonback.team.answers import PLAIN, Mark, Paging, Pk, Told, or_problem
from wonback.team.models import Holiday
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page

router = Router(tags=["planner"])


class WeekOut(Schema):
    monday: date
    minutes: int
    room: int


class RowOut(Schema):
    """One person's weeks: how many minutes are planned of those there are."""

    person_id: int
    person: str
    weeks: list[WeekOut]


class BoardOut(Schema):
    as_of: date
    planned: int
    late: int
    rows: list[RowOut]


class PlannedOut(Schema):
    """One planned touch. `due_by` is the last day inside the client's maximum; `by_hand` ones the planner leaves alone."""

    id: int
    client_id: int
    client: str
    person: str
    day: date
    due_by: date
    minutes: int
    channel: Literal["call", "visit"]
    by_hand: bool

    @staticmethod
    def resolve_client(planned: PlannedTouch) -> str:
        return planned.client.name

    @staticmethod
    def resolve_person(planned: PlannedTouch) -> str:
        return (planned.client.owner or planned.person).name

    @staticmethod
    def resolve_by_hand(planned: PlannedTouch) -> bool:
        return planned.moved_by_id is not None


class PlannedPage(Schema):
    rows: list[PlannedOut]
    next: Mark


class FilledOut(Schema):
    """How much was planned, and the clients for whose next touch no week had room."""

    planned: int
    late: int
    without: list[int]


class MoveIn(Told):
    day: date


class PlanIn(MoveIn):
    channel: Literal["call", "visit"] = "call"


class HolidayIn(Told):
    on: date
    name: Annotated[str, Field(min_length=1, max_length=80, pattern=PLAIN)]


class HolidayOut(Schema):
    id: int
    on: date
    name: str


@router.get("/planner", response=or_problem(BoardOut), operation_id="show_planner")
def board(request: Request) -> dict[str, Any]:
    """Thirteen weeks, person by person, as far as you see them."""
    shown = Board(request.user, request.today, {})
    rows = [
        {
            "person_id": row.person.pk,
            "person": row.person.name,
            "weeks": [{"monday": one.monday, "minutes": one.minutes, "room": one.room} for one in row.cells],
        }
        for row in shown.rows()
    ]
    return {"as_of": request.today, "rows": rows, **shown.counts()}


@router.get("/planner/touches", response=or_problem(PlannedPage), operation_id="list_planned_touches")
def touches(request: Request, paging: Query[Paging]) -> dict[str, Any]:
    """What is planned from today, by day."""
    rows = PlannedTouch.objects.open().visible_to(request.user).filter(day__gte=request.today)
    rows = rows.filter(client__standing="active").select_related("client__owner", "person")
    shown = page(rows, by=("day", "pk"), after=paging.after, size=paging.limit)
    return {"rows": shown.rows, "next": shown.next}


@router.post("/planner/fill", response=or_problem(FilledOut), operation_id="fill_planner")
def fill(request: Request) -> dict[str, Any]:
    """Fill the quarter fairly: yours, or your team's. What people moved stays."""
    done = Filling.of(request.user, as_of=request.today).run()
    return {"planned": len(done.puts), "late": sum(put.is_late for put in done.puts), "without": done.without}


@router.post("/planned-touches/{pk}/move", response=or_problem(PlannedOut), operation_id="move_planned_touch")
def move(request: Request, pk: Path[Pk], told: MoveIn) -> PlannedTouch:
    """Put one touch on another day; there it stays."""
    planned = planned_for(request, pk)
    planned.move(told.day, by=request.user, at=request.now)
    return planned


@router.post("/planned-touches/{pk}/let-go", response=or_problem(PlannedOut), operation_id="let_planned_touch_go")
def let_go(request: Request, pk: Path[Pk]) -> PlannedTouch:
    """Let the planner decide again where it stands."""
    planned = planned_for(request, pk)
    planned.let_go(by=request.user)
    return planned


@router.post("/clients/{pk}/planned-touches", response=or_problem(PlannedOut), operation_id="plan_touch")
def plan(request: Request, pk: Path[Pk], told: PlanIn) -> PlannedTouch:
    """Plan one touch by hand."""
    client = get_object_or_404(Client.objects.active().visible_to(request.user), pk=pk)
    return PlannedTouch.plan(client, told.day, channel=told.channel, by=request.user, at=request.now)


@router.get("/holidays", response=or_problem(list[HolidayOut]), operation_id="list_holidays")
def holidays(request: Request) -> list[Holiday]:
    """The days on which nobody works, from today."""
    return list(Holiday.objects.filter(on__gte=request.today).order_by("on"))


@router.post("/holidays", response=or_problem(HolidayOut), operation_id="keep_holiday")
def keep_holiday(request: Request, told: HolidayIn) -> Holiday:
    """The whole company rests on that day."""
    return Holiday.keep(told.on, told.name, by=request.user)


@router.post("/holidays/{pk}/cancel", response=or_problem(HolidayOut), operation_id="cancel_holiday")
def cancel_holiday(request: Request, pk: Path[Pk]) -> HolidayOut:
    """We work on that day after all."""
    holiday = get_object_or_404(Holiday, pk=pk)
    ended = HolidayOut.from_orm(holiday)
    holiday.cancel(by=request.user)
    return ended


class FeedOut(Schema):
    """The private address for your calendar; null while you have made none."""

    address: str | None


@router.get("/calendar-feed", response=or_problem(FeedOut), operation_id="show_feed")
def feed(request: Request) -> dict[str, Any]:
    """Where your calendar reads what is planned."""
    mine = Feed.objects.filter(user=request.user).first()
    return {"address": mine.address if mine else None}


@router.post("/calendar-feed/renew", response=or_problem(FeedOut), operation_id="renew_feed")
def renew_feed(request: Request) -> dict[str, Any]:
    """Make an address, in the place of the one there was."""
    request.user.must(Right.WORK)
    return {"address": Feed.renew(request.user, at=request.now).address}


def planned_for(request: Request, pk: int) -> PlannedTouch:
    rows = PlannedTouch.objects.open().visible_to(request.user).select_related("client__owner", "person")
    return get_object_or_404(rows, pk=pk)
