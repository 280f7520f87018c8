"""Whom we may lose: clients below the alarm, or said to be leaving by a person."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from wonback.care.models import Risk


def at_risk(clients: Any, *, alarm: int) -> QuerySet[Any]:
    """Clients we serve who are below the alarm or said to be leaving, with what is done about it."""
    going = Risk.objects.open().filter(client=OuterRef("pk")).with_since()
    told = {"stage": "stage", "plan": "plan", "due_by": "due_by", "why": "why", "since": "stage_since", "key": "pk"}
    beside = {f"risk_{name}": Subquery(going.values(column)[:1]) for name, column in told.items()}
    health = {"health_value": F("health__value"), "health_reasons": F("health__reasons")}
    found = clients.active().annotate(**beside, **health)
    return found.filter(Q(risk_stage__isnull=False) | Q(health__value__lt=alarm))  # type: ignore[no-any-return]  # a queryset
