"""The SQLite that comes with the `pysqlite3` wheel, in the place of the operating system's older one.

Libraries before 3.51.3 can corrupt a WAL database when two connections write and checkpoint at once
(sqlite.org/wal.html, "the WAL-reset bug"); Debian 12 carries 3.40.1. We refuse to open a database with one of those.
"""

import sys
from typing import Any

import pysqlite3

# Django's backend imports `sqlite3` by name; this must happen before it does.
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.core.exceptions import ImproperlyConfigured  # noqa: E402  # after the exchange above
from django.db.backends.sqlite3 import base, features  # noqa: E402  # after the exchange above

SAFE = (3, 51, 3)


def refuse_unsafe(version: tuple[int, ...]) -> None:
    """Stop the start on a library that can lose what it has acknowledged."""
    if version < SAFE:
        have = ".".join(map(str, version))
        raise ImproperlyConfigured(
            f"SQLite {have} can corrupt a database in WAL mode. Install pysqlite3 0.6.1 or newer (SQLite 3.51.3 or newer)."
        )


# The wheel leaves out limits, which Django asks for when it shows a query: the C constant, and SQLite's own defaults.
LIMITS = {"SQLITE_LIMIT_COLUMN": (2, 2_000), "SQLITE_LIMIT_VARIABLE_NUMBER": (9, 32_766)}
for name, (category, _limit) in LIMITS.items():
    setattr(pysqlite3, name, category)


class Connection(pysqlite3.Connection):  # type: ignore[misc]  # pysqlite3 ships no types
    """A connection that can tell its limits."""

    def getlimit(self, category: int) -> int:
        return dict(LIMITS.values())[category]


class DatabaseFeatures(features.DatabaseFeatures):
    # pysqlite3's Connection has no getlimit(); 32,766 is SQLite's own default since 3.32.
    max_query_params = 32_766


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        refuse_unsafe(pysqlite3.sqlite_version_info)
        return super().get_new_connection({"factory": Connection} | conn_params)
