"""From rows as they lie in a file to purchases: what is left out is counted and told, what cannot be read is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import ibis
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from wonback.core.errors import Refusal
from wonback.metrics import engine
from wonback.metrics.base.columns import Columns
from wonback.metrics.base.days import Writing, writing_of
from wonback.metrics.base.files import File, telling
from wonback.metrics.base.numbers import Notation, notation_of

PLACE = "place of the row"
FLOATED = r"^\d+\.0$"

LEFT_OUT: dict[str, Promise] = {
    "no_client": gettext_lazy("without a client"),
    "no_day": gettext_lazy("without a day"),
    "no_amount": gettext_lazy("without an amount"),
    "cancelled": gettext_lazy("cancelled, by a document that begins with C"),
    "returned": gettext_lazy("returns and credit notes, with an amount below 0"),
    "free": gettext_lazy("given away, with an amount of 0"),
    "later": gettext_lazy("after the day asked about"),
}
UNREADABLE: dict[str, Promise] = {
    "amount": gettext_lazy("Correct row %(row)d, column %(column)s: “%(text)s” is no number."),
    "day": gettext_lazy(
        "Correct row %(row)d, column %(column)s: “%(text)s” is no day written like the others (%(writing)s)."
    ),
    "future": gettext_lazy("Correct row %(row)d, column %(column)s: %(text)s lies in the future."),
    "currency": gettext_lazy(
        "Give one currency at a time: row %(row)d, column %(column)s holds “%(text)s”, others hold something else."
    ),
}


class Unreadable(Refusal):
    """A cell of the file says nothing that can be understood."""

    code = "unreadable_cell"


@dataclass(frozen=True)
class LeftOut:
    """Rows that are no purchases: why, how many, and where the first one is."""

    why: str
    count: int
    row: int
    column: str

    def __str__(self) -> str:
        told = ngettext(
            "%(count)s row %(why)s (row %(row)s, column %(column)s)",
            "%(count)s rows %(why)s (the first is row %(row)s, column %(column)s)",
            self.count,
        )
        return told % {
            "count": f"{self.count:,}",
            "why": LEFT_OUT[self.why],
            "row": f"{self.row:,}",
            "column": self.column,
        }


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One file, its columns, how it writes days and numbers, and up to which day it is read."""

    file: File
    columns: Columns
    writing: Writing | None
    notations: dict[str, Notation]
    currency: str
    today: date
    as_of: date | None

    def marked(self, raw: ibis.Table, *, keep: Iterable[str] = ()) -> ibis.Table:
        """Each row with client, day and amount; `why` it is no purchase, or which cell is in the `way`."""
        kept = {f"kept_{name}": raw[name] for name in keep}
        client, day, amount = self._client(raw), self._day(raw), self._amount(raw)
        day_given, amount_given = _given(raw[self.columns.day]), self._amount_given(raw)
        table = raw.select(
            client=client,
            day=day,
            amount=amount,
            is_cancelled=self._cancelled(raw),
            day_given=day_given,
            amount_given=amount_given,
            odd=self._odd_currency(raw),
            **kept,
        )
        both = table.mutate(why=self._why(table), way=self._way(table))
        return both.select("client", "day", "amount", "why", "way", *kept)

    def _why(self, table: ibis.Table) -> ibis.Value:
        later = ibis.literal(False) if self.as_of is None else table.day > self.as_of  # noqa: FBT003  # a column of it
        return ibis.cases(
            (table.client.isnull(), "no_client"),
            (~table.day_given, "no_day"),
            (~table.amount_given, "no_amount"),
            (table.is_cancelled, "cancelled"),
            (table.amount < 0, "returned"),
            (table.amount == 0, "free"),
            (later, "later"),
            else_=None,
        )

    def _way(self, table: ibis.Table) -> ibis.Value:
        unread = table.amount.isnull() | table.amount.isnan() | table.amount.isinf()
        return ibis.cases(
            (table.amount_given & unread, "amount"),
            (table.day_given & table.day.isnull(), "day"),
            (table.day > self.today, "future"),
            (table.odd, "currency"),
            else_=None,
        )

    def _client(self, raw: ibis.Table) -> ibis.Value:
        text = raw[self.columns.client].cast("string").strip()
        known = self.file.sample.get(self.columns.client, [])
        if any(name.endswith(".0") for name in known):
            # Not by a reference to a group, which every engine writes in its own way.
            text = ibis.ifelse(text.re_search(FLOATED), text.substr(0, text.length() - 2), text)
        return ibis.ifelse(text.lower().isin(["", "nan", "null", "none", "na", "n/a"]), None, text)

    def _day(self, raw: ibis.Table) -> ibis.Value:
        column = raw[self.columns.day]
        return self.writing.parse(column.strip()) if self.writing else column.cast("date")

    def _amount(self, raw: ibis.Table) -> ibis.Value:
        first, *others = (self._number(raw, name) for name in self.columns.amount)
        return first * others[0] if others else first

    def _number(self, raw: ibis.Table, name: str) -> ibis.Value:
        notation = self.notations.get(name)
        return notation.parse(raw[name].strip()) if notation else raw[name].cast("float64")

    def _amount_given(self, raw: ibis.Table) -> ibis.Value:
        first, *others = (_given(raw[name]) for name in self.columns.amount)
        return first & others[0] if others else first

    def _cancelled(self, raw: ibis.Table) -> ibis.Value:
        if not self.columns.document or not raw[self.columns.document].type().is_string():
            return ibis.literal(False)  # noqa: FBT003  # a column of it
        return raw[self.columns.document].re_search(r"^[Cc]\d").fill_null(False)  # noqa: FBT003  # as above

    def _odd_currency(self, raw: ibis.Table) -> ibis.Value:
        if not self.currency:
            return ibis.literal(False)  # noqa: FBT003  # a column of it
        text = raw[self.columns.currency].strip()
        return (text != self.currency) & (text != "")


def _given(column: ibis.Value) -> ibis.Value:
    return column.notnull() & (column.strip() != "") if column.type().is_string() else column.notnull()


def reading_of(file: File, columns: Columns, *, today: date, as_of: date | None) -> Reading:
    """How to read the file, from its first rows."""
    texts = file.sample
    currencies = [text.strip() for text in texts.get(columns.currency, []) if text.strip()]
    return Reading(
        file=file,
        columns=columns,
        writing=writing_of(texts[columns.day], column=columns.day) if columns.day in texts else None,
        notations={name: notation_of(texts[name]) for name in columns.amount if name in texts},
        currency=currencies[0] if currencies else "",
        today=today,
        as_of=as_of,
    )


def count(con: Any, reading: Reading) -> tuple[int, list[LeftOut]]:
    """How many rows there are, and which are left out; refuse the file if a cell cannot be read."""
    marked = reading.marked(reading.file.table(con))
    with telling():
        found = list(engine.rows(con, marked.group_by("way", "why").agg(rows=marked.count())))
    ways = {way for way, _why, _count in found if way}
    if ways:
        raise Unreadable(*sorted(_sentence(reading, way) for way in ways))
    left = [(why, count) for _way, why, count in found if why]
    order = list(LEFT_OUT)
    return sum(rows for *_, rows in found), [
        LeftOut(why, rows, *_place(reading, "why", why)[:2])
        for why, rows in sorted(left, key=lambda one: order.index(one[0]))
    ]


class Place(NamedTuple):
    row: int
    column: str
    text: str


def _sentence(reading: Reading, way: str) -> str:
    writing = reading.writing.says if reading.writing else "2011-12-31"
    return str(UNREADABLE[way]) % (_place(reading, "way", way)._asdict() | {"writing": writing})


def _columns_of(reading: Reading, mark: str) -> list[str]:
    """The columns in which it shows."""
    columns = reading.columns
    if mark in {"no_day", "later", "day", "future"}:
        return [columns.day]
    shown = {"no_client": columns.client, "cancelled": columns.document, "currency": columns.currency}.get(mark)
    return [shown] if shown else list(columns.amount)


def _place(reading: Reading, mark: str, value: str) -> Place:
    """Where the first such cell is. A file has an order in DuckDB, whichever engine does the rest."""
    names = _columns_of(reading, value)
    with engine.duckdb() as con, telling():
        raw = reading.file.table(con).mutate(**{PLACE: ibis.row_number() + 1})
        marked = reading.marked(raw, keep=[PLACE, *names])
        [(position, *cells)] = engine.rows(
            con, marked.filter(marked[mark] == value).select(*(f"kept_{name}" for name in (PLACE, *names))).limit(1)
        )
    worst = max(range(len(names)), key=lambda place: _oddness(cells[place]))
    return Place(reading.file.row(position), names[worst], "" if cells[worst] is None else str(cells[worst]))


def _oddness(cell: object) -> int:
    """Of two factors the one in the way: rather no number than below 0, rather that than any other."""
    try:
        return 1 if float(str(cell)) <= 0 else 0
    except ValueError:
        return 2
