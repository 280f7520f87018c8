"""What the numbers are made from: the app's tables, taken out as a whole every night, as Parquet files."""

import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import ibis
from django.conf import settings
from django.db import connection

from wonback.core.errors import Refusal
from wonback.losses.returning import PERIOD_DAYS, PERIODS
from wonback.metrics.attaching import database, formatted
from wonback.metrics.fact_words import HEALTH, RENEWALS, of_client, said_by

# The column that holds the subject of each kind. Every fact about clients carries all four.
SUBJECTS = {"client": "client_id", "book": "book_id", "team": "team_id", "company": "company_id"}
KEPT_DAYS = 3

DTYPES = {
    "id": "int64",
    "text": "string",
    "day": "date",
    "money": "decimal(16, 2)",
    "yes": "boolean",
    "count": "int64",
    "share": "float64",
}
SQL_TYPES = {
    "id": "BIGINT",
    "text": "VARCHAR",
    "day": "DATE",
    "money": "DECIMAL(16, 2)",
    "yes": "BOOLEAN",
    "count": "BIGINT",
    "share": "DOUBLE",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact table comes from: its columns with type and SQL, the tables, the day from which a row is known."""

    columns: dict[str, tuple[str, str]]
    tables: str
    order: str
    day: str = ""
    owner: str = "c.owner_id"

    @property
    def schema(self) -> ibis.Schema:
        kinds = {name: kind for name, (kind, _sql) in self.columns.items()} | dict.fromkeys(SUBJECTS.values(), "id")
        return ibis.schema({name: DTYPES[kind] for name, kind in kinds.items()})

    def sql(self) -> str:
        subjects = {"client_id": "c.id", "book_id": self.owner, "team_id": "u.team_id", "company_id": "0"}
        every = self.columns | {name: ("id", sql) for name, sql in subjects.items()}
        listed = ", ".join(f"CAST({sql} AS {SQL_TYPES[kind]}) AS {name}" for name, (kind, sql) in every.items())
        return (
            f"SELECT {listed} FROM {self.tables} LEFT JOIN app.team_user u ON u.id = {self.owner} ORDER BY {self.order}"  # noqa: S608  # our own words
        )


SOURCES = {
    "clients": Source(
        columns={
            "name": ("text", "c.name"),
            "standing": ("text", "c.standing"),
            "tier": ("text", "c.tier"),
            "industry": ("text", "c.industry"),
        },
        tables="app.clients_client c",
        order="c.id",
    ),
    "spells": Source(
        columns={"started_on": ("day", "t.started_on"), "ended_on": ("day", "t.ended_on")},
        tables=of_client("clients_spell"),
        order="c.id",
    ),
    "purchases": Source(
        columns={
            "purchase_id": ("id", "t.id"),
            "bought_on": ("day", "t.bought_on"),
            "amount": ("money", "t.amount"),
            "currency": ("text", "t.currency"),
            "reference": ("text", "t.reference"),
        },
        tables=of_client("clients_purchase"),
        order="c.id, t.bought_on, t.id",
        day="bought_on",
    ),
    "contracts": Source(
        columns={
            "contract_id": ("id", "t.id"),
            "starts_on": ("day", "t.starts_on"),
            "until": ("day", "t.until"),
            "amount_per_year": ("money", "t.amount_per_year"),
            "currency": ("text", "t.currency"),
        },
        tables=of_client("clients_contract"),
        order="c.id, t.id",
    ),
    "deals": Source(
        columns={
            "deal_id": ("id", "t.id"),
            "outcome": ("text", "t.outcome"),
            "amount": ("money", "t.amount"),
            "amount_known": ("text", "t.amount_known"),
            "currency": ("text", "t.currency"),
            "opened_on": ("day", "t.opened_on"),
            "closed_on": ("day", "t.closed_on"),
        },
        tables="app.clients_deal t LEFT JOIN app.clients_client c ON c.id = t.client_id",
        order="c.id, t.id",
        owner="t.owner_id",
    ),
    "losses": Source(
        columns={
            "loss_id": ("id", "t.id"),
            "kind": ("text", "t.kind"),
            "lost_on": ("day", "t.lost_on"),
            "worth": ("money", "t.worth"),
            "worth_known": ("text", "t.worth_known"),
            "currency": ("text", "t.currency"),
            "reason": ("text", "r.name"),
            "reason_known": ("yes", "r.key <> 'not-asked'"),
            "rep_reason": ("id", said_by("rep")),
            # What was confirmed is the client's word, checked.
            "client_reason": ("id", f"coalesce({said_by('confirmed')}, {said_by('client')})"),
            "launched_on": ("day", "{day:p.launched_at}"),
            "returned_on": ("day", "CASE WHEN p.stage = 'recovered' THEN p.finished_on END"),
            "called": ("share", "e.called"),
            "called_low": ("share", "e.called_low"),
            "called_high": ("share", "e.called_high"),
            "alone": ("share", "e.alone"),
            "attempts": ("count", "e.attempts"),
        },
        tables=of_client("losses_loss")
        + " JOIN app.losses_reason r ON r.id = t.reason_id LEFT JOIN app.winback_plan p ON p.loss_id = t.id"
        # What was learned of losses for this reason, so many periods of four weeks old.
        + " LEFT JOIN app.losses_experience e ON e.reason_id = t.reason_id"
        + f" AND e.period = least({PERIODS - 1}, greatest(0, (e.as_of - t.lost_on) // {PERIOD_DAYS}))",
        order="c.id, t.id",
        day="lost_on",
        # The book they were lost from, whoever works on them now.
        owner="coalesce(t.owner_then_id, c.owner_id)",
    ),
    "rungs": Source(
        columns={
            "worth": ("money", "o.worth"),
            "currency": ("text", "t.currency"),
            "taken_on": ("day", "o.taken_on"),
            "former": ("money", "CASE WHEN t.kind <> 'deal' THEN t.worth END"),
            "lost_on": ("day", "t.lost_on"),
            "loss_id": ("id", "t.id"),
        },
        # The smaller yeses they said, with what they had bought a year before.
        tables=of_client("losses_loss")
        + " JOIN app.winback_plan p ON p.loss_id = t.id JOIN app.winback_offer o ON o.plan_id = p.id AND o.state = 'taken'",
        order="c.id, o.id",
        day="taken_on",
        owner="coalesce(t.owner_then_id, c.owner_id)",
    ),
    "health": Source(**HEALTH),
    "renewals": Source(**RENEWALS),
    "touches": Source(
        columns={
            "touch_id": ("id", "t.id"),
            "touched_on": ("day", "{day:t.at}"),
            "channel": ("text", "t.channel"),
            "reached": ("yes", "t.reached"),
        },
        # What somebody took back was never a touch.
        tables=of_client("care_touch") + " AND t.taken_back_at IS NULL",
        order="c.id, t.id",
        day="touched_on",
    ),
}


class NoFacts(Refusal):
    """The night has not taken the facts out yet."""

    code = "no_facts"


class Facts:
    """The facts of one night, one table each, by the names above. Days are days where the company is; amounts keep their currency.

    A table may be given as what opens it: then nobody opens it before it is asked for.
    """

    def __init__(self, **tables: ibis.Table | Callable[[], ibis.Table]) -> None:
        self._given = tables

    def __getattr__(self, name: str) -> ibis.Table:
        if name.startswith("_") or name not in self._given:
            raise AttributeError(name)
        given = self._given[name]
        opened = given if isinstance(given, ibis.Table) else given()
        setattr(self, name, opened)
        return opened

    @property
    def names(self) -> tuple[str, ...]:
        """What its tables are called where they are: one that nobody has opened yet, as it is called here."""
        return tuple(one.get_name() if isinstance(one, ibis.Table) else name for name, one in self._given.items())

    def open_all(self) -> "Facts":
        """For a query that is written already, and does not ask by itself."""
        for name in self._given:
            getattr(self, name)
        return self

    def until(self, as_of: date) -> "Facts":
        """What was known on that day."""
        return Facts(**{name: partial(self._before, name, as_of) for name in self._given})

    def _before(self, name: str, as_of: date) -> ibis.Table:
        table: ibis.Table = getattr(self, name)
        day = SOURCES[name].day if name in SOURCES else ""
        return table.filter(table[day] <= as_of) if day else table

    def subjects(self, kind: str) -> ibis.Table:
        """Everyone of that kind, one row each."""
        column = self.clients[SUBJECTS[kind]]
        return self.clients.filter(column.notnull()).select(subject=column).distinct()


def root() -> Path:
    return Path(settings.HOME) / "facts"


def export(*, as_of: date) -> int:
    """Take all facts out of the database into one folder for the day; return how many rows. Replaces it as a whole."""
    fresh = root() / f".{as_of}-{uuid.uuid4().hex[:8]}"
    fresh.mkdir(parents=True)
    counts = taken_out(fresh)
    point(root() / str(as_of), fresh)
    tidy()
    return sum(counts.values())


def taken_out(folder: Path) -> dict[str, int]:
    """Run the export in a process of its own: DuckDB must not open a live SQLite file inside a process that uses it."""
    day = "CAST(({0} {1}) AT TIME ZONE '{2}' AS DATE)".format
    moment = "AT TIME ZONE 'UTC'" if connection.vendor == "sqlite" else ""
    order = {
        "folder": str(folder),
        "database": database(),
        "tables": {
            name: formatted(source.sql(), lambda column: day(column, moment, settings.TIME_ZONE))
            for name, source in SOURCES.items()
        },
    }
    command = [sys.executable, "-m", "wonback.metrics.exporter"]
    done = subprocess.run(command, input=json.dumps(order), text=True, capture_output=True, check=False)  # noqa: S603  # our own program
    if done.returncode:
        shutil.rmtree(folder)
        raise NoFacts(f"Look after the database: its facts cannot be read. {done.stderr.strip().splitlines()[-1]}")
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


def point(name: Path, folder: Path) -> None:
    """Let the day's name mean this folder from now on. Whoever reads the older one may finish."""
    link = folder.with_suffix(".link")
    link.symlink_to(folder.name)
    link.replace(name)


def tidy() -> None:
    """Keep the newest days and what they point to, and the newest folder that nothing points to: somebody may be reading it."""
    days = sorted((path for path in root().iterdir() if path.is_symlink()), reverse=True)
    for old in days[KEPT_DAYS:]:
        old.unlink()
    alive = {path.resolve() for path in days[:KEPT_DAYS]}
    loose = [path for path in root().iterdir() if path.is_dir() and not path.is_symlink() and path not in alive]
    for old in sorted(loose, key=lambda path: path.stat().st_mtime, reverse=True)[1:]:
        shutil.rmtree(old, ignore_errors=True)


def is_at_hand(day: date) -> bool:
    """Whether the facts of that day are still kept."""
    return (root() / str(day)).exists()


def newest() -> date:
    """The last day whose facts are at hand."""
    days = [path.name for path in root().glob("*-*-*") if not path.name.startswith(".")] if root().exists() else []
    if not days:
        raise NoFacts("Wait for the night, or run `wonback nightly`: no facts have been taken out yet.")
    return date.fromisoformat(max(days))
