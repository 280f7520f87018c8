"""Whether anybody wrote to the database between two moments of one process, told without reading a row. Only SQLite can say it."""

from typing import Any, NamedTuple

from django.db import connection


class Moment(NamedTuple):
    """As this connection sees the database: `theirs` moves when another one wrote, `ours` with each row that it wrote itself."""

    connection: Any
    theirs: int
    ours: int

    def after(self, rows: int) -> "Moment":
        """The same if nobody but us wrote, and we so many rows."""
        return self._replace(ours=self.ours + rows)


def now() -> Moment | None:
    """Nothing where nobody can tell."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        (theirs,) = cursor.fetchone()
    return Moment(connection.connection, theirs, connection.connection.total_changes)
