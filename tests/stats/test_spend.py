"""What clients spend per purchase."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stats import worlds
from wonback.stats import CannotTell, spend

GAMMA = spend.Fit(6.0, 4.0, 15.0, 0.0, {})


def sums_of_logs(clients, truth, seed=3):
    """Clients with log-normal purchases: numbers, sums of logs, sums of squared logs, true means."""
    chance = np.random.default_rng(seed)
    centre, among, within = truth
    n, level = chance.integers(1, 9, clients), chance.normal(centre, np.sqrt(among), clients)
    logs = [chance.normal(mean, np.sqrt(within), size) for mean, size in zip(level, n, strict=True)]
    sums = np.array([[one.sum(), (one**2).sum()] for one in logs]).T
    return n, *sums, np.exp(level + within / 2)


class TestGammaGamma:
    @given(st.integers(1, 500), st.floats(0.1, 1e4))
    def test_lies_between_the_clients_own_mean_and_everybodys(self, x, m):
        everybody = GAMMA.mean(0, 0)
        low, high = sorted([m, everybody])

        assert low * (1 - 1e-9) <= GAMMA.mean(x, m) <= high * (1 + 1e-9)

    def test_expects_of_crowds_what_crowds_spend(self):
        chance = np.random.default_rng(4)
        scale = chance.gamma(4, 1 / 15.0, 200_000)
        x = chance.integers(1, 5, scale.size)
        before, later = chance.gamma(6 * x, 1 / scale) / x, chance.gamma(6, 1 / scale)
        told = GAMMA.outlook(x, before)

        assert told.mean.mean() == pytest.approx(later.mean(), rel=0.01)
        spread = np.mean(told.level_variance + told.purchase_variance)
        assert spread == pytest.approx(np.mean((later - told.mean) ** 2), rel=0.05)

    def test_refuses_a_mean_that_does_not_exist(self):
        with pytest.raises(CannotTell, match="Use the log-normal"):
            spend.Fit(6.0, 0.9, 15.0, 0.0, {}).mean(0, 0)

    def test_refuses_free_purchases_and_half_ones(self):
        with pytest.raises(CannotTell, match=r"without a price above 0.*\(row 2\)"):
            spend.fit([1, 2, 3], [5, 0, 6])
        with pytest.raises(CannotTell, match="0, 1, 2, …"):
            spend.fit([1.5, 2], [5, 6])

    def test_leaves_out_who_never_came_back(self):
        x, m = worlds.spenders(500, [6.0, 4.0, 15.0])
        with_strangers = spend.fit(np.append(x, [0, 0]), np.append(m, [0, 0]))

        assert with_strangers.p == pytest.approx(spend.fit(x, m).p)


class TestLogNormal:
    def test_finds_the_truth(self):
        n, total, squares, _ = sums_of_logs(5_000, (3.0, 0.8, 0.5))
        fitted = spend.fit_log_normal(n, total, squares)

        assert [fitted.centre, fitted.among, fitted.within] == pytest.approx([3.0, 0.8, 0.5], rel=0.06)

    def test_shrinks_as_much_as_pays(self):
        n, total, squares, true = sums_of_logs(5_000, (3.0, 0.8, 0.5), seed=4)
        fitted = spend.fit_log_normal(n, total, squares)
        told = fitted.outlook(n, total)
        own = np.exp(total / n + fitted.within / 2)

        assert np.mean((told.mean - true) ** 2) < np.mean((own - true) ** 2)
        assert np.mean(told.level_variance) == pytest.approx(np.mean((told.mean - true) ** 2), rel=0.3)
        assert told.mean.mean() == pytest.approx(true.mean(), rel=0.03)

    def test_needs_somebody_who_came_back(self):
        with pytest.raises(CannotTell, match="one of them twice"):
            spend.fit_log_normal([1, 1], [2.0, 3.0], [4.0, 9.0])
        with pytest.raises(CannotTell, match="without a purchase"):
            spend.fit_log_normal([0, 2], [0.0, 3.0], [0.0, 9.0])


class TestCheck:
    def test_finds_spend_that_goes_with_frequency(self):
        x = np.arange(1, 40)

        assert spend.check(x, x * 2.0, amounts=np.ones(500)).family == "log-normal"

    def test_finds_a_few_orders_that_carry_the_firm(self):
        amounts = np.append(np.ones(990), np.full(10, 100.0))
        verdict = spend.check([1, 2, 3, 4], [5, 5, 5, 5], amounts=amounts)

        assert verdict.family == "log-normal"
        assert verdict.top_share == pytest.approx(1000 / 1990)
        assert "50% of the revenue" in str(verdict)

    def test_lets_gamma_gamma_pass_where_both_are_harmless(self):
        x, m = worlds.spenders(2_000, [6.0, 4.0, 15.0])

        assert spend.check(x, m, amounts=m).family == "gamma-gamma"

    def test_needs_three_clients_who_came_back(self):
        with pytest.raises(CannotTell, match="three clients"):
            spend.check([1, 2], [5, 6], amounts=[5, 6])
