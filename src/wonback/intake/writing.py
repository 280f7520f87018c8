"""Rows into tables, many at a time, each remembered so that it can be taken back. Inside one transaction of the caller."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache
from hashlib import blake2b
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection, models

from wonback.care.models import Touch
from wonback.clients.models import Client, Contact, Contract, Deal, Entry, Permission, Product, Purchase, Spell, Word
from wonback.intake import comparing
from wonback.intake.comparing import Model
from wonback.intake.stage import Body
from wonback.losses.models import Cause, Loss, Wording
from wonback.team.models import Team, User
from wonback.winback.models import Move, Trigger

AT_ONCE = 5_000
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
    "loss": Loss,
    "cause": Cause,
    "spell": Spell,
    "entry": Entry,
    "move": Move,
    "door": Trigger,
}
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
    "by_id": "person",
    "actor_id": "person",
    "arrived_id": "contact",
    "to_id": "client",
}
# What Wonback itself writes later, so that it tells nothing about whether a person changed a row.
VOLATILE = {"last_touch_on", "touch_by", "touch_latest_by", "name_key", "rank", "last_login"}
VOLATILE |= {"reason_id", "voice"}  # they follow the causes, and what people say a wording means
CREATED, CHANGED = "created", "changed"


@cache
def watched(model: Model) -> tuple[str, ...]:
    """The columns that show whether a person changed a row since."""
    moments = {field.attname for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)}
    return tuple(name for name in comparing.columns(model) if name not in VOLATILE | moments)


@cache
def usual(model: Model) -> Body:
    """What a column holds if nobody says otherwise."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields if not field.primary_key}


def mark(model: Model, row: Body) -> int:
    """A row's state as a number, to see later whether it is still what was written."""
    digest = blake2b(comparing.digest_text(row, watched(model)), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def label(model: Model) -> str:
    return model._meta.label


def stored(value: Any) -> Any:
    """A value as both databases take it in plain SQL."""
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, time):
        return connection.ops.adapt_timefield_value(value)
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def reserve(model: Model, count: int) -> Sequence[int]:
    """Primary keys for `count` new rows, which nobody else will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Django's keys are AUTOINCREMENT, and the transaction is IMMEDIATE: nobody else can insert now.
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            first = cursor.fetchone()[0] + 1
            return range(first, first + count)
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [pk for (pk,) in cursor.fetchall()]


@dataclass
class Writer:
    """Writes for one batch. `keys` holds the primary keys of the new rows of each kind, in their order in the plan."""

    batch: int
    at: datetime
    by: int | None
    keys: dict[str, Sequence[int]] = field(default_factory=dict)
    beat: Callable[[int], None] = lambda _rows: None

    def real(self, kind: str, reference: int | None) -> int | None:
        """The primary key behind a reference."""
        if reference is None or reference > 0:
            return reference
        return self.keys[kind][-reference - 1]

    def linked(self, row: Body) -> Body:
        """The row with every reference made real."""
        return {name: self.real(REFERS[name], value) if name in REFERS else value for name, value in row.items()}

    def create(self, kind: str, rows: Iterable[Body], *, keys: Sequence[int]) -> None:
        """Insert rows and remember them. `keys` has one for each."""
        model = MODELS[kind]
        names = comparing.columns(model)
        for chunk in batched(zip(keys, rows, strict=True), AT_ONCE):
            full = [(pk, usual(model) | self.linked(row)) for pk, row in chunk]
            self.insert(model, ("id", *names), ([pk, *(stored(row[name]) for name in names)] for pk, row in full))
            self.remember(model, ((pk, CREATED, {}, mark(model, row)) for pk, row in full))
            self.beat(len(full))

    def create_anew(self, kind: str, rows: Sequence[Body]) -> Sequence[int]:
        """Insert rows that nothing planned refers to; return their keys."""
        keys = reserve(MODELS[kind], len(rows))
        self.create(kind, rows, keys=keys)
        return keys

    def change(self, kind: str, changes: Mapping[int, Body]) -> None:
        """Change columns of rows that are there, and remember what they held."""
        for chunk in batched(changes.items(), comparing.AT_ONCE):
            before = comparing.existing(MODELS[kind], (pk for pk, _changed in chunk))
            self._change(MODELS[kind], [(pk, self.linked(row), before[pk]) for pk, row in chunk if pk in before])

    def _change(self, model: Model, changes: list[tuple[int, Body, Body]]) -> None:
        with connection.cursor() as cursor:
            for pk, row, _before in changes:
                cursor.execute(update_of(model, tuple(row)), [*map(stored, row.values()), pk])
        facts = ((pk, CHANGED, {name: [before[name], row[name]] for name in row}, 0) for pk, row, before in changes)
        self.remember(model, facts)

    def remember(self, model: Model, facts: Iterable[tuple[int, str, Body, int]]) -> None:
        from wonback.intake.models import Written  # noqa: PLC0415  # the model calls this module

        names = ("batch_id", "model", "key", "action", "changes", "mark", "kept")
        rows = (
            [self.batch, label(model), pk, action, json.dumps(changes), state, ""]
            for pk, action, changes, state in facts
        )
        self.insert(Written, names, rows)

    @staticmethod
    def insert(model: Model, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        columns = ", ".join(map(connection.ops.quote_name, names))
        places = ", ".join(["%s"] * len(names))
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            for chunk in batched(rows, AT_ONCE):
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", chunk)  # noqa: S608  # names of our own tables


@cache
def update_of(model: Model, names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    parts = ", ".join(f"{quote(name)} = %s" for name in names)
    return f"UPDATE {quote(model._meta.db_table)} SET {parts} WHERE id = %s"  # noqa: S608  # names of our own tables


def remember_names(names_of: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Let the search find new clients by any word of their names."""
    rows: Iterator[tuple[int, str]] = ((pk, word) for pk, words in names_of for word in words)
    Writer.insert(Word, ("client_id", "word"), rows)
