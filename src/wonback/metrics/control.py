"""Too many losses? A control chart of clients lost, month by month."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import ibis
import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wonback.metrics.asked import Asked
from wonback.metrics.engine import rows
from wonback.stats import CannotTell
from wonback.stats.control import Chart as Control
from wonback.stats.control import p_chart
from wonback.web.charts import Chart, Point, Series
from wonback.web.numerals import percent

MONTHS = 24
# A run that ended longer ago is history.
RECENT = 3


def control(asked: Asked) -> Chart | None:
    """Clients lost a month, of those we had, with the limits that chance keeps to (a p-chart)."""
    found = list(rows(asked.con, losses_by_month(asked)))
    months, clients, lost = zip(*found, strict=True) if found else ((), (), ())
    try:
        chart = p_chart(np.minimum(lost, clients), clients)
    except CannotTell:
        return None
    n = zip(lost, clients, strict=True)
    notes = [_("%(lost)d of %(clients)d") % {"lost": gone, "clients": there} for gone, there in n]
    rates = [Point(*each[:2], note=each[2]) for each in zip(months, told(chart.rate), notes, strict=True)]
    limits = [Point(month, edge) for month, edge in zip(months, told(chart.high), strict=True)]
    outside = [point for point, out in zip(rates, chart.outside, strict=True) if out]
    series = [
        Series(_("Lost a month"), rates),
        Series(_("Chance ends here"), limits, "grey", "step", dashed=True),
        *([Series(_("Beyond chance"), outside, "clay", "point")] if outside else []),
    ]
    usual = percent(Decimal(str(chart.centre)), places=1)
    says = f"{judged(asked, chart, rates)} {_('Usual is %(usual)s a month.') % {'usual': usual}}"
    return Chart(_("Too many losses?"), says, "", series, steps=_("Month"), form="share")


def told(column: Any) -> list[float | None]:
    """A column without what is not a number."""
    return [None if np.isnan(value) else float(value) for value in column]


def judged(asked: Asked, chart: Control, rates: list[Point]) -> str:
    """Whether it is time to review how we keep clients."""
    beyond = [point for point, high in zip(rates, chart.high, strict=True) if (point.value or 0) > high]
    if beyond and beyond[-1] in rates[-RECENT:]:
        month, note = day_of(beyond[-1]), beyond[-1].note
        words = {"month": date_format(month, "F Y"), "lost": note, "reason": main_reason(asked, month)}
        return (
            _(
                "In %(month)s more left than chance explains, %(lost)s; most often: %(reason)s. Time to review how you keep clients."
            )
            % words
        )
    if chart.shifted[-RECENT:].any():
        return _("Eight months in a row lie on one side of the usual: something has changed for good.")
    if beyond:
        words = {"month": date_format(day_of(beyond[-1]), "F Y"), "lost": beyond[-1].note}
        return _("Chance explains every month since %(month)s, when %(lost)s left.") % words
    return _("Every month lies within what chance explains.")


def main_reason(asked: Asked, month: Any) -> str:
    losses = asked.own(asked.facts.losses)
    then = losses.filter(losses.kind == "client", losses.lost_on >= month, losses.lost_on < following(month))
    found = rows(asked.con, then.group_by("reason").agg(n=then.count()).order_by(ibis.desc("n"), "reason").limit(1))
    return str(next(found, (_("unknown"),))[0])


def losses_by_month(asked: Asked) -> ibis.Table:
    """Each of the last 24 whole months: who was a client on its first day, and who of them left."""
    spells = asked.own(asked.facts.spells).select("client_id", "started_on", "ended_on")
    losses = asked.own(asked.facts.losses)
    gone = losses.filter(losses.kind == "client").select("client_id", "lost_on")
    months = ibis.memtable([{"month": month, "next_month": following(month)} for month in whole_months(asked.as_of)])
    begun = spells.started_on.isnull() | (spells.started_on <= months.month)
    there = months.inner_join(spells, [begun, spells.ended_on.isnull() | (spells.ended_on >= months.month)])
    counts = there.group_by("month").agg(clients=there.client_id.nunique())
    left = months.inner_join(gone, [gone.lost_on >= months.month, gone.lost_on < months.next_month])
    lost = left.group_by("month").agg(lost=left.client_id.nunique())
    both = counts.left_join(lost, "month").drop("month_right")
    return both.select("month", "clients", lost=both.lost.coalesce(0)).order_by("month")


def whole_months(day: date) -> list[date]:
    """The first days of the last 24 whole months."""
    last = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - MONTHS, last)]


def following(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def day_of(point: Point) -> date:
    """The month of a point of this chart: its steps are days."""
    return cast("date", point.at)
