"""What the pages about numbers show: the catalogue, and one number of one subject with all that went into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import ibis
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

import wonback
from wonback.figures.models import Figure
from wonback.metrics.definition import Metric
from wonback.metrics.engine import facts_of, rows
from wonback.metrics.facts import SOURCES, SUBJECTS, Facts, is_at_hand
from wonback.metrics.register import METRICS
from wonback.metrics.subjects import Seen

ROWS_SHOWN = 50
THEMES = {
    "value": gettext_lazy("What clients are worth"),
    "rhythm": gettext_lazy("Who has gone quiet"),
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
    "launched_on": gettext_lazy("Asked on"),
    "returned_on": gettext_lazy("Back on"),
}

KINDS = {"amount": "money", "worth": "money"} | dict.fromkeys(
    ("bought_on", "lost_on", "launched_on", "returned_on"), "day"
)


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


@dataclass(frozen=True)
class Explanation:
    """One number of one subject: all its page shows."""

    metric: Metric
    seen: Seen
    figures: list[Figure]
    as_of: date | None
    sql: str = ""
    table: Table | None = None

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


def explained(metric: Metric, seen: Seen) -> Explanation:
    """The number with its rows and the query that made it, as long as the facts of its day are at hand."""
    figures = seen.with_figures([metric.key, *metric.parts]).figures[metric.key]
    as_of = figures[0].as_of if figures else Figure.objects.aggregate(day=Max("as_of"))["day"]
    bare = Explanation(metric=metric, seen=seen, figures=figures, as_of=as_of)
    kind = seen.subject.kind
    if as_of is None or kind not in metric.kinds or not is_at_hand(as_of):
        return bare
    with facts_of(as_of) as (con, facts):
        sql = metric.sql(facts, kind=kind, as_of=as_of)
        table = shown(con, inputs(metric, seen, facts, as_of=as_of))
    return Explanation(metric=metric, seen=seen, figures=figures, as_of=as_of, sql=sql, table=table)


def inputs(metric: Metric, seen: Seen, facts: Facts, *, as_of: date) -> ibis.Table:
    """The rows that went into a number of this subject, the newest first."""
    source = SOURCES[metric.rows]
    table: ibis.Table = getattr(facts.until(as_of), metric.rows)
    own = table.filter(table[SUBJECTS[seen.subject.kind]] == seen.subject.pk)
    names = facts.clients.select("client_id", client="name")
    named = own.left_join(names, "client_id").order_by(ibis.desc(source.day))
    # On a client's own page every row would repeat their name.
    hidden = {"client"} if seen.subject.kind == "client" else set()
    return named.select([name for name in COLUMN_NAMES if name in named.columns and name not in hidden])


def shown(con: Any, table: ibis.Table) -> Table:
    count = int(con.to_pyarrow(table.count()).as_py())
    kinds = [KINDS.get(name, "text") for name in table.columns]
    heads = [Cell(kind, COLUMN_NAMES[name]) for kind, name in zip(kinds, table.columns, strict=True)]
    lines = [
        [Cell(kind, value) for kind, value in zip(kinds, row, strict=True)]
        for row in rows(con, table.limit(ROWS_SHOWN))
    ]
    return Table(heads, lines, count)


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
