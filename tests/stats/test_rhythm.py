"""Each client's own rhythm, and when silence is unusual."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wonback.stats import CannotTell
from wonback.stats.rhythm import firm_rate, longest_usual, own_rhythm, states


def test_a_stranger_has_the_firms_rhythm_and_a_friend_their_own():
    assert own_rhythm(0, 0, rate=0.25) == 4
    assert own_rhythm(200, 2000, rate=0.25) == pytest.approx(10, rel=0.01)


@pytest.mark.parametrize("k", [1, 3])
def test_four_of_five_next_gaps_are_shorter_than_the_longest_usual(k):
    """Buyers whose rates follow the prior: after x gaps the next one stays below the quantile as often as it says."""
    chance = np.random.default_rng(2)
    rates = chance.gamma(k, 1 / 5.0, 200_000)
    x = chance.integers(1, 6, rates.size)
    recency, later = chance.gamma(k * x, 1 / rates), chance.gamma(k, 1 / rates)

    assert np.mean(later < longest_usual(0.8, x, recency, rate=1 / 5.0, k=k)) == pytest.approx(0.8, abs=0.004)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 50), st.floats(0, 500), st.floats(0, 500), st.floats(0.01, 100))
def test_the_unit_of_time_does_not_matter(x, recency, silence, scale):
    weeks = states(silence, x, recency, rate=0.2)
    usual = longest_usual(0.8, x, recency, rate=0.2)

    assert longest_usual(0.8, x, recency * scale, rate=0.2 / scale) == pytest.approx(usual * scale)
    if abs(silence / usual - 1) > 1e-6 and abs(silence / longest_usual(0.95, x, recency, rate=0.2) - 1) > 1e-6:
        assert states(silence * scale, x, recency * scale, rate=0.2 / scale) == weeks


def test_the_firms_rate_counts_weights():
    assert firm_rate([4, 1], [20, 10], weights=[1, 3]) == pytest.approx(7 / 50)


def test_refuses_what_cannot_be():
    with pytest.raises(CannotTell, match="nobody in this base has bought twice"):
        firm_rate([0, 0], [0, 0])
    with pytest.raises(CannotTell, match=r"a purchase lies in the future \(row 2\)"):
        states([1, -1], 3, 30, rate=0.2)
    with pytest.raises(CannotTell, match="share between 0 and 1"):
        longest_usual(1.0, 3, 30, rate=0.2)
    with pytest.raises(CannotTell, match="purchases per unit of time"):
        own_rhythm(3, 30, rate=0)
    with pytest.raises(CannotTell, match="at least 0"):
        own_rhythm(-3, 30, rate=0.2)
