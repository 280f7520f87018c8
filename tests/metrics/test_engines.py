"""The same expressions on DuckDB and on Apache Spark: equal to nine digits."""

import shutil
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pyarrow.parquet
import pytest
from django.core.management import call_command

from tests.metrics.purchase_files import AS_OF, purchases, written
from tests.metrics.tables import on_page
from wonback.metrics import engine
from wonback.metrics.base.summary import collapsed, order_days, summary
from wonback.metrics.derived import DERIVED
from wonback.metrics.facts import SOURCES
from wonback.metrics.register import METRICS

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)
INTERPRETED = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}
# No use for a database: once is enough.
pytestmark = pytest.mark.program


@pytest.fixture(scope="module")
def spark():
    """Spark on this machine. Where it cannot start, the numbers are not proven, and that is a failure."""
    if not find_spec("pyspark") or not shutil.which("java"):
        pytest.fail("Run `make test`, or `bin/setup --dev` and `bin/java --install`: this needs PySpark and Java 17.")
    with pytest.MonkeyPatch.context() as patch:
        # A handful of rows is read faster than a program for them is compiled.
        patch.setattr(engine, "SPARK", engine.SPARK | INTERPRETED)
        with engine.spark() as con:
            yield con


@pytest.fixture(scope="module")
def duckdb():
    con = engine.ibis.duckdb.connect()
    yield con
    con.disconnect()


def answers(con, table):
    rows = con.to_pyarrow(table).to_pylist()
    return sorted(
        rows, key=lambda row: repr({name: value for name, value in row.items() if not isinstance(value, float)})
    )


def same(one, other):
    return [{name: pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value for name, value in row.items()} for row in one] == other  # fmt: skip


def laid_down(con, folder, page):
    """The facts of a page as the night lays them down."""
    facts, _results = on_page((ROOT / page).read_text())
    for name in (*SOURCES, *DERIVED):
        con.to_parquet(getattr(facts, name), folder / f"{name}.parquet")
    return folder


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_a_number_is_the_same_on_both(metric, duckdb, spark, tmp_path):
    folder = laid_down(duckdb, tmp_path, metric.doc)
    ours, theirs = (
        answers(con, metric.table(engine.opened(con, folder), kind=metric.kinds[-1], as_of=DAY))
        for con in (duckdb, spark)
    )

    assert ours
    assert same(ours, theirs)


def test_clients_come_down_to_the_same_kinds_on_both(duckdb, spark, tmp_path):
    folder = laid_down(duckdb, tmp_path, "docs/numbers/active-share.md")
    ours, theirs = (answers(con, kinds_of(engine.opened(con, folder).purchases)) for con in (duckdb, spark))

    assert len(ours) > 2
    assert same(ours, theirs)


@pytest.mark.usefixtures("spark")
def test_a_file_is_worth_the_same_on_both(tmp_path):
    file = written(tmp_path / "purchases.csv", purchases())
    ours, theirs = (scores(file, tmp_path / f"{name}.parquet", name) for name in ("duckdb", "spark"))

    assert len(ours) == 400
    assert same(ours, theirs)


def scores(file, out, name):
    call_command("value", str(file), "--as-of", AS_OF.isoformat(), "--engine", name, "--out", str(out))
    return sorted(pyarrow.parquet.read_table(out).to_pylist(), key=lambda row: row["client"])


def kinds_of(purchases):
    bought = purchases.select(client="client_id", day="bought_on", amount="amount")
    return collapsed(summary(order_days(bought), as_of=date(2026, 9, 15), ahead=60))
