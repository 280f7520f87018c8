"""What the pages about numbers show: the catalogue, and one number of one subject with all that went into it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import ibis
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import wonback
from wonback.figures.models import Figure
from wonback.losses.models import Loss
from wonback.metrics.definition import Metric
from wonback.metrics.engine import facts_of, rows
from wonback.metrics.facts import SOURCES, SUBJECTS, Facts, is_at_hand
from wonback.metrics.models import Fit
from wonback.metrics.pictures import BESIDE, drawn
from wonback.metrics.register import METRICS
from wonback.metrics.subjects import Seen
from wonback.stats.returns import ENOUGH_ATTEMPTS, ENOUGH_DRAWN, uplift_is_measured
from wonback.team.policy import Right
from wonback.web.charts import Chart

ROWS_SHOWN = 50
THEMES = {
    "value": gettext_lazy("What clients are worth"),
    "outlook": gettext_lazy("What lies ahead"),
    "rhythm": gettext_lazy("Who has gone quiet"),
    "contact": gettext_lazy("Who hears from us"),
    "risk": gettext_lazy("Who may leave"),
    "renewal": gettext_lazy("Contracts that end"),
    "retention": gettext_lazy("Who stays"),
    "losses": gettext_lazy("What we lose, and win back"),
    "returns": gettext_lazy("Who may come back"),
}
COLUMN_NAMES = {
    "client": gettext_lazy("Client"),
    "bought_on": gettext_lazy("Day"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "reference": gettext_lazy("Reference"),
    "kind": gettext_lazy("Kind"),
    "lost_on": gettext_lazy("Lost on"),
    "worth": gettext_lazy("Worth"),
    "worth_known": gettext_lazy("Worth is"),
    "reason": gettext_lazy("Reason"),
    "opened_on": gettext_lazy("Known since"),
    "until": gettext_lazy("Ends on"),
    "chance": gettext_lazy("Chance"),
    "learned_from": gettext_lazy("Learned from"),
    "looked_on": gettext_lazy("Day"),
    "value": gettext_lazy("Health"),
    "known": gettext_lazy("Signs known"),
    "touched_on": gettext_lazy("Day"),
    "channel": gettext_lazy("How"),
    "reached": gettext_lazy("Reached"),
    "launched_on": gettext_lazy("Asked on"),
    "returned_on": gettext_lazy("Back on"),
    "called": gettext_lazy("Back if we call"),
    "alone": gettext_lazy("Back by themselves"),
    "attempts": gettext_lazy("Our attempts"),
}

KINDS = {"amount": "money", "worth": "money"} | dict.fromkeys(
    ("bought_on", "lost_on", "launched_on", "returned_on"), "day"
)
KINDS |= {"called": "share", "alone": "share"}
LEARNED = {"called", "alone", "attempts"}
# What our own attempts teach; n counts them.
OF_ATTEMPTS = {"chance_of_return", "return_alone", "value_of_attempt"}
OF_UPLIFT = {"chance_of_return", "value_of_attempt"}


def catalogue(seen: Seen) -> list[tuple[Promise, list[Metric]]]:
    """All metrics by theme; the figures of the subject are laid beside it in one query."""
    seen.with_figures(list(METRICS))
    by_theme = sorted(METRICS.values(), key=lambda metric: list(THEMES).index(theme_of(metric)))
    return [(THEMES[theme], list(metrics)) for theme, metrics in groupby(by_theme, key=theme_of)]


def theme_of(metric: Metric) -> str:
    return metric.expression.__module__.rsplit(".", 1)[-1]


class Cell(NamedTuple):
    """One value, and how it is written: as money, a day or text."""

    kind: str
    value: Any


@dataclass(frozen=True)
class Table:
    """Some of the rows that went in, and how many there are of them all."""

    heads: list[Cell]
    rows: list[list[Cell]]
    count: int
    start: int = 0

    @property
    def first(self) -> int:
        return self.start + 1

    @property
    def last(self) -> int:
        return self.start + len(self.rows)

    @property
    def next(self) -> int | None:
        """How many rows come before the next page; None on the last one."""
        return self.last if self.last < self.count else None


@dataclass(frozen=True)
class Explanation:
    """One number of one subject: all its page shows."""

    metric: Metric
    seen: Seen
    figures: list[Figure]
    as_of: date | None
    sql: str = ""
    table: Table | None = None
    charts: list[Chart] = field(default_factory=list)
    fit: Fit | None = None
    # Of our attempts, those that lot chose; only where what a call adds is part of the number.
    drawn: int | None = None

    @property
    def assumed(self) -> str:
        """That what a call adds is assumed, as long as it is."""
        if self.drawn is None or uplift_is_measured(self.drawn):
            return ""
        words = {"n": self.drawn, "enough": ENOUGH_DRAWN}
        return (
            _("What a call adds is assumed, not measured: lot chose %(n)d of the %(enough)d attempts it takes.") % words
        )

    @property
    def is_chance(self) -> bool:
        """Whether people should read it as so many in ten."""
        return self.metric.key in {"chance_of_return", "return_alone", "chance_of_purchase"}

    @property
    def has_past(self) -> bool:
        """Whether the facts can say what it was before: what a model believed on an earlier day is not kept."""
        return theme_of(self.metric) not in {"outlook", "returns"}

    @property
    def is_rule_of_thumb(self) -> bool:
        """Whether too few attempts of our own stand behind a chance of a return."""
        return self.metric.key in OF_ATTEMPTS and any(
            figure.value is not None and figure.n < ENOUGH_ATTEMPTS for figure in self.figures
        )

    @property
    def version(self) -> str:
        return wonback.version()

    @property
    def file(self) -> str:
        """Where the code of the formula stands."""
        code = self.metric.expression.__code__
        return f"{'/'.join(Path(code.co_filename).parts[-4:])}:{code.co_firstlineno}"

    @property
    def parts(self) -> list[Metric]:
        return [METRICS[key] for key in self.metric.parts]

    @property
    def direction(self) -> Promise:
        words = {"more": gettext_lazy("More is better."), "less": gettext_lazy("Less is better.")}
        return words.get(self.metric.direction, gettext_lazy("Neither more nor less is better."))


def explained(metric: Metric, seen: Seen, *, start: int = 0) -> Explanation:
    """The number with its rows and the query that made it, as long as the facts of its day are at hand."""
    figures = seen.with_figures([metric.key, *metric.parts]).figures[metric.key]
    as_of = figures[0].as_of if figures else Figure.objects.aggregate(day=Max("as_of"))["day"]
    known = any(figure.value is not None for figure in figures)
    by_lot = drawn_by(as_of) if metric.key in OF_UPLIFT and known and as_of else None
    bare = Explanation(metric=metric, seen=seen, figures=figures, as_of=as_of, drawn=by_lot)
    kind = seen.subject.kind
    if as_of is None or kind not in metric.kinds or not is_at_hand(as_of):
        return bare
    with facts_of(as_of) as (con, facts):
        sql = metric.sql(facts, kind=kind, as_of=as_of)
        table = shown(con, inputs(metric, seen, facts, as_of=as_of), start=start)
    names, whole = BESIDE.get(metric.key, ()), seen.opens_all
    charts = [chart for _name, chart in drawn(names, seen.subject, as_of=as_of, whole=whole)]
    return replace(bare, sql=sql, table=table, charts=charts, fit=fit_behind(metric, as_of=as_of))


def drawn_by(day: date) -> int:
    """How many of our attempts up to that day lot chose."""
    return Loss.objects.attempted(as_of=day).drawn_to_be_called().count()


def fit_behind(metric: Metric, *, as_of: date) -> Fit | None:
    """The fit of the night, where a model stands behind the number."""
    looks_ahead = theme_of(metric) == "outlook" and metric.key != "state"
    return Fit.objects.filter(as_of=as_of).first() if looks_ahead else None


def inputs(metric: Metric, seen: Seen, facts: Facts, *, as_of: date) -> ibis.Table:
    """The rows that went into a number of this subject, the newest first."""
    source = SOURCES[metric.rows]
    table: ibis.Table = getattr(facts.until(as_of), metric.rows)
    own = openable(table.filter(table[SUBJECTS[seen.subject.kind]] == seen.subject.pk), seen)
    names = facts.clients.select("client_id", client="name")
    named = own.left_join(names, "client_id").order_by(
        ibis.desc(source.day), *(name for name in ("purchase_id", "loss_id", "touch_id") if name in own.columns)
    )
    # On a client's own page every row would repeat their name.
    hidden = {"client"} if seen.subject.kind == "client" else set()
    hidden |= set() if theme_of(metric) == "returns" else LEARNED
    return named.select([name for name in COLUMN_NAMES if name in named.columns and name not in hidden])


def openable(own: ibis.Table, seen: Seen) -> ibis.Table:
    """Of the rows that count, those whoever looks may open: a loss goes with who holds it, all else with its team."""
    who = seen.viewer
    if who is None or who.may(Right.ADMINISTER):
        return own
    if "loss_id" in own.columns:
        losses = list(Loss.objects.visible_to(who).values_list("pk", flat=True))
        return own.semi_join(ibis.memtable({"loss_id": losses}, schema={"loss_id": "int64"}), "loss_id")
    if seen.opens_all:
        return own
    theirs = own.book_id.isnull() | (own.book_id == who.pk)
    return own.filter(theirs if who.team_id is None else theirs | (own.team_id == who.team_id))


def shown(con: Any, table: ibis.Table, *, start: int) -> Table:
    count = int(con.to_pyarrow(table.count()).as_py())
    kinds = [KINDS.get(name, "text") for name in table.columns]
    heads = [Cell(kind, COLUMN_NAMES[name]) for kind, name in zip(kinds, table.columns, strict=True)]
    lines = [
        [Cell(kind, value) for kind, value in zip(kinds, row, strict=True)]
        for row in rows(con, table.limit(ROWS_SHOWN, offset=start))
    ]
    return Table(heads, lines, count, start)


def lines(metric: Metric, seen: Seen, *, as_of: date) -> Iterator[list[str]]:
    """All rows that went in, as cells of a file; the engine stays open while they are fetched."""
    with facts_of(as_of) as (con, facts):
        table = inputs(metric, seen, facts, as_of=as_of)
        yield list(table.columns)
        for row in rows(con, table):
            yield [cell(value) for value in row]


def cell(value: object) -> str:
    """A value as a spreadsheet may read it, and never as a formula.

    >>> cell("=1+1"), cell(-5), cell(None)
    ("'=1+1", '-5', '')
    """
    if isinstance(value, str) and value.lstrip()[:1] in {"=", "+", "-", "@", "|", "%"}:
        return f"'{value}"
    return "" if value is None else str(value)
