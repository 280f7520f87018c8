"""Only meaningful where SQLite is the database; its library is checked everywhere."""

import threading
import time
from pathlib import Path

import pysqlite3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError, connection
from django.db.utils import ConnectionHandler

from wonback.config.environment import sqlite
from wonback.core.sqlite.base import SAFE, refuse_unsafe
from wonback.team.models import Team

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="this run uses another database")


class TestTheLibrary:
    def test_is_a_safe_one(self):
        assert pysqlite3.sqlite_version_info >= SAFE

    @pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
    def test_of_an_affected_version_stops_the_start(self, version):
        with pytest.raises(ImproperlyConfigured, match="Install pysqlite3"):
            refuse_unsafe(version)

    @pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (4, 0, 0)])
    def test_of_a_repaired_version_is_fine(self, version):
        refuse_unsafe(version)


def pragma(name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@on_sqlite
@pytest.mark.django_db
class TestAConnection:
    def test_writes_ahead_and_checks_foreign_keys(self):
        assert (pragma("journal_mode"), pragma("foreign_keys")) == ("wal", 1)

    def test_uses_the_library_from_the_wheel(self):
        with connection.cursor() as cursor:
            version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
        assert version == pysqlite3.sqlite_version

    def test_leaves_memory_mapping_off(self):
        assert pragma("mmap_size") == 0


@on_sqlite
@pytest.mark.django_db
def test_many_rows_fit_into_one_insert():
    """The library has no getlimit(), which Django asks when it cuts a bulk insert into pieces."""
    Team.objects.bulk_create([Team(name=f"Team {number}") for number in range(2_000)])

    assert Team.objects.count() == 2_000


@pytest.fixture
def house(tmp_path):
    """Two connections of two processes, with the settings of a house as it is served."""
    opened = []

    def open_one(**settings):
        own = sqlite(tmp_path / "house.sqlite3", synchronous="FULL") | settings
        opened.append(ConnectionHandler({"default": own})["default"])
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def told(one, sql):
    with one.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


@pytest.mark.django_db
class TestAHouseAsItIsServed:
    """The tests themselves run with less durability; these settings are the ones people get."""

    @pytest.mark.parametrize(
        ("pragma", "value"),
        [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000), ("mmap_size", 0)],
    )
    def test_keeps_what_it_has_acknowledged(self, house, pragma, value):
        assert told(house(), f"PRAGMA {pragma}") == value

    def test_takes_its_turn_to_write_when_a_transaction_begins(self, house):
        first, second = house(), house(OPTIONS=sqlite(Path("x"), synchronous="FULL")["OPTIONS"] | {"timeout": 0})
        told(first, "CREATE TABLE note (words text)")

        with transaction_of(first), pytest.raises(OperationalError, match="locked"), transaction_of(second):
            pass

    def test_waits_for_its_turn(self, house):
        first, second = house(), house()
        told(first, "CREATE TABLE note (words text)")
        begun, written = threading.Event(), []

        def hold():
            with transaction_of(first):
                told(first, "INSERT INTO note VALUES ('first')")
                begun.set()
                time.sleep(0.5)

        def write_after():
            with transaction_of(second):
                written.append(told(second, "SELECT count(*) FROM note"))
                told(second, "INSERT INTO note VALUES ('second')")

        first.inc_thread_sharing()
        holder = threading.Thread(target=hold)
        holder.start()
        begun.wait(10)
        write_after()
        holder.join()

        assert written == [1]
        assert told(second, "SELECT count(*) FROM note") == 2

    def test_refuses_a_row_that_refers_to_nothing(self, house):
        one = house()
        told(one, "CREATE TABLE client (id integer PRIMARY KEY)")
        told(one, "CREATE TABLE note (client integer REFERENCES client (id))")

        with pytest.raises(IntegrityError):
            told(one, "INSERT INTO note VALUES (7)")

    def test_is_not_opened_by_a_library_that_loses_data(self, house, monkeypatch):
        monkeypatch.setattr(pysqlite3, "sqlite_version_info", (3, 51, 2))

        with pytest.raises(ImproperlyConfigured, match="SQLite 3.51.2 can corrupt a database in WAL mode"):
            house().ensure_connection()


class transaction_of:  # noqa: N801  # reads as a verb
    """`transaction.atomic` for a connection that Django has not been told about."""

    def __init__(self, one):
        self.one = one

    def __enter__(self):
        self.one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    def __exit__(self, kind, error, trace):
        self.one.rollback() if kind else self.one.commit()
        self.one.set_autocommit(True)
