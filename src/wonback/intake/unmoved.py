"""Whether anybody wrote to the database between two moments of one process, told without reading a row of ours."""

from typing import Any, NamedTuple

from django.db import connection


class Moment(NamedTuple):
    """As this connection sees the database: `theirs` moves when another one wrote, `ours` with each row that it changed by itself."""

    connection: Any
    theirs: int
    ours: int

    def after_a_change(self) -> "Moment":
        """The same if nobody but us wrote, and we changed one row in a transaction of its own."""
        return self._replace(ours=self.ours + 1)


def now() -> Moment | None:
    """Nothing while somebody is writing who may be done later: nobody can tell then."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA data_version")
            return Moment(connection.connection, cursor.fetchone()[0], connection.connection.total_changes)
        # Every transaction that writes takes a number, and all below the first of these are over.
        cursor.execute("SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() AS s")
        over, given = map(int, cursor.fetchone())
        return Moment(connection.connection, 0, given) if over == given else None
