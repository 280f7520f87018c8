"""Clients who may leave, the most that is at stake first: worth times risk, with the reason, the stage and what is next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wonback.care.models import Risk, Weighing
from wonback.care.reasons import Reason
from wonback.clients.models import Client
from wonback.core.money import Money
from wonback.desk.at_risk import at_risk, in_stage, with_what_is_done, without_a_plan
from wonback.desk.book import with_revenue
from wonback.team.models import User
from wonback.team.request import Request

SHOWN = 100
# Of whose health nobody knows, somebody said that they may leave: as likely as not.
UNKNOWN_RISK = 0.5
ONLY = ("without", "planned", "saving")


@dataclass(frozen=True, slots=True)
class Row:
    """One client who may leave."""

    client: Any
    as_of: date

    @property
    def health(self) -> int | None:
        value = self.client.health_value
        return None if value is None else round(value)

    @property
    def reason(self) -> str:
        """What somebody said, else the strongest sign."""
        if self.client.risk_why:
            return str(self.client.risk_why)
        kept = self.client.health_reasons or []
        return Reason.of(kept[0]).sentence if kept else ""

    @property
    def stage(self) -> str:
        return str(Risk.Stage(self.client.risk_stage).label) if self.client.risk_stage else ""

    @property
    def days_in_stage(self) -> int | None:
        since = self.client.risk_since
        return max(0, (self.as_of - timezone.localdate(since)).days) if since else None

    @property
    def next_step(self) -> str:
        return str(self.client.risk_plan or "")

    @property
    def due_by(self) -> date | None:
        return self.client.risk_due_by  # type: ignore[no-any-return]  # an annotation

    @property
    def is_late(self) -> bool:
        return self.due_by is not None and self.due_by < self.as_of

    @property
    def worth(self) -> Money | None:
        revenue = self.client.revenue
        return None if revenue is None else Money(Decimal(round(revenue)), self.client.currency)


@dataclass(frozen=True)
class Risks:
    """Those of one book who may leave: below the alarm, or said so by a person."""

    user: User
    as_of: date
    only: str = ""

    @cached_property
    def alarm(self) -> int:
        return Weighing.current().alarm_below

    @property
    def all(self) -> QuerySet[Any]:
        return at_risk(Client.objects.in_book_of(self.user), alarm=self.alarm)

    @cached_property
    def rows(self) -> list[Row]:
        found = self.all
        if self.only == "without":
            found = without_a_plan(found)
        elif self.only:
            found = in_stage(found, self.only)
        return [Row(client, self.as_of) for client in ranked(found)[:SHOWN]]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many there are in all, and in which stage; in one query."""
        stages = (Risk.Stage.PLANNED, Risk.Stage.SAVING)
        planned, saving = (Q(pk__in=Risk.objects.filter(stage=stage).values("client")) for stage in stages)
        return self.all.aggregate(
            all=Count("pk"),
            without=Count("pk", filter=~planned & ~saving),
            planned=Count("pk", filter=planned),
            saving=Count("pk", filter=saving),
        )


def ranked(clients: Any) -> QuerySet[Any]:
    """By what is at stake: what they buy in a year, times how far they are from healthy. Who brings nobody knows what, comes after."""
    chance = Case(
        When(health_value__isnull=False, then=(100.0 - F("health_value")) / 100.0),
        default=Value(UNKNOWN_RISK),
        output_field=FloatField(),
    )
    beside: Any = with_what_is_done(clients)
    rows = with_revenue(beside).annotate(stake=F("revenue") * chance)
    return rows.order_by(F("stake").desc(nulls_last=True), F("health_value").asc(nulls_last=True), "pk")


@login_required
@require_safe
def risks(request: Request) -> HttpResponse:
    """Who may leave, and what we do about it."""
    only = request.GET.get("only", "")
    it = Risks(request.user, request.today, only if only in ONLY else "")
    return render(request, "desk/risks.html", {"it": it})
