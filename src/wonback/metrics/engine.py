"""The engine that answers the expressions of all metrics; one setting, WONBACK_ENGINE, names it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import ibis
from django.conf import settings
from django.utils.translation import gettext as _

from wonback.metrics.facts import SOURCES, Facts, NoFacts, root

BATCH = 10_000


@contextmanager
def duckdb() -> Iterator[Any]:
    """DuckDB, inside this process; what does not fit into its memory goes to a folder of its own for a while."""
    spill = tempfile.mkdtemp(prefix=".spill-", dir=settings.HOME)
    con = ibis.duckdb.connect(memory_limit="512MB", temp_directory=spill, autoinstall_known_extensions=False)
    try:
        yield con
    finally:
        con.disconnect()
        shutil.rmtree(spill, ignore_errors=True)


ENGINES: dict[str, Callable[[], Any]] = {"duckdb": duckdb}


@contextmanager
def facts_of(day: date) -> Iterator[tuple[Any, Facts]]:
    """The engine, and the facts of that day in it."""
    folder = (root() / str(day)).resolve()
    if not folder.exists():
        raise NoFacts(_("Run `wonback nightly`: no facts of %(day)s are at hand.") % {"day": day})
    with ENGINES[settings.ENGINE]() as con:
        yield con, opened(con, folder)


def opened(con: Any, folder: Path) -> Facts:
    """The facts in a folder, as tables of that engine."""
    return Facts(**{name: con.read_parquet(folder / f"{name}.parquet", table_name=name) for name in SOURCES})


def rows(con: Any, table: ibis.Table) -> Iterator[tuple[Any, ...]]:
    """The answer row by row, fetched in batches."""
    for batch in con.to_pyarrow_batches(table, chunk_size=BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
