"""The engine that answers the expressions of all metrics; one setting, WONBACK_ENGINE, names it.

DuckDB works inside this process and spills to disk what does not fit into its memory. Spark is for tables that one
machine does not hold; it gets the same expressions. Why so: docs/decisions/ibis-and-duckdb.md.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import duckdb as duckdb_
import ibis
from django.conf import settings
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal
from wonback.metrics.derived import DERIVED
from wonback.metrics.facts import SOURCES, Facts, NoFacts, root

BATCH = 10_000
MEMORY = "512MB"
SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": str(os.cpu_count() or 2),
}


class NoEngine(Refusal):
    """The engine that was asked for is not installed."""

    code = "no_engine"


@contextmanager
def duckdb(memory: str = MEMORY) -> Iterator[Any]:
    """DuckDB, inside this process; what does not fit into its memory goes to a folder of its own for a while."""
    spill = tempfile.mkdtemp(prefix=".spill-", dir=settings.HOME)
    con = ibis.duckdb.connect(memory_limit=memory, temp_directory=spill, autoinstall_known_extensions=False)
    try:
        yield con
    finally:
        con.disconnect()
        shutil.rmtree(spill, ignore_errors=True)


@contextmanager
def spark(memory: str = MEMORY) -> Iterator[Any]:
    """Apache Spark: the session of the cluster we were submitted to (spark-submit), else one on this machine."""
    if not find_spec("pyspark"):
        raise NoEngine(_("Install Spark's client with `pip install 'wonback[spark]'`, or choose the engine duckdb."))
    if not (shutil.which("java") or Path("/usr/bin/java").exists()):
        raise NoEngine(_("Install Java 17 (Debian and Ubuntu: default-jre-headless), or choose the engine duckdb."))
    from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra that most installations do without

    # What spark-submit says of the cluster stands; the rest is for one machine. Days are days on every machine.
    alone = {} if "PYSPARK_GATEWAY_PORT" in os.environ else {"spark.driver.memory": memory.removesuffix("B").lower()}
    builder = SparkSession.builder.appName("wonback")
    for name, value in (SPARK | alone).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    con = ibis.pyspark.connect(session)
    try:
        yield con
    finally:
        con.disconnect()


ENGINES: dict[str, Callable[..., AbstractContextManager[Any]]] = {"duckdb": duckdb, "spark": spark}


class Readable(Protocol):
    """A file of rows: where it is, and for text how it is written."""

    @property
    def pattern(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def encoding(self) -> str: ...


def read(con: Any, file: Readable) -> ibis.Table:
    """A file as a table of that engine; text files as text."""
    if con.name == "duckdb":
        if not file.delimiter:
            return con.read_parquet(file.pattern)
        words = {"delim": file.delimiter, "encoding": file.encoding, "quote": '"', "escape": '"', "comment": ""}
        return con.read_csv(file.pattern, all_varchar=True, header=True, auto_detect=True, **words)
    if not file.delimiter:
        return con.read_parquet(file.pattern.removesuffix("/**/*.parquet"))
    return con.read_csv(
        file.pattern, header=True, inferSchema=False, sep=file.delimiter, encoding=file.encoding, quote='"', escape='"'
    )


@contextmanager
def kept(con: Any, table: ibis.Table) -> Iterator[ibis.Table]:
    """The answer, worked out once and kept in the engine while it is needed; it may be larger than memory."""
    name = f"kept_{uuid.uuid4().hex}"
    if con.name == "duckdb":
        # The method of a released expression does not find its table again; a plain name does.
        yield con.create_table(name, table, temp=True)
        con.raw_sql(f"DROP TABLE IF EXISTS temp.main.{name}")
        return
    # Unlike the cache, a view takes along what an expression holds in memory.
    with con.create_view(name, table).cache() as found:
        yield found
    con.raw_sql(f"DROP VIEW {name}")


def reading_errors() -> tuple[type[Exception], ...]:
    """What engines raise when a row of a file cannot be read."""
    return (duckdb_.InvalidInputException, duckdb_.ConversionException)


@contextmanager
def facts_of(day: date) -> Iterator[tuple[Any, Facts]]:
    """The engine, and the facts of that day in it."""
    folder = (root() / str(day)).resolve()
    if not folder.exists():
        raise NoFacts(_("Run `wonback nightly`: no facts of %(day)s are at hand.") % {"day": day})
    with ENGINES[settings.ENGINE]() as con:
        yield con, opened(con, folder)


def opened(con: Any, folder: Path) -> Facts:
    """The facts in a folder, as tables of that engine, each under its own name, and each opened when it is first asked for."""
    return Facts(**{name: partial(table_in, con, folder, name) for name in (*SOURCES, *DERIVED)})


def table_in(con: Any, folder: Path, name: str) -> ibis.Table:
    path = folder / f"{name}.parquet"
    return con.read_parquet(str(path), table_name=name) if path.exists() else nothing_yet(con, name)


def nothing_yet(con: Any, name: str) -> ibis.Table:
    """What the night works out of the facts, before it has; or facts of a kind that an earlier version did not take out."""
    schema = SOURCES[name].schema if name in SOURCES else DERIVED[name].schema
    return con.create_table(name, schema=schema) if con.name == "duckdb" else ibis.memtable([], schema=schema)


def rows(con: Any, table: ibis.Table) -> Iterator[tuple[Any, ...]]:
    """The answer row by row, fetched in batches."""
    return rows_in(con.to_pyarrow_batches(table, chunk_size=BATCH))


def rows_of_query(con: Any, sql: str) -> Iterator[tuple[Any, ...]]:
    """The same, of a query that is written already."""
    return rows_in(con.raw_sql(sql).to_arrow_reader(BATCH))


def rows_in(batches: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
