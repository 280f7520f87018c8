"""Rows into tables, many at a time, each remembered so that it can be taken back.

`keep` makes rows ready before the database is locked; `write` and `change` work inside `turns` of the caller, and let others
have theirs where what is written and what is remembered of it are the same.
"""

import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import batched
from typing import Any

from django.db import connection, transaction

from wonback.care.models import Competitor, Touch
from wonback.clients.models import Client, Contact, Contract, Deal, Entry, Permission, Product, Purchase, Spell, Word
from wonback.intake import comparing, marks
from wonback.intake.comparing import Model
from wonback.intake.models.made import NAMES, Made, packs
from wonback.intake.models.written import Written
from wonback.intake.ready import Ready, Span, fields_of, stored
from wonback.intake.stage import Body
from wonback.intake.turns import Turns
from wonback.losses.models import Cause, Loss, Wording
from wonback.team.models import Team, User
from wonback.winback.models import Move, Trigger

AT_ONCE = 5_000
# Keys are asked for by the so many: each time is a transaction.
RESERVED = 20_000
MODELS: dict[str, Model] = {
    "team": Team,
    "person": User,
    "product": Product,
    "client": Client,
    "contact": Contact,
    "permission": Permission,
    "contract": Contract,
    "deal": Deal,
    "purchase": Purchase,
    "touch": Touch,
    "wording": Wording,
    "competitor": Competitor,
    "loss": Loss,
    "cause": Cause,
    "spell": Spell,
    "entry": Entry,
    # What the timeline tells of lost sales goes with them.
    "told": Entry,
    # What it tells of clients who were there before.
    "more": Entry,
    # What it tells of calls and letters of another program, and its notes.
    "spoken": Entry,
    "note": Entry,
    "move": Move,
    "door": Trigger,
}
# Found by the search, and of no use to anybody when the client is gone: nothing to remember.
TABLES: dict[str, Model] = MODELS | {"word": Word}
# Which kind a column refers to.
REFERS = {
    "client_id": "client",
    "parent_id": "client",
    "owner_id": "person",
    "owner_then_id": "person",
    "holder_id": "person",
    "reports_to_id": "person",
    "team_id": "team",
    "product_id": "product",
    "deal_id": "deal",
    "contact_id": "contact",
    "loss_id": "loss",
    "competitor_id": "competitor",
    "by_id": "person",
    "actor_id": "person",
    "arrived_id": "contact",
    "to_id": "client",
}
CREATED, CHANGED = "created", "changed"
# Sentences, which nobody can change: their states tell nothing.
UNWATCHED: tuple[Model, ...] = (Entry,)
# Key, file by its place, and what each column holds.
Planned = tuple[int, int | None, Body]


def label(model: Model) -> str:
    return model._meta.label


@transaction.atomic
def reserve(model: Model, count: int) -> Sequence[int]:
    """Primary keys for `count` new rows, which nobody else will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Django's keys are AUTOINCREMENT: this table holds the last one of each.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            last = found[0] if found else 0
            statement = "UPDATE sqlite_sequence SET seq = %s WHERE name = %s"
            cursor.execute(
                statement if found else "INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)", [last + count, table]
            )
            return range(last + 1, last + 1 + count)
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [pk for (pk,) in cursor.fetchall()]


@dataclass
class Writer:
    """Writes for one batch. `keys` holds the primary keys of the new rows of each kind, in their order in the plan."""

    batch: int
    at: datetime
    by: int | None
    ready: Ready
    keys: dict[str, Sequence[int]] = field(default_factory=dict)
    beat: Callable[[int], None] = lambda _rows: None
    turns: Turns = field(default_factory=Turns)
    written: Counter[Model] = field(default_factory=Counter)

    def real(self, kind: str, reference: int | None) -> int | None:
        """The primary key behind a reference."""
        if reference is None or reference > 0:
            return reference
        return self.keys[kind][-reference - 1]

    def linked(self, model: Model, row: Body) -> Body:
        """The row with every reference made real."""
        for name, kind in refers(model):
            reference = row.get(name)
            if reference is not None and reference < 0:
                row[name] = self.keys[kind][-reference - 1]
        return row

    def keep(self, kind: str, rows: Iterable[tuple[int | None, Body]]) -> None:
        """Make the planned rows of a kind ready, in their order in the plan, each with its file."""
        model, found = MODELS[kind], zip(self.keys[kind], rows, strict=True)
        self.ready.fill(kind, model, ((key, sheet, self.linked(model, row)) for key, (sheet, row) in found))

    def keep_anew(self, kind: str, rows: Iterable[tuple[int | None, Body]]) -> Iterator[int]:
        """Make rows ready that nothing planned refers to; yield their keys."""
        model = TABLES[kind]
        for some in batched(rows, RESERVED):
            keys = reserve(model, len(some))
            found = zip(keys, some, strict=True)
            self.ready.fill(kind, model, ((key, sheet, self.linked(model, row)) for key, (sheet, row) in found))
            yield from keys

    def keep_all(self, kind: str, rows: Iterable[tuple[int | None, Body]]) -> None:
        """The same where nobody needs to know the keys."""
        deque(self.keep_anew(kind, rows), maxlen=0)

    def write(self) -> None:
        """Insert everything that is ready, and remember it."""
        ready = set(self.ready.kinds())
        for kind, model in TABLES.items():
            if kind in ready:
                self.put_in(kind, model)

    def put_in(self, kind: str, model: Model) -> None:
        """Everything of one kind that is ready into its table."""
        own, furthest = [name for name, of in refers(model) if of == kind], 0
        for span in self.ready.spans(kind):
            self._put(kind, model, span)
            if kind in MODELS:
                self._remember(kind, model, self._states_of(kind, model, span))
            furthest = max(furthest, self.ready.furthest(kind, own, span) if own else 0)
            # Not while a row refers to one that is still to come.
            if furthest <= span[1]:
                self.turns.over()

    def _put(self, kind: str, model: Model, span: Span) -> None:
        names = ["id", *(str(one.column) for one in fields_of(model))]
        if not self.ready.is_beside:
            self.insert(model, names, self.ready.rows(kind, model, span))
            return
        columns = ", ".join(map(connection.ops.quote_name, names))
        table = connection.ops.quote_name(model._meta.db_table)
        statement = f'INSERT INTO {table} ({columns}) SELECT {columns} FROM ready."{kind}" WHERE id BETWEEN %s AND %s ORDER BY id'  # noqa: S608  # names of our own
        with connection.cursor() as cursor:
            cursor.execute(statement, span)
            self.told(model, cursor.rowcount)

    def told(self, model: Model, rows: int) -> None:
        """So many more are in a table."""
        self.written[model] += rows
        self.beat(rows)

    def _remember(self, kind: str, model: Model, states: Iterable[tuple[int, int | None, int]]) -> None:
        made = packs(states, kind=kind, columns=",".join(marks.watched(model)))
        self.insert(Made, ("batch_id", *NAMES), ([self.batch, *row] for row in made))

    def remember_made(self, kind: str, keys: Sequence[int]) -> None:
        """Remember rows that something else wrote because of this import."""
        model = MODELS[kind]
        self._remember(kind, model, [(key, None, state) for key, state in marks.states(model, keys)])

    def _states_of(self, kind: str, model: Model, span: Span) -> Iterator[tuple[int, int | None, int]]:
        if model in UNWATCHED:
            return ((key, sheet, 0) for key, sheet in self.ready.origins(kind, span))
        by_sqlite = connection.vendor == "sqlite"
        return self.ready.states(kind, model, span) if by_sqlite else self._states(kind, model, span)

    def _states(self, kind: str, model: Model, span: Span) -> Iterator[tuple[int, int | None, int]]:
        """On PostgreSQL, whose own values tell the states: key, file and state of each row, by key."""
        statement = marks.query(model._meta.db_table, marks.watched(model), "WHERE t.id = ANY(%s)")
        some = list(self.ready.origins(kind, span))
        with connection.cursor() as cursor:
            cursor.execute(statement, [[key for key, _sheet in some]])
            states = dict(cursor.fetchall())
        yield from ((key, sheet, states[key]) for key, sheet in some)

    def change(self, kind: str, changes: Iterable[Planned]) -> None:
        """Change columns of rows that are there, and remember what they held."""
        model = MODELS[kind]
        for some in batched(changes, comparing.AT_ONCE):
            wanted: dict[int, tuple[int | None, Body]] = {}
            for key, sheet, row in some:
                wanted[key] = sheet, wanted.get(key, (None, {}))[1] | self.linked(model, row)
            before = comparing.existing(model, wanted)
            self._change(model, [(key, *wanted[key], before[key]) for key in wanted if key in before])
            self.told(model, len(some))
            self.turns.over()

    def _change(self, model: Model, changes: list[tuple[int, int | None, Body, Body]]) -> None:
        alike: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
        for key, _sheet, row, _before in changes:
            alike[tuple(row)].append([*map(stored, row.values()), key])
        with connection.cursor() as cursor:
            for names, rows in alike.items():
                cursor.executemany(update_of(model, names), rows)
        self.remember(model, changes)

    def remember(self, model: Model, changes: Iterable[tuple[int, int | None, Body, Body]]) -> None:
        names = ("batch_id", "model", "key", "action", "changes", "sheet", "kept")
        rows = (
            [
                self.batch,
                label(model),
                key,
                CHANGED,
                json.dumps({name: [before[name], row[name]] for name in row}),
                sheet,
                "",
            ]
            for key, sheet, row, before in changes
        )
        self.insert(Written, names, rows)

    def insert(self, model: Model, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Rows into a table, the fastest way there is."""
        columns = ", ".join(map(connection.ops.quote_name, names))
        table = connection.ops.quote_name(model._meta.db_table)
        places = ", ".join(["%s"] * len(names))
        with connection.cursor() as cursor:
            for some in batched(rows, AT_ONCE):
                if connection.vendor == "postgresql":
                    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
                        for row in some:
                            stream.write_row(row)
                else:
                    cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", some)  # noqa: S608  # names of our own tables
                self.told(model, len(some))


@cache
def refers(model: Model) -> tuple[tuple[str, str], ...]:
    """The columns of a table that refer to rows of an import, each with their kind."""
    return tuple((one.attname, REFERS[one.attname]) for one in fields_of(model) if one.attname in REFERS)


@cache
def update_of(model: Model, names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    parts = ", ".join(f"{quote(name)} = %s" for name in names)
    return f"UPDATE {quote(model._meta.db_table)} SET {parts} WHERE id = %s"  # noqa: S608  # names of our own tables
