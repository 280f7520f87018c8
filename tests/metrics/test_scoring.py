"""The value of a client by both roads: in the engine, where a million are priced, and in the library alone."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import numpy as np
import pytest

from wonback.metrics.base.backtest import YEAR, of_fit
from wonback.metrics.base.estimate import floats
from wonback.metrics.base.scoring import scored, valued
from wonback.metrics.base.summary import KIND, summary
from wonback.stats import purchases, spend, value

AS_OF, FIRST = date(2026, 6, 30), date(2024, 7, 1)
HORIZON, DISCOUNT, MARGIN = 182, 0.10, 0.4


@dataclass(frozen=True)
class Road:
    """What one road says of every client, in the order of their names."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def days_of(clients=300, seed=4):
    """Days with a purchase: some clients come once, some often, some leave."""
    chance, rows = np.random.default_rng(seed), []
    for client in range(clients):
        day, gap, visits = int(chance.integers(0, 500)), chance.gamma(2.0, 20.0) + 4, chance.geometric(0.12)
        for _visit in range(visits):
            if day > (AS_OF - FIRST).days:
                break
            spent = float(chance.lognormal(4.0, 0.7))
            rows.append({"client": f"C{client:03}", "day": FIRST + timedelta(days=day), "spend": spent})
            day += int(chance.gamma(2.0, gap / 2)) + 1
    return ibis.memtable(rows)


@pytest.fixture(scope="module")
def clients():
    con = ibis.duckdb.connect()
    table = con.to_pyarrow(summary(days_of(), as_of=AS_OF).order_by("client"))
    con.disconnect()
    return table


@pytest.fixture(scope="module")
def base(clients):
    return purchases.fit(*(floats(clients[name]) for name in KIND), gap_logs=floats(clients["gap_logs"]), k=1)


def columns(clients):
    return tuple(floats(clients[name]) for name in KIND)


def kinds_of(clients):
    return tuple(np.unique(np.column_stack(columns(clients)), axis=0).T)


def by_engine(clients, base, model):
    """Each kind scored once, joined to its clients, and priced where they lie."""
    kinds = kinds_of(clients)
    expected = of_fit(base, kinds, horizon=HORIZON, discount=DISCOUNT)
    con = ibis.duckdb.connect()
    table = valued(ibis.memtable(clients), ibis.memtable(scored(kinds, expected, rate=0.02, k=1)), model, margin=MARGIN)
    found = con.to_pyarrow(table.select("client", "value", "value_low", "value_high").order_by("client"))
    con.disconnect()
    return Road(*(floats(found[name]) for name in ("value", "value_low", "value_high")))


def by_library(clients, base, outlook):
    outing = value.Outing(HORIZON, YEAR, discount=DISCOUNT, margin=MARGIN)
    return Road(*value.ahead(base, columns(clients), outlook, outing=outing))


def gamma_gamma(clients):
    x = floats(clients["frequency"])
    average = (floats(clients["spent"]) - floats(clients["spent_first"])) / np.maximum(x, 1)
    model = spend.fit(x, average)
    return model, model.outlook(x, np.where(x > 0, average, 0.0))


def log_normal(clients):
    n, logs, squares = (floats(clients[name]) for name in ("purchases", "log_sum", "log_squares"))
    model = spend.fit_log_normal(n, logs, squares)
    return model, model.outlook(n, logs)


@pytest.mark.parametrize("family", [gamma_gamma, log_normal])
class TestBothRoads:
    def test_say_the_same_of_every_client(self, clients, base, family):
        model, outlook = family(clients)
        engine, library = by_engine(clients, base, model), by_library(clients, base, outlook)

        assert len(engine.value) == clients.num_rows > 250
        assert engine.value == pytest.approx(library.value, rel=1e-6)
        assert engine.low == pytest.approx(library.low, rel=1e-6, abs=1e-9)
        assert engine.high == pytest.approx(library.high, rel=1e-6, abs=1e-9)

    def test_hold_the_mean_in_the_band_and_differ_among_clients(self, clients, base, family):
        engine = by_engine(clients, base, family(clients)[0])

        assert ((engine.low <= engine.value + 1e-9) & (engine.value <= engine.high + 1e-9)).all()
        assert (engine.low == 0).any()
        assert engine.value.max() > 10 * np.median(engine.value)
