"""Rows as the tables will hold them, keys and all, in a file of their own until the database is locked for them.

What takes time in an import is done on the way into this file; out of it rows go into their tables as they are.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, models

from wonback.intake import marks
from wonback.intake.comparing import Model
from wonback.intake.stage import Body, insert, opened

AT_ONCE = 5_000
Row = tuple[Any, ...]


def stored(value: Any) -> Any:
    """A value as both databases take it in plain SQL."""
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, time):
        return connection.ops.adapt_timefield_value(value)
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


@cache
def fields_of(model: Model) -> tuple["models.Field[Any, Any]", ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def special(model: Model) -> tuple[int, ...]:
    """The places of the columns whose values are not written as they are."""
    kinds = (models.JSONField, models.DateTimeField, models.TimeField, models.UUIDField)
    return tuple(place for place, field in enumerate(fields_of(model)) if isinstance(field, kinds))


@cache
def usual(model: Model) -> tuple[tuple[str, Any], ...]:
    """Each column with what it holds if nobody says otherwise."""
    return tuple((field.attname, field.get_default()) for field in fields_of(model))


def cells_of(model: Model, row: Body) -> list[Any]:
    """A row as its table takes it."""
    cells = [row.get(name, default) for name, default in usual(model)]
    for place in special(model):
        cells[place] = written(cells[place])
    return cells


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

    def __post_init__(self) -> None:
        self.path.unlink(missing_ok=True)
        self.file = opened(self.path)

    @property
    def path(self) -> Path:
        return self.folder / "ready.sqlite3"

    def fill(self, kind: str, model: Model, rows: Iterable[tuple[int, int | None, Body]]) -> None:
        """Take rows of one kind, as key, sheet and what each column holds."""
        # On SQLite the same types as in the database, so that a value is here what it will be there.
        types = {
            one.column: one.db_type(connection) if connection.vendor == "sqlite" else "" for one in fields_of(model)
        }
        columns = ", ".join(f'"{name}" {kind_of}' for name, kind_of in types.items())
        self.file.execute(f'CREATE TABLE IF NOT EXISTS "{kind}" (id INTEGER PRIMARY KEY, sheet INTEGER, {columns})')
        statement = f'INSERT INTO "{kind}" VALUES ({", ".join("?" * (len(types) + 2))})'  # noqa: S608  # a name of our own
        for some in batched(((key, sheet, *cells_of(model, row)) for key, sheet, row in rows), AT_ONCE):
            insert(self.file, statement, some)
            self.beat(len(some))

    def kinds(self) -> list[str]:
        return [name for (name,) in self.file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def rows(self, kind: str, model: Model) -> Iterator[Row]:
        """What goes into the table, the key first, by key."""
        names = ", ".join(f'"{one.column}"' for one in fields_of(model))
        return self.file.execute(f'SELECT id, {names} FROM "{kind}" ORDER BY id')  # noqa: S608  # names of our own

    def origins(self, kind: str) -> Iterator[tuple[int, int | None]]:
        """Key and sheet of each row, by key."""
        return self.file.execute(f'SELECT id, sheet FROM "{kind}" ORDER BY id')  # noqa: S608  # a name of our own

    def states(self, kind: str, model: Model) -> Iterator[tuple[int, int | None, int]]:
        """On SQLite, where a value is here what it will be there: key, sheet and state of each row, by key."""
        names = ", ".join(f'"{name}"' for name in marks.watched(model))
        found = self.file.execute(f'SELECT id, sheet, {names} FROM "{kind}" ORDER BY id')  # noqa: S608  # names of our own
        return ((key, sheet, marks.mark(values)) for key, sheet, *values in found)

    def close(self) -> None:
        self.file.close()
        self.path.unlink(missing_ok=True)
