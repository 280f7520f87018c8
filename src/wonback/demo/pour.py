"""Many rows into one table, past the ORM: the fastest way each database has."""

import contextlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import batched
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

BATCH = 20_000
Row = Sequence[Any]


def pour(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows of plain values, ready for the database, into these columns of a model's table."""
    quoted = [connection.ops.quote_name(name) for name in columns]
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(quoted)})"
    if connection.vendor == "postgresql":
        copy(into, rows)
    else:
        insert(into, len(quoted), rows)


def copy(into: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def insert(into: str, width: int, rows: Iterable[Row]) -> None:
    statement = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * width)})"  # noqa: S608  # our own names, quoted
    with connection.cursor() as cursor:
        for batch in batched(rows, BATCH, strict=False):
            cursor.executemany(statement, batch)


def first_free(model: type[models.Model]) -> int:
    """The first key after those in use."""
    return int(model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def count_on(*kinds: type[models.Model]) -> None:
    """Let the database go on counting after the keys that were given by hand."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kinds)):
            cursor.execute(statement)


@contextlib.contextmanager
def hurried() -> Iterator[None]:
    """Write without waiting for the disk: what is made here can be made again."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA cache_size=-200000")
    yield
    # A new connection has the settings of every other one.
    connection.close()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


# How a value is written for both databases.
READY: dict[type, Callable[[Any], Any]] = {
    datetime: moment,
    date: date.isoformat,
    Decimal: str,
    uuid.UUID: lambda key: key.hex,
    dict: lambda facts: json.dumps(facts, ensure_ascii=False),
}


def ready(value: Any) -> Any:
    write = READY.get(type(value))
    return write(value) if write else value
