"""A file of purchases, from the first look to one row a client: what `wonback value` does."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal
from wonback.metrics import engine
from wonback.metrics.base.cleaning import LeftOut, Reading, count
from wonback.metrics.base.estimate import Estimate, Plan, estimate
from wonback.metrics.base.scoring import as_written, scored, valued
from wonback.metrics.base.summary import order_days, summary
from wonback.metrics.base.warnings import months_of, warnings
from wonback.stats import CannotTell

Z_80 = 1.2816


class NoAnswer(Refusal):
    """The purchases cannot answer the question."""

    code = "no_answer"


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The base as a whole: how many clients are in which state, and what all of them will bring."""

    clients: int
    states: dict[str, int]
    purchases: float
    revenue: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Valuation:
    """Everything there is to tell about a file."""

    reading: Reading
    rows: int
    left_out: list[LeftOut]
    estimate: Estimate
    totals: Totals
    warnings: list[str]


def valuation(
    con: Any, reading: Reading, plan: dict[str, Any], *, out: Path | None, tell: Callable[[str], None]
) -> Valuation:
    """Read, clean, fit, back-test, score; write one row a client to `out`, all of it or nothing."""
    tell(_("Reading %(path)s") % {"path": reading.file.path})
    lines, left_out = count(con, reading)
    tell(_("%(n)s rows read; adding up days") % {"n": f"{lines:,}"})
    with engine.kept(con, order_days(purchases(con, reading))) as days:
        last = _demand_days(con, days, reading, left_out)
        as_of = reading.as_of or last
        found = _estimated(con, days, plan=Plan(as_of=as_of, **plan), tell=tell)
        tell(_("Scoring every kind of client once"))
        with engine.kept(con, _scores(con, days, found)) as each:
            totals = totals_of(con, each, found)
            if out:
                tell(_("Writing %(path)s") % {"path": out})
                write(con, as_written(each).order_by("client"), out)
        said = list(warnings(found, months_of(con, days, as_of=as_of), largest=_largest(con, days)))
    return Valuation(reading=reading, rows=lines, left_out=left_out, estimate=found, totals=totals, warnings=said)


def purchases(con: Any, reading: Reading) -> ibis.Table:
    marked = reading.marked(reading.file.table(con))
    return marked.filter(marked.why.isnull()).select("client", "day", "amount")


def _demand_days(con: Any, days: ibis.Table, reading: Reading, left_out: list[LeftOut]) -> date:
    """The last day with a purchase; refuse a base in which nothing can be seen."""
    [(first, last, rows)] = engine.rows(con, days.agg(first=days.day.min(), last=days.day.max(), rows=days.count()))
    if not rows:
        raise NoAnswer(
            _("Give a file with purchases: no row is left after cleaning. Left out: %(why)s.")
            % {"why": "; ".join(map(str, left_out))}
        )
    if first == last:
        raise NoAnswer(
            _("Bring purchases of more than one day: in column %(column)s all rows hold %(day)s, from row 2 on.")
            % {"column": reading.columns.day, "day": first}
        )
    found: date = last
    return found


def _estimated(con: Any, days: ibis.Table, *, plan: Plan, tell: Callable[[str], None]) -> Estimate:
    try:
        return estimate(con, days, plan=plan, tell=tell)
    except CannotTell as reason:
        raise NoAnswer(str(reason)) from reason


def _scores(con: Any, days: ibis.Table, found: Estimate) -> ibis.Table:
    base = found.today
    try:
        expected = found.expect(base.kinds)
    except CannotTell as reason:
        raise NoAnswer(str(reason)) from reason
    kinds = ibis.memtable(scored(base.kinds, expected, rate=base.rate, k=found.k))
    return valued(summary(days, as_of=found.plan.as_of), kinds, found.spending, margin=found.plan.margin)


def totals_of(con: Any, each: ibis.Table, found: Estimate) -> Totals:
    sums = each.group_by("state").agg(
        clients=each.count(),
        expected=each.expected.sum(),
        revenue=each.spent.sum(),
        value=each.value.sum(),
        variance=each.variance.sum(),
    )
    rows = list(engine.rows(con, sums.order_by("state")))
    clients, expected, revenue, value, variance = (sum(row[place] for row in rows) for place in range(1, 6))
    half = Z_80 * (variance + found.spread(value) ** 2) ** 0.5
    return Totals(
        clients=clients,
        states={state: count for state, count, *_rest in rows},
        purchases=expected,
        revenue=revenue,
        value=value,
        low=max(0.0, value - half),
        high=value + half,
    )


def _largest(con: Any, days: ibis.Table) -> tuple[str, float]:
    """The client with the most days with a purchase, and their share of all of them."""
    counts = days.group_by("client").agg(own=days.count())
    [(client, own)] = engine.rows(con, counts.order_by(ibis.desc("own"), "client").limit(1))
    [(whole, clients)] = engine.rows(con, counts.agg(whole=counts.own.sum(), clients=counts.count()))
    return str(client), own / whole if clients > 5 else 0.0


def write(con: Any, table: ibis.Table, out: Path) -> None:
    """One row a client as Parquet, or as CSV if the name says so. The name appears when all is written."""
    fresh = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        if out.suffix == ".csv":
            con.to_csv(table, fresh)
        else:
            con.to_parquet(table, fresh)
        fresh.replace(out)
    except OSError as error:
        raise Refusal(_("Choose another place for the scores: %(error)s.") % {"error": error}) from error
    finally:
        fresh.unlink(missing_ok=True)
