"""The state of a row as a number, to see later whether it is still what an import wrote.

Worked out from what the database holds, by the database on PostgreSQL, and here from the same values on SQLite; so no value is
translated on the way, and a million rows take seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType

from django.db import connection, models

from wonback.intake.comparing import Model, columns

# What Wonback itself writes later, so that it tells nothing about whether a person changed a row.
VOLATILE = {"last_touch_on", "touch_by", "touch_latest_by", "name_key", "rank", "last_login"}
VOLATILE |= {"reason_id", "voice"}  # they follow the causes, and what people say a wording means


def watched(model: Model) -> tuple[str, ...]:
    """The columns that show whether a person changed a row since, by name."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.DateTimeField)]
    return tuple(
        sorted(
            str(field.column) for field in fields if field.attname in columns(model) and field.attname not in VOLATILE
        )
    )


def mark(told: str) -> int:
    """The state of one row, of all that SQLite holds of it as one text."""
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), signed=True)


def in_one(columns: Sequence[str]) -> str:
    """What SQLite holds in these columns as one text, so that it crosses to us as one value."""
    return " || ',' || ".join(f"quote({column})" for column in columns)


def states(model: Model, keys: Sequence[int], *, names: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
    """Key and state of these rows, by key; of these columns, if not of all that are watched."""
    if not keys:
        return
    places = ", ".join(["%s"] * len(keys))
    statement = query(model._meta.db_table, names or watched(model), f"WHERE t.id IN ({places}) ORDER BY t.id")
    with connection.cursor() as cursor:
        cursor.execute(statement, list(keys))
        for key, state in cursor.fetchall():
            yield key, int(state) if connection.vendor == "postgresql" else mark(state)


def query(
    table: str, names: Sequence[str], rest: str, *, extra: str = "", instead: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The statement that reads key and state of rows; on SQLite all columns as one text, to be made a state by `mark`.

    `instead`: what is read in the place of a column.
    """
    quote = connection.ops.quote_name
    read = [instead.get(name) or f"t.{quote(name)}" for name in names]
    state = f"hashtextextended(ROW({', '.join(read)})::text, 0)" if connection.vendor == "postgresql" else in_one(read)
    more = f", {extra}" if extra else ""
    return f"SELECT t.id, {state}{more} FROM {quote(table)} t {rest}"  # noqa: S608  # names of our own tables
