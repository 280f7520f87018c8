"""The rows an undo is about, as tables of the moment: for each kind the keys, and why a row stays.

Every question about them is one statement for all rows of a kind, whether there are ten or a million. Names in the statements are our own.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import connection

from wonback.clients.models import Alias
from wonback.intake import marks
from wonback.intake.comparing import Model
from wonback.intake.writing import AT_ONCE

# Either database takes these words.
ALIASES = Alias._meta.db_table
COLUMNS = "id bigint PRIMARY KEY, state bigint, place bigint, why varchar(6) NOT NULL DEFAULT ''"


@dataclass(frozen=True)
class Going:
    """The rows of one kind that are to go. `why` is empty for those that will."""

    kind: str
    model: Model

    @property
    def name(self) -> str:
        return f"going_{self.kind}"

    @property
    def table(self) -> str:
        return connection.ops.quote_name(self.model._meta.db_table)

    def begin(self) -> None:
        execute(f"DROP TABLE IF EXISTS {self.name}")
        execute(f"CREATE TEMPORARY TABLE {self.name} ({COLUMNS})")

    def take(self, rows: Iterable[tuple[int, int, int]]) -> None:
        """Take in key, state and the place of the columns the state is of."""
        with connection.cursor() as cursor:
            for some in batched(rows, AT_ONCE):
                if connection.vendor == "postgresql":
                    with cursor.copy(f"COPY {self.name} (id, state, place) FROM STDIN") as stream:
                        for row in some:
                            stream.write_row(row)
                else:
                    cursor.executemany(f"INSERT INTO {self.name} (id, state, place) VALUES (%s, %s, %s)", some)

    def settle(self) -> None:
        """All are taken in: let PostgreSQL know how many, or it plans for a handful."""
        if connection.vendor == "postgresql":
            execute(f"ANALYZE {self.name}")

    def keep_parts(self, why: str) -> None:
        """Clients or people who were put together with another, and are part of it now."""
        mine, was = (connection.ops.quote_name(name) for name in (f"{self.kind}_id", "was"))
        self.keep(why, f"id IN (SELECT {was} FROM {ALIASES} WHERE {mine} IS NOT NULL)")

    def keep_gone(self, why: str) -> None:
        self.keep(why, f"NOT EXISTS (SELECT 1 FROM {self.table} t WHERE t.id = {self.name}.id)")

    def keep_edited(self, why: str, *, columns: Sequence[str], place: int) -> None:
        """Rows whose state is not what it was."""
        where = f"JOIN {self.name} g ON g.id = t.id WHERE g.place = {place} AND g.why = ''"
        statement = marks.query(self.model._meta.db_table, columns, where, extra="g.state")
        self._keep_in_state(why, statement, as_before=False)

    def keep_moved(
        self, why: str, moved: Sequence[str], *, columns: Sequence[str], place: int, instead_of: str
    ) -> None:
        """Rows in another state only because these of their columns point at whom theirs is part of now."""
        whose = {name: f"a_{name}" for name in moved}
        joins = " ".join(f"JOIN {ALIASES} {alias} ON {alias}.{name} = t.{name}" for name, alias in whose.items())
        where = f"JOIN {self.name} g ON g.id = t.id {joins} WHERE g.place = {place} AND g.why = '{instead_of}'"
        before = {name: f"{alias}.was" for name, alias in whose.items()}
        statement = marks.query(self.model._meta.db_table, columns, where, extra="g.state", instead=before)
        self._keep_in_state(why, statement, as_before=True, instead_of=instead_of)

    def _keep_in_state(self, why: str, statement: str, *, as_before: bool, instead_of: str = "") -> None:
        """Of the rows whose states a statement reads, those whose state is as before, or is not."""
        if connection.vendor == "postgresql":
            found = f"SELECT s.id FROM ({statement}) s(id, state, was) WHERE s.state {'=' if as_before else '<>'} s.was"
            self.keep(why, f"id IN ({found})", instead_of=instead_of)
        else:
            self.keep_each(why, [key for key, same in states(statement) if same is as_before])

    def keep_each(self, why: str, keys: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {self.name} SET why = %s WHERE id = %s", [(why, key) for key in keys])

    def keep(self, why: str, where: str, *, instead_of: str = "") -> int:
        """Keep those of which this is true; return how many."""
        return execute(f"UPDATE {self.name} SET why = %s WHERE why = %s AND {where}", [why, instead_of])

    def keep_used(self, why: str, *, by: Model, column: str, beside: "Iterable[Going]") -> int:
        """Rows to which another table refers, but for rows that go themselves."""
        theirs, name = connection.ops.quote_name(by._meta.db_table), connection.ops.quote_name(column)
        ours = f"(SELECT id FROM {self.name} WHERE why = '')"
        leaving = "".join(
            f" AND NOT EXISTS (SELECT 1 FROM {other.name} o WHERE o.id = t.id AND o.why = '')" for other in beside
        )
        if connection.vendor == "postgresql":
            tables = f"{theirs} t JOIN {ours} g ON g.id = t.{name}"
        elif count(theirs) < count(self.name):
            # SQLite walks the left one of these two, and knows neither's size.
            tables = f"{theirs} t CROSS JOIN {self.name} g ON g.id = t.{name} AND g.why = ''"
        else:
            tables = f"{self.name} g CROSS JOIN {theirs} t ON t.{name} = g.id AND g.why = ''"
        return self.keep(why, f"id IN (SELECT g.id FROM {tables} WHERE true{leaving})")

    def keep_with(self, why: str, *, column: str, of: str) -> int:
        """Rows that belong to one of those that a query finds."""
        found = f"SELECT t.id FROM {self.table} t JOIN {self.name} g ON g.id = t.id WHERE t.{column} IN ({of})"
        return self.keep(why, f"id IN ({found})")

    def drop(self, where: str) -> None:
        """Those of which this is true are not what is asked about."""
        execute(f"DELETE FROM {self.name} WHERE {where}")

    def only_of(self, parents: "Going | None", column: str) -> None:
        """Only rows that belong to these are asked about."""
        if parents is None:
            self.drop("1 = 1")
            return
        theirs = f"SELECT t.id FROM {self.table} t WHERE t.{column} IN (SELECT id FROM {parents.name})"
        self.drop(f"id NOT IN ({theirs})")

    def among(self, keys: Sequence[int]) -> list[int]:
        """Which of these keys are of rows that are to go."""
        places = ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {self.name} WHERE id IN ({places})", keys)
            return [key for (key,) in cursor.fetchall()]

    def remove(self) -> int:
        """Delete what goes, in one statement: nothing else refers to these rows any more."""
        return execute(f"DELETE FROM {self.table} WHERE id IN (SELECT id FROM {self.name} WHERE why = '')")

    def remove_from(self, model: Model, column: str, *, where: str = "") -> None:
        """Delete what was derived from rows that go."""
        table, name = (connection.ops.quote_name(one) for one in (model._meta.db_table, column))
        leaving = f"SELECT id FROM {self.name} WHERE why = ''"
        execute(f"DELETE FROM {table} AS t WHERE {where}t.{name} IN ({leaving})")

    def reasons(self) -> list[tuple[str, int]]:
        """Each reason for which rows stay, with how many."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT why, count(*) FROM {self.name} WHERE why <> '' GROUP BY why")
            return [(str(why), int(count)) for why, count in cursor.fetchall()]

    def staying(self) -> list[tuple[int, str]]:
        """Key of each row that stays, and why."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, why FROM {self.name} WHERE why <> '' ORDER BY id")
            return [(int(key), str(why)) for key, why in cursor.fetchall()]

    def gone_between(self, first: int, last: int) -> set[int]:
        """The keys of rows that went, or were gone already."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {self.name} WHERE why IN ('', 'gone') AND id BETWEEN %s AND %s", [first, last]
            )
            return {key for (key,) in cursor.fetchall()}

    def end(self) -> None:
        execute(f"DROP TABLE {self.name}")


def states(statement: str) -> Iterator[tuple[int, bool]]:
    """On SQLite: the key of each row, and whether it is in the state in which it was left."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for key, state, was in cursor:
            yield key, marks.mark(state) == was


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def execute(statement: str, values: Sequence[Any] = ()) -> int:
    """Run a statement; return how many rows it was about."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)
        return int(cursor.rowcount)
