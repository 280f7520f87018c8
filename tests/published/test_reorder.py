"""The most silent tenth, honestly (A25): CDNOW, all clients, 13 weeks; learned one quarter, tried the next.

Source: our own back-test; .064 shown against .067 that happened, where the purchase model alone shows .046.
"""

import pytest

from wonback.stats import backtest, purchases, reorder, rhythm

CUTS = ("1997-07-01", "1997-09-30")


@pytest.fixture(scope="module")
def quarters(table):
    rows = table("cdnow_full_13_weeks.csv.gz")
    return [quarter({name: values[rows["cut"] == cut] for name, values in rows.items()}) for cut in CUTS]


def quarter(rows):
    clients = (rows["frequency"], rows["recency_days"] / 7, rows["age_days"] / 7)
    base = purchases.fit(*clients, weights=rows["clients"])
    rate = rhythm.firm_rate(*clients[:2], weights=rows["clients"])
    snapshot = reorder.snapshot(base, 13, clients=clients, rate=rate)
    return snapshot, rows["returned"] / rows["clients"], rows["clients"]


def test_a25_the_lowest_tenth_buys_as_often_as_shown(quarters):
    (earlier, bought, weights), (today, buys, todays_weights) = quarters
    chance = reorder.fit(earlier, bought, weights=weights).chance(today)
    told = backtest.reliability(chance, buys, weights=todays_weights)

    assert told.happened[0] == pytest.approx(0.067, abs=0.005)
    assert told.shown[0] == pytest.approx(told.happened[0], abs=0.02)
    assert backtest.log_loss(chance, buys, weights=todays_weights) == pytest.approx(0.3811, abs=1e-3)


def test_a25_the_purchase_model_alone_buries_them_too_early(quarters):
    today, buys, weights = quarters[1]

    assert backtest.log_loss(today.chance, buys, weights=weights) == pytest.approx(0.3898, abs=1e-3)
    told = backtest.reliability(today.chance, buys, weights=weights)
    assert told.shown[0] < told.happened[0] - 0.02
