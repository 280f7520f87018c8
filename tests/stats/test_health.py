"""A score from 0 to 100 by known signs, and how right it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.stats import CannotTell
from wonback.stats.health import health, warned

SIGN = st.floats(0, 1) | st.just(float("nan"))
SIGNS = st.lists(st.lists(SIGN, min_size=5, max_size=5), min_size=1, max_size=8)
WEIGHTS = st.lists(st.integers(1, 10), min_size=5, max_size=5)


class TestHealth:
    @given(SIGNS, WEIGHTS)
    def test_lies_in_its_band_and_between_nothing_and_a_hundred(self, signs, weights):
        it = health(signs, weights)
        known = np.isfinite(it.value)

        assert ((it.low >= -1e-9) & (it.high <= 100 + 1e-9) & (it.low <= it.high + 1e-9)).all()
        assert ((it.value >= it.low - 1e-9) & (it.value <= it.high + 1e-9))[known].all()

    @given(SIGNS, WEIGHTS)
    def test_is_a_hundred_less_the_points_of_its_signs(self, signs, weights):
        it = health(signs, weights)
        known = np.isfinite(it.value)

        assert (100 - np.nansum(it.points, axis=1))[known] == pytest.approx(it.value[known])

    @given(SIGNS, WEIGHTS, st.integers(0, 4))
    def test_never_rises_because_a_sign_grows(self, signs, weights, which):
        worse = np.array(signs)
        worse[:, which] = np.where(np.isnan(worse[:, which]), np.nan, 1.0)
        before, after = health(signs, weights).value, health(worse, weights).value

        assert (after <= before + 1e-9)[np.isfinite(before)].all()

    @given(st.lists(st.floats(0, 1), min_size=4, max_size=4), WEIGHTS)
    def test_leaves_out_what_nobody_knows(self, signs, weights):
        """An unknown sign is as if it were not asked about: neither 0 nor 1."""
        unknown = health([[*signs, float("nan")]], weights).value[0]

        assert unknown == pytest.approx(health([signs], weights[:4]).value[0])

    def test_is_none_on_too_few_signs(self):
        it = health([[0.0, 1.0, np.nan, np.nan]], [1, 1, 1, 1])

        assert (np.isnan(it.value[0]), it.known[0], it.low[0], it.high[0]) == (True, 2, 25.0, 75.0)

    def test_needs_weights(self):
        for weights in ([0, 0], [1], [1, -1]):
            with pytest.raises(CannotTell):
                health([[0.0, 1.0]], weights)


class TestWarned:
    @given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), min_size=1, max_size=40), st.integers(1, 100))
    def test_counts_everybody_once(self, clients, below):
        it = warned([score for score, _left in clients], [left for _score, left in clients], below=below)
        hits = it.left_of_warned.some

        assert it.warned == hits + it.false_alarms
        assert it.base.some == hits + it.missed
        assert it.clients == len(clients)

    def test_says_how_much_oftener_they_leave(self):
        left = [1] * 4 + [0] * 4 + [1] * 1 + [0] * 31
        it = warned([10] * 8 + [90] * 32, left, below=50)

        assert (it.left_of_warned.value, it.base.value, it.lift) == (0.5, 0.125, 4.0)
        assert it.warned_of_left.value == pytest.approx(0.8)

    def test_tells_nothing_of_few_or_where_nobody_left(self):
        it = warned([10, 90, 90], [0, 0, 0], below=50)

        assert (it.base.value, it.lift, it.ranking) == (None, None, None)

    def test_does_not_warn_of_whom_it_cannot_score(self):
        assert warned([np.nan] * 6, [1] * 6, below=50).missed == 6
