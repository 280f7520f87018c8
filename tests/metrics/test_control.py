"""The control chart and the number of last month tell the same story."""

from datetime import date

import ibis
import pytest

from tests.metrics.tables import answer, facts
from wonback.figures.subjects import COMPANY
from wonback.metrics.asked import Asked
from wonback.metrics.control import control
from wonback.metrics.register.losses import lost_last_month

TODAY = date(2026, 11, 22)


def spell(client, begun, ended=None):
    return {
        "client_id": client,
        "started_on": date.fromisoformat(begun),
        "ended_on": ended and date.fromisoformat(ended),
    }


def lost(client, day):
    return {"client_id": client, "kind": "client", "lost_on": date.fromisoformat(day), "reason_known": True}


@pytest.fixture
def known():
    """Forty clients, of whom some leave: on the first day of October, within it, on its last, and before."""
    gone = {1: "2026-10-01", 2: "2026-10-12", 3: "2026-10-31", 4: "2026-09-30", 5: "2026-07-15", 6: "2026-11-01"}
    spells = [spell(client, "2022-01-01", gone.get(client)) for client in range(1, 41)]
    # One came in the month, one on its first day, and one left and is back.
    spells += [spell(50, "2026-10-02"), spell(51, "2026-10-01"), spell(5, "2026-09-01")]
    return facts(spells=spells, losses=[lost(client, day) for client, day in gone.items()])


@pytest.fixture
def chart(known):
    con = ibis.duckdb.connect()
    yield control(Asked(con, known, COMPANY, TODAY))
    con.disconnect()


def test_the_last_point_of_the_chart_is_the_number_of_last_month(known, chart):
    [row] = answer(lost_last_month, known, kind="company", pk=0)
    last = chart.series[0].points[-1]

    # 40 and two new ones, without those who left in September and the one of July, who is back
    assert (last.at, last.note) == (date(2026, 10, 1), "3 of 40")
    assert (row["value"], row["n"]) == (pytest.approx(3 / 40), 40)
    assert last.value == pytest.approx(row["value"])


def test_its_limits_are_those_on_the_page(chart):
    """limits = p -+ 3 sqrt(p (1 - p) / n), p of all months together and n of the month."""
    rates, limits = chart.series[0].points, chart.series[1].points
    counts = [tuple(map(int, point.note.split(" of "))) for point in rates]
    p = sum(gone for gone, _clients in counts) / sum(clients for _gone, clients in counts)

    assert len(counts) == 24
    for (gone, clients), rate, limit in zip(counts, rates, limits, strict=True):
        assert rate.value == pytest.approx(gone / clients)
        assert limit.value == pytest.approx(min(1.0, p + 3 * (p * (1 - p) / clients) ** 0.5))
