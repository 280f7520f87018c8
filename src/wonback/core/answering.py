"""How Django answers with SQL that stands: its rows become records as ever, and nothing is written again.

PostgreSQL plans such a question once for each connection, as planning one of ours takes it as long as answering it. What
never changes stands in the text, so that indexes of a part of a table are seen; what changes has a number.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any, cast

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

type Said = tuple[str, Sequence[Any]]


class Answering(SQLCompiler):
    """Knows what it asks for already; turning rows into records is Django's."""

    said: Said

    def as_sql(self, *_args: Any, **_how: Any) -> Any:
        return self.said

    def execute_sql(self, *args: Any, **how: Any) -> Any:
        with planning_once(self.connection):
            return super().execute_sql(*args, **how)


class WrittenQuery(Query):
    """A query that is not written again."""

    written_by: SQLCompiler
    said: Said

    def get_compiler(self, using: Any = None, *_args: Any, **_how: Any) -> SQLCompiler:
        ready = Answering(self, connections[using], using)
        vars(ready).update({name: it for name, it in vars(self.written_by).items() if name != "connection"})
        ready.said = self.said
        return ready


def answering(asked: QuerySet[Any, Any], compiler: SQLCompiler, said: Said) -> QuerySet[Any, Any]:
    """The queryset that was asked, in these words."""
    query = copy(asked.query)
    query.__class__ = WrittenQuery
    written = cast("WrittenQuery", query)
    written.written_by, written.said = compiler, said
    rows = type(asked)(model=asked.model, query=query)
    rows.__dict__.update({name: it for name, it in vars(asked).items() if name not in ("_query", "_result_cache")})
    return rows


@contextmanager
def planning_once(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """On PostgreSQL values go beside the text, which psycopg then has prepared; everywhere else Django puts them into it."""
    if connection.vendor != "postgresql":
        yield
        return
    from psycopg import RawCursor  # noqa: PLC0415  # who has SQLite need not load it

    # Not another connection after this line.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    ours = connection.connection
    usual, ours.cursor_factory = ours.cursor_factory, RawCursor
    try:
        yield
    finally:
        ours.cursor_factory = usual


def with_numbers(sql: str, said: Sequence[Any], places: Mapping[int, int], connection: BaseDatabaseWrapper) -> str:
    """The text with its values in it, and numbers in the places of those that change; nothing where no plan is kept."""
    if connection.vendor != "postgresql":
        return ""
    from django.db.backends.postgresql.psycopg_any import mogrify  # noqa: PLC0415  # who has SQLite need not load it

    words = [f"${places[at]}" if at in places else mogrify("%s", [value], connection) for at, value in enumerate(said)]
    return sql % tuple(words)


def as_bound(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """Whole numbers of one width, as a plan is for one width only."""
    return connection.ops.adapt_integerfield_value(value, "BigIntegerField") if type(value) is int else value
