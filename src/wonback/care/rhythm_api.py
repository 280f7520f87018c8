"""Rhythms and quieter seasons, for programs: the same verbs as on the pages."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.care.api import Days, TouchOut, client_for
from wonback.care.models import Cadence, QuietSeason, Touch
from wonback.care.models.quiet_season import Quiet
from wonback.care.rhythm_page import RhythmPage, TierRow
from wonback.care.rhythms import renew
from wonback.clients.models import Client
from wonback.team.answers import PLAIN, Pk, Told, or_problem
from wonback.team.request import Request

router = Router(tags=["care"])
Tier = Literal["A", "B", "C"]


class SeasonOut(Schema):
    id: int
    client_id: int | None
    tier: str
    since: date
    until: date
    slower: int
    every_year: bool
    why: str
    kept_by: str

    @staticmethod
    def resolve_kept_by(season: QuietSeason) -> str:
        return season.kept_by.name


class TierOut(Schema):
    """The rhythm of one size, and how many of your book are in time, due, and beyond the most."""

    tier: str
    ideal_days: int
    maximum_days: int
    in_time: int
    due: int
    beyond: int

    @staticmethod
    def resolve_ideal_days(row: TierRow) -> int:
        return row.cadence.ideal_days

    @staticmethod
    def resolve_maximum_days(row: TierRow) -> int:
        return row.cadence.maximum_days


class RhythmsOut(Schema):
    tiers: list[TierOut]
    seasons: list[SeasonOut]


class TierIn(Told):
    tier: Tier
    ideal_days: Days
    maximum_days: Days


class SeasonIn(Told):
    """Days from `first` to `last`. `slower`: 0 not at all, 1 as always, 2 half as often, 3 a third."""

    first: date
    last: date
    slower: Annotated[int, Field(ge=0, le=3)] = 0
    every_year: bool = False
    why: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]

    def quiet(self) -> Quiet:
        until = min(self.last, date.max - timedelta(days=1)) + timedelta(days=1)
        return Quiet(self.first, until, self.slower, self.every_year, self.why)


class SeasonOfTierIn(SeasonIn):
    tier: Tier


@router.get("/rhythms", response=or_problem(RhythmsOut), operation_id="list_rhythms")
def rhythms(request: Request) -> dict[str, Any]:
    """How often each size should hear from us, when less, and how well your book is kept to it."""
    page = RhythmPage(request.user, request.today)
    return {"tiers": page.tiers, "seasons": page.seasons}


@router.put("/rhythms", response=or_problem(RhythmsOut), operation_id="set_rhythm_of_tier")
def agree(request: Request, told: TierIn) -> dict[str, Any]:
    """Say how often all clients of one size should hear from us: a lead's to say."""
    Cadence.agree_for_all(**told.dict(), by=request.user, at=request.now)
    renew(Client.objects.filter(tier=told.tier), as_of=request.today)
    return rhythms(request)


@router.post("/seasons", response=or_problem(SeasonOut), operation_id="keep_season_of_tier")
def keep_for_all(request: Request, told: SeasonOfTierIn) -> QuietSeason:
    """Let all clients of one size hear less from us for a while: a lead's to say."""
    season = QuietSeason.keep_for_all(told.tier, told.quiet(), by=request.user, at=request.now)
    renew(Client.objects.filter(tier=told.tier), as_of=request.today)
    return season


@router.post("/clients/{pk}/seasons", response=or_problem(SeasonOut), operation_id="keep_season")
def keep(request: Request, pk: Path[Pk], told: SeasonIn) -> QuietSeason:
    """Let one client hear less from us for a while."""
    client = client_for(request, pk)
    season = QuietSeason.keep(client, told.quiet(), by=request.user, at=request.now)
    renew(Client.objects.filter(pk=client.pk), as_of=request.today)
    return season


@router.get("/clients/{pk}/seasons", response=or_problem(list[SeasonOut]), operation_id="list_seasons")
def seasons(request: Request, pk: Path[Pk]) -> list[QuietSeason]:
    """The quieter seasons that hold for a client: of their size, and their own."""
    return list(QuietSeason.objects.that_hold_for(client_for(request, pk)).select_related("kept_by"))


@router.post("/seasons/{pk}/end", response=or_problem(SeasonOut), operation_id="end_season")
def end(request: Request, pk: Path[Pk]) -> QuietSeason:
    """From now on they hear from us as always."""
    kept = QuietSeason.objects.visible_to(request.user).select_related("client", "kept_by")
    season = get_object_or_404(kept, pk=pk)
    season.end(by=request.user, at=request.now)
    whose = {"pk": season.client_id} if season.client_id else {"tier": season.tier}
    renew(Client.objects.filter(**whose), as_of=request.today)
    return season


@router.post("/touches/{pk}/came-back", response=or_problem(TouchOut), operation_id="note_touch_came_back")
def came_back(request: Request, pk: Path[Pk]) -> Touch:
    """What was sent came back: it was no touch."""
    touch = get_object_or_404(Touch.objects.visible_to(request.user).select_related("client", "by"), pk=pk)
    touch.come_back(by=request.user, at=request.now)
    return touch
