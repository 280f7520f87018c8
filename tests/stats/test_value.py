"""The value of clients, by formula and by model."""

import numpy as np
import pytest

from tests.stats import worlds
from wonback.stats import CannotTell, purchases, spend, value
from wonback.stats.value import Outing

SPEND = [6.0, 4.0, 15.0]


@pytest.fixture(scope="module")
def firm():
    """A simulated firm: what is known of its clients today, and what they bring in the 26 weeks ahead."""
    chance = np.random.default_rng(11)
    x, t_x, age, _, later = worlds.buyers(30_000, [0.6, 7.0, 0.8, 1.5], ahead=26)
    p, q, v = SPEND
    scale = chance.gamma(q, 1 / v, x.size)
    average = np.where(x > 0, chance.gamma(p * np.maximum(x, 1), 1 / scale) / np.maximum(x, 1), 0)
    brought = np.where(later > 0, chance.gamma(p * np.maximum(later, 1), 1 / scale), 0)
    return (x, t_x, age), average, brought


@pytest.fixture(scope="module")
def told(firm):
    clients, average, _ = firm
    known = spend.fit(clients[0], average)
    return value.ahead(
        purchases.fit(*clients), clients, known.outlook(clients[0], average), outing=Outing(26, 52, discount=1e-9)
    )


class TestAhead:
    def test_adds_up_to_what_the_base_brings(self, firm, told):
        assert told.value.sum() == pytest.approx(firm[2].sum(), rel=0.04)

    def test_leaves_one_in_ten_clients_above_its_band_and_one_in_ten_below(self, firm, told):
        """A band that starts at 0 has nobody below it; one that ends at the mean belongs to a client who most likely is gone."""
        brought = firm[2]
        lively = told.high > told.value

        assert np.mean(brought[lively] > told.high[lively]) == pytest.approx(0.1, abs=0.02)
        assert np.mean(brought[told.low > 0] < told.low[told.low > 0]) == pytest.approx(0.1, abs=0.02)
        assert 0 < np.mean(brought[~lively] > told.high[~lively]) < 0.1

    def test_holds_the_mean_in_every_band(self, told):
        assert ((told.low <= told.value) & (told.value <= told.high)).all()

    def test_is_worth_less_later_and_in_proportion_to_margin(self, firm):
        clients = tuple(column[:50] for column in firm[0])
        base = purchases.fit(*firm[0])
        outlook = spend.Fit(*SPEND, 0.0, {}).outlook(clients[0], firm[1][:50])
        plain, dear = (
            value.ahead(base, clients, outlook, outing=Outing(52, 52, discount=rate, margin=margin))
            for rate, margin in ((1e-9, 1.0), (0.5, 0.4))
        )

        assert (dear.value < 0.4 * plain.value).all()
        assert (dear.value > 0.4 * plain.value / 1.5).all()
        assert (dear.high <= 0.4 * plain.high).all()

    def test_discounts_each_purchase_from_the_middle_of_its_step(self, firm):
        base, (x, t_x, age) = purchases.fit(*firm[0]), firm[0]
        one = (x[:1], t_x[:1], age[:1])
        flat = spend.Outlook(np.ones(1), np.zeros(1), np.zeros(1))
        seen = value.ahead(base, one, flat, outing=Outing(52, 52, discount=0.1, steps=2)).value
        half, full = (base.expected_purchases(weeks, *one) for weeks in (26, 52))

        assert seen == pytest.approx(half / 1.1**0.25 + (full - half) / 1.1**0.75)


class TestFormula:
    def test_is_the_product_per_period(self):
        assert value.by_formula([50.0, 10.0], 12, 3, margin=0.5).tolist() == [900, 180]
        assert value.of_longer(2, 50.0, 12) == 1200

    def test_refuses_rates_that_are_none(self):
        with pytest.raises(CannotTell, match="share from 0 to 1"):
            value.elasticity(1.2, discount=0.1)
        with pytest.raises(CannotTell, match="share from 0 to 1"):
            value.per_margin(0.8, discount=0)

    def test_elasticity_is_what_one_percent_more_retention_brings(self):
        before, after = (value.per_margin(0.8 * more, discount=0.12) for more in (1, 1.0001))

        assert (after / before - 1) / 0.0001 == pytest.approx(value.elasticity(0.8, discount=0.12), rel=1e-3)
