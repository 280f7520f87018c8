"""Rows as the tables will hold them, keys and all, in a file of their own until the database is locked for them.

What takes time in an import is done on the way into this file; out of it rows go into their tables as they are.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache, lru_cache
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, models
from pydantic_core import to_json

from wonback.intake import marks
from wonback.intake.comparing import Model
from wonback.intake.stage import Body, insert, opened

AT_ONCE = 5_000
# Rows that are taken over at once, before anybody is told how far it is.
SPAN = 5_000
Row = tuple[Any, ...]
Span = tuple[int, int]


def stored(value: Any) -> Any:
    """A value as both databases take it in plain SQL."""
    if isinstance(value, dict | list):
        return to_json(value).decode()
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, time):
        return connection.ops.adapt_timefield_value(value)
    return moment(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=1_000)
def moment(value: datetime) -> Any:
    """Nearly all rows of an import bear the same moment."""
    return connection.ops.adapt_datetimefield_value(value)


@cache
def fields_of(model: Model) -> tuple["models.Field[Any, Any]", ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@dataclass(frozen=True)
class Shape:
    """What rows of one table say, if they say it under these names: their columns, and which of their values are not written as they are."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
    special: tuple[int, ...]

    def cells(self, key: int, sheet: int | None, row: Body) -> list[Any]:
        cells = [key, sheet, *[row[name] for name in self.names]]
        for place in self.special:
            cells[place] = written(cells[place])
        return cells


def is_special(field: "models.Field[Any, Any]") -> bool:
    """Whether the values of a column are not written as they are."""
    return isinstance(field, models.JSONField | models.DateTimeField | models.TimeField | models.UUIDField)


# Once a table and what is said of it, not once a row.
@cache
def shape_of(model: Model, said: tuple[str, ...]) -> Shape:
    fields = {field.attname: field for field in fields_of(model)}
    names = tuple(name for name in said if name in fields)
    special = (place for place, name in enumerate(names, 2) if is_special(fields[name]))
    return Shape(names, tuple(str(fields[name].column) for name in names), tuple(special))


def written(value: Any) -> Any:
    # COPY takes a moment as text, with its zone.
    is_moment = isinstance(value, datetime | time) and connection.vendor == "postgresql"
    return value.isoformat() if is_moment else stored(value)


@dataclass
class Ready:
    """`beat` is told how many rows went in."""

    folder: Path
    beat: Callable[[int], None] = lambda _rows: None
    file: sqlite3.Connection = field(init=False)
    is_beside: bool = False

    def __post_init__(self) -> None:
        self.path.unlink(missing_ok=True)
        self.file = opened(self.path)

    @property
    def path(self) -> Path:
        return self.folder / "ready.sqlite3"

    def fill(self, kind: str, model: Model, rows: Iterable[tuple[int, int | None, Body]]) -> None:
        """Take rows of one kind, as key, sheet and what they say; what they do not say is what the table holds usually."""
        self._begin(kind, model)
        for some in batched(rows, AT_ONCE):
            alike: dict[tuple[str, ...], list[tuple[int, int | None, Body]]] = defaultdict(list)
            for key, sheet, row in some:
                alike[tuple(row)].append((key, sheet, row))
            for said, found in alike.items():
                shape = shape_of(model, said)
                names = ", ".join(f'"{name}"' for name in ("id", "sheet", *shape.columns))
                places = ", ".join("?" * (len(shape.columns) + 2))
                statement = f'INSERT INTO "{kind}" ({names}) VALUES ({places})'  # noqa: S608  # names of our own
                insert(self.file, statement, (shape.cells(*row) for row in found))
            self.beat(len(some))

    def _begin(self, kind: str, model: Model) -> None:
        # On SQLite the same types as in the database, so that a value is here what it will be there.
        columns = ["id INTEGER PRIMARY KEY", "sheet INTEGER"]
        for one in fields_of(model):
            of = one.db_type(connection) if connection.vendor == "sqlite" else ""
            columns.append(f'"{one.column}" {of} DEFAULT {self._usual(one)}')
        self.file.execute(f'CREATE TABLE IF NOT EXISTS "{kind}" ({", ".join(columns)})')

    def _usual(self, field: "models.Field[Any, Any]") -> str:
        """What a column holds if nobody says otherwise, as SQL writes it."""
        return str(self.file.execute("SELECT quote(?)", [written(field.get_default())]).fetchone()[0])

    def kinds(self) -> list[str]:
        return [name for (name,) in self.file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Meanwhile SQLite reads it as if it were its own. Within somebody's transaction, which could not let it go again, it does not."""
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("ATTACH DATABASE %s AS ready", [str(self.path)])
            self.is_beside = True
            try:
                yield
            finally:
                self.is_beside = False
                cursor.execute("DETACH DATABASE ready")

    def spans(self, kind: str) -> Iterator[Span]:
        """From which to which key, so many at a time."""
        first, last = self.file.execute(f'SELECT min(id), max(id) FROM "{kind}"').fetchone()  # noqa: S608  # a name of our own
        if first is not None:
            yield from ((begin, begin + SPAN - 1) for begin in range(first, last + 1, SPAN))

    def rows(self, kind: str, model: Model, span: Span) -> Iterator[Row]:
        """What goes into the table, the key first, by key."""
        names = ", ".join(["id", *(f'"{one.column}"' for one in fields_of(model))])
        return self._between(kind, names, span)

    def origins(self, kind: str, span: Span) -> Iterator[tuple[int, int | None]]:
        """Key and sheet of each row, by key."""
        return self._between(kind, "id, sheet", span)

    def states(self, kind: str, model: Model, span: Span) -> Iterator[tuple[int, int | None, int]]:
        """On SQLite, where a value is here what it will be there: key, sheet and state of each row, by key."""
        told = marks.in_one([f'"{name}"' for name in marks.watched(model)])
        found = self._between(kind, f"id, sheet, {told}", span)
        return ((key, sheet, marks.mark(state)) for key, sheet, state in found)

    def furthest(self, kind: str, columns: Sequence[str], span: Span) -> int:
        """The last key of its own kind to which a row refers; 0 if none does."""
        told = ", ".join(f'coalesce(max("{name}"), 0)' for name in columns)
        return int(max(*next(self._between(kind, told, span, by="1")), 0))

    def _between(self, kind: str, what: str, span: Span, *, by: str = "id") -> Iterator[Any]:
        statement = f'SELECT {what} FROM "{kind}" WHERE id BETWEEN ? AND ? ORDER BY {by}'  # noqa: S608  # names of our own
        return self.file.execute(statement, span)

    def close(self) -> None:
        self.file.close()
        self.path.unlink(missing_ok=True)
