"""What a number was on earlier days: the same question, asked of the facts known by then."""

from datetime import date, timedelta

import ibis
from django.core.cache import cache
from django.utils.translation import gettext as _

from wonback.figures.models import Figure
from wonback.figures.subjects import Subject
from wonback.figures.units import Unit
from wonback.metrics.definition import Metric
from wonback.metrics.engine import facts_of, rows
from wonback.metrics.facts import is_at_hand, root
from wonback.web.charts import Chart, Form, Point, Series

QUARTERS, QUARTER_DAYS = 8, 91
A_DAY = 24 * 3600
type Answer = tuple[date, str, float | None, float | None, float | None]


def over_time(metric: Metric, subject: Subject, figures: list[Figure], *, as_of: date) -> Chart | None:
    """The number at the end of each of the last eight quarters of a year, and today."""
    if not is_at_hand(as_of):
        return None
    key = f"earlier-{metric.key}-{(root() / str(as_of)).resolve().name}-{subject}"
    found: list[Answer] | None = cache.get(key)
    if found is None:
        found = answers(metric, subject, as_of=as_of)
        cache.set(key, found, A_DAY)
    currency = largest(figures)
    points = [Point(day, value, low, high) for day, money, value, low, high in found if money in {currency, ""}]
    if sum(point.value is not None for point in points) < 2:
        return None
    says = _("The same question, asked of what is on file today about each of these days.")
    form: Form = "share" if metric.unit == Unit.SHARE else "amount"
    series = [Series(str(metric.name), points)]
    return Chart(_("How it was before"), says, Unit(metric.unit).follow(currency), series, steps=_("Day"), form=form)


def largest(figures: list[Figure]) -> str:
    """The currency in which there is most."""
    return max(figures, key=lambda figure: figure.value or 0.0).currency if figures else ""


def answers(metric: Metric, subject: Subject, *, as_of: date) -> list[Answer]:
    days = [as_of - timedelta(days=QUARTER_DAYS * back) for back in range(QUARTERS, -1, -1)]
    with facts_of(as_of) as (con, facts):
        tables = [metric.table(facts, kind=subject.kind, as_of=day).mutate(day=ibis.literal(day)) for day in days]
        every = ibis.union(*tables)
        own = every.filter(every.subject == subject.pk)
        wanted = own.select("day", "currency", "value", "low", "high").order_by("day")
        return [tuple(row) for row in rows(con, wanted)]
