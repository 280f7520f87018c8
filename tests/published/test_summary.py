"""From a log of purchases to one row a client, against the summary that its authors give away with it (A19).

Source: Fader & Hardie, CDNOW, 1/10 sample: the log, and `cdnow_customers_summary_with_transactions.csv`, which has two decimals.
`benchmarks/summary.py` measures the time of 10,000,000 rows.
"""

import ibis
import numpy as np
import pytest

from tests.published.conftest import CALIBRATION_ENDS, as_day
from wonback.metrics.base.summary import order_days, summary

HOLD_OUT = 39 * 7
# No use for a database: once is enough.
pytestmark = pytest.mark.program


@pytest.fixture(scope="module")
def ours(table):
    log = table("cdnow_sample_log.csv.gz")
    days = [as_day(f"{day:.0f}") for day in log["day"]]
    # The authors count what was given away as purchases; ours are above 0, be it by a millionth.
    amounts = np.maximum(log["dollars"], 1e-6)
    con = ibis.duckdb.connect()
    bought = con.create_table("log", ibis.memtable({"client": log["client"], "day": days, "amount": amounts}))
    each = summary(order_days(bought), as_of=CALIBRATION_ENDS, ahead=HOLD_OUT)
    yield con.to_pyarrow(each.order_by("client")).to_pydict()
    con.disconnect()


def test_a19_counts_what_the_authors_count(ours, table):
    theirs = table("cdnow_sample_rounded.csv.gz")

    assert np.array_equal(ours["client"], theirs["ID"])
    assert np.array_equal(ours["frequency"], theirs["x"])
    assert np.array(ours["recency"]) / 7 == pytest.approx(theirs["t_x"], abs=0.0051)
    assert np.array(ours["age"]) / 7 == pytest.approx(theirs["T"], abs=0.0051)


def test_a19_finds_their_average_of_repeat_purchases(ours, table):
    again = np.array(ours["spent"]) - ours["spent_first"]
    average = again / np.maximum(ours["frequency"], 1)

    assert average == pytest.approx(table("cdnow_sample_rounded.csv.gz")["zbar"], abs=0.0051)


def test_a19_counts_the_hold_out_apart(ours, cdnow_sample):
    assert np.array_equal(ours["later"], cdnow_sample.later)
