"""What a reader should know before believing a number: seasons, dominance, little history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
from django.utils.translation import gettext as _

from wonback.metrics import engine
from wonback.metrics.base.backtest import RULE
from wonback.metrics.base.estimate import HORIZONS_BEHIND, SHORTEST, Estimate

# Such a peak, against the best month before, is a season that the model has never seen.
PEAK = 1.2
DOMINANT = 0.2
FEW = 300
WHOLE_MONTH = 28


@dataclass(frozen=True)
class Months:
    """Days with a purchase by calendar month, a day of the month; only months that are known whole."""

    rates: dict[date, float]

    def best(self, *, since: date, until: date) -> tuple[date, float] | None:
        inside = {month: rate for month, rate in self.rates.items() if since <= month < until}
        return max(inside.items(), key=lambda one: one[1]) if inside else None


def months_of(con: Any, days: ibis.Table, *, as_of: date) -> Months:
    known = days.filter(days.day <= as_of)
    month = known.day.cast("timestamp").truncate("M").cast("date")
    counts = known.group_by(month=month).agg(purchases=known.count(), first=known.day.min(), last=known.day.max())
    return Months(
        {
            month: count / ((last - first).days + 1)
            for month, count, first, last in sorted(engine.rows(con, counts))
            if (last - first).days + 1 >= WHOLE_MONTH - 4
        }
    )


def warnings(found: Estimate, months: Months, *, largest: tuple[str, float]) -> Iterator[str]:
    """Sentences, the weightiest first."""
    yield from found.refused.values() if found.champion == RULE and not found.bases else ()
    if found.today.clients < FEW:
        yield _("Only %(n)d clients: what other firms taught us joins in, and bands are wide.") % {
            "n": found.today.clients
        }
    yield from _of_history(found)
    yield from _of_season(found, months)
    name, share = largest
    if share > DOMINANT:
        yield _("%(client)s brings %(share)d %% of all days with a purchase: leave them out if they are no client.") % {
            "client": name,
            "share": share * 100,
        }
    if found.check and found.check.family == "log-normal":
        yield str(found.check)


def _of_history(found: Estimate) -> Iterator[str]:
    if not found.bases:
        yield _("No back-test: it takes %(n)d weeks of purchases at least.") % {"n": HORIZONS_BEHIND * SHORTEST // 7}
    elif found.bases[-1].horizon < found.plan.horizon:
        yield _(
            "The back-test looks %(tested)d weeks ahead, the numbers %(asked)d: the history is too short for more."
        ) % {"tested": found.bases[-1].horizon // 7, "asked": found.plan.horizon // 7}


def _of_season(found: Estimate, months: Months) -> Iterator[str]:
    """A peak in what was held out that had not been there before."""
    if not found.bases:
        return
    cut = found.bases[-1].day
    before = months.best(since=date.min, until=cut.replace(day=1))
    held_out = months.best(since=cut.replace(day=1), until=found.plan.as_of + timedelta(days=1))
    if before and held_out and held_out[1] > PEAK * before[1]:
        yield _(
            "A season lies in the hold-out: %(month)s brought %(times).1f times as many purchases a day as the best month "
            "before. The model knows no seasons; after a peak it expects too much."
        ) % {"month": held_out[0].strftime("%Y-%m"), "times": held_out[1] / before[1]}
