"""Asks every registered question about everybody, and lays the answers down as figures."""

from datetime import date
from typing import Any

from wonback.figures.models import Figure
from wonback.figures.store import Row, store
from wonback.metrics.definition import METRICS, Metric
from wonback.metrics.engine import facts_of, rows, rows_of_query
from wonback.metrics.facts import Facts


def everything(*, as_of: date) -> int:
    """Compute all figures for that day; return how many. Done again, it changes nothing."""
    with facts_of(as_of) as (con, facts):
        count = sum(
            answers(con, facts, metric=metric, kind=kind, as_of=as_of)
            for metric in METRICS.values()
            for kind in metric.kinds
        )
    Figure.objects.exclude(metric__in=list(METRICS)).delete()
    return count


def answers(con: Any, facts: Facts, *, metric: Metric, kind: str, as_of: date) -> int:
    """One number about everyone of one kind."""
    if con.name == "duckdb":
        found = rows_of_query(con, metric.sql(facts.open_all(), kind=kind, as_of=as_of))
    else:
        found = rows(con, metric.table(facts, kind=kind, as_of=as_of))
    return store((metric.key, kind, as_of, metric.unit.value), (Row(*row) for row in found))
