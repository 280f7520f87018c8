"""Whom we may lose: clients below the alarm, or said to be leaving by a person."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from wonback.care.models import Health, Risk

WITH_A_PLAN = (Risk.Stage.PLANNED, Risk.Stage.SAVING)


def at_risk(clients: Any, *, alarm: int) -> QuerySet[Any]:
    """Clients we serve who are below the alarm or said to be leaving. Both are looked up by their numbers: few of many."""
    low = Health.objects.filter(value__lt=alarm).values("client")
    told = Risk.objects.open().values("client")
    return clients.active().filter(Q(pk__in=low) | Q(pk__in=told))  # type: ignore[no-any-return]  # a queryset


def without_a_plan(clients: QuerySet[Any]) -> QuerySet[Any]:
    return clients.exclude(pk__in=Risk.objects.filter(stage__in=WITH_A_PLAN).values("client"))


def in_stage(clients: QuerySet[Any], stage: str) -> QuerySet[Any]:
    return clients.filter(pk__in=Risk.objects.filter(stage=stage).values("client"))


def with_what_is_done(clients: QuerySet[Any]) -> QuerySet[Any]:
    """With health and its reasons, and with the risk that is open: its stage and since when, the plan and its day."""
    going = Risk.objects.open().filter(client=OuterRef("pk")).with_since()
    told = {"stage": "stage", "plan": "plan", "due_by": "due_by", "why": "why", "since": "stage_since", "key": "pk"}
    beside: dict[str, Any] = {f"risk_{name}": Subquery(going.values(column)[:1]) for name, column in told.items()}
    found: QuerySet[Any] = clients.annotate(
        **beside, health_value=F("health__value"), health_reasons=F("health__reasons")
    )
    return found
