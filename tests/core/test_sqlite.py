"""Only meaningful where SQLite is the database; its library is checked everywhere."""

import pysqlite3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

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
