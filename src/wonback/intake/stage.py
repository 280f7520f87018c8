"""Where rows wait between reading and writing: a small database file beside the copies, never the live one.

Reading and comparing take minutes and happen here; the live database is locked only while the finished plan is written.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

Body = dict[str, Any]
BUFFER = 5_000
RECORDS = "CREATE TABLE record (no INTEGER PRIMARY KEY, kind TEXT, source TEXT, key TEXT, sheet INTEGER, body TEXT)"
PLAN = "CREATE TABLE plan (no INTEGER PRIMARY KEY, kind TEXT, action TEXT, pk INTEGER, sheet INTEGER, body TEXT)"
# A crash loses these files, which are then made again from the copies; so nothing here waits for the disk.
PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", "cache_size=-16000")


class Staged(NamedTuple):
    """All that the files say about one record, in the order in which they say it."""

    source: str
    key: str
    sheet: int
    parts: list[Body]
    # What the parts say together; the last word counts.
    body: Body


def altogether(parts: list[Body]) -> Body:
    if len(parts) == 1:
        return parts[0]
    merged: Body = {}
    for part in parts:
        merged |= part
    return merged


class Stage:
    """Two files in a batch's folder: the rows as read, and the plan made of them, which every comparison makes anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Told how many records were walked.
        self.beat: Callable[[int], None] = lambda _records: None
        self.rows = opened(folder / "rows.sqlite3")
        self.plans = opened(folder / "plan.sqlite3")
        self.new_rows: list[tuple[str, str, str, int, bytes]] = []
        self.new_plans: list[tuple[str, str, int, int, bytes]] = []

    @classmethod
    def fresh(cls, folder: Path) -> "Stage":
        """An empty stage."""
        for name in ("rows.sealed", "rows.sqlite3", "plan.sqlite3"):
            (folder / name).unlink(missing_ok=True)
        stage = cls(folder)
        stage.rows.execute(RECORDS)
        return stage

    def put(self, kind: str, key: tuple[str, str], sheet: int, body: Body) -> None:
        """Keep what one row says about one record, known by its source and its id there."""
        self.new_rows.append((kind, *key, sheet, to_json(body)))
        if len(self.new_rows) >= BUFFER:
            self.flush()

    def seal(self) -> None:
        """Everything is read: make it quick to walk by key."""
        self.flush()
        self.rows.execute("CREATE INDEX by_key ON record (kind, source, key)")
        (self.folder / "rows.sealed").touch()

    def replan(self) -> None:
        """Begin an empty plan."""
        self.plans.execute("DROP TABLE IF EXISTS plan")
        self.plans.execute(PLAN)

    def plan(self, kind: str, action: str, pk: int, sheet: int, body: Body) -> None:
        """Keep what is to be written: `action` is new or updated."""
        self.new_plans.append((kind, action, pk, sheet, to_json(body)))
        if len(self.new_plans) >= BUFFER:
            self.flush()

    def flush(self) -> None:
        if self.new_rows:
            insert(
                self.rows, "INSERT INTO record (kind, source, key, sheet, body) VALUES (?, ?, ?, ?, ?)", self.new_rows
            )
        if self.new_plans:
            insert(
                self.plans, "INSERT INTO plan (kind, action, pk, sheet, body) VALUES (?, ?, ?, ?, ?)", self.new_plans
            )
        self.new_rows, self.new_plans = [], []

    def staged(self, kind: str) -> Iterator[Staged]:
        """The records of a kind, by key."""
        rows = self.rows.execute(
            "SELECT source, key, sheet, body FROM record WHERE kind = ? ORDER BY source, key, no", (kind,)
        )
        for walked, ((source, key), parts) in enumerate(groupby(rows, key=itemgetter(0, 1)), 1):
            found = list(parts)
            if not walked % BUFFER:
                self.beat(BUFFER)
            said = [from_json(row[3]) for row in found]
            yield Staged(source, key, found[0][2], said, altogether(said))

    def planned(self, kind: str, action: str) -> Iterator[tuple[int, int, Body]]:
        """What is to be written of a kind: primary key (0 for new ones), sheet and body, in one order always."""
        self.flush()
        found = self.plans.execute(
            "SELECT pk, sheet, body FROM plan WHERE kind = ? AND action = ? ORDER BY no", (kind, action)
        )
        for pk, sheet, body in found:
            yield pk, sheet, from_json(body)

    def told(self, kind: str, action: str, *names: str) -> Iterator[tuple[Any, ...]]:
        """The sheet of each planned row and what it says under these names, in the same order: a list or an object as its text."""
        self.flush()
        said = "".join(f", body ->> '$.{name}'" for name in names)
        return self.plans.execute(
            f"SELECT sheet{said} FROM plan WHERE kind = ? AND action = ? ORDER BY no",  # noqa: S608  # names of our own
            (kind, action),
        )

    def how_many(self, action: str) -> dict[str, int]:
        """How many rows of each kind are to be written so."""
        self.flush()
        found = self.plans.execute("SELECT kind, count(*) FROM plan WHERE action = ? GROUP BY kind", (action,))
        return dict(found.fetchall())

    def close(self) -> None:
        self.flush()
        self.rows.close()
        self.plans.close()


def opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    return database


def insert(database: sqlite3.Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """One transaction a buffer, or every row would be one of its own."""
    database.execute("BEGIN")
    database.executemany(statement, rows)
    database.execute("COMMIT")
