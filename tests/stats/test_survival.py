"""How long clients stay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.stats import CannotTell
from wonback.stats.survival import kaplan_meier

# Freireich et al. (1963), Blood 21, the 21 patients given 6-MP; a plus was still in remission.
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()


@pytest.fixture
def remission():
    weeks = [int(each.rstrip("+")) for each in REMISSION]
    return kaplan_meier(weeks, [not each.endswith("+") for each in REMISSION])


class TestKaplanMeier:
    def test_gives_the_printed_curve(self, remission):
        """Kalbfleisch & Prentice (2002), and every textbook since."""
        printed = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}

        assert {week: round(remission.after(week), 3) for week in printed} == printed
        assert remission.half == 23

    def test_says_nothing_beyond_what_was_seen(self, remission):
        assert remission.after(0) == 1
        assert np.isnan(remission.after(36))

    @given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=40))
    def test_falls_within_its_band_and_takes_weights_for_rows(self, rows):
        time, left = zip(*rows, strict=True)
        once = kaplan_meier(time, left, weights=2.0)
        twice = kaplan_meier(time * 2, left * 2)

        assert once.stay == pytest.approx(twice.stay)
        assert (np.diff(once.stay) <= 0).all()
        assert (once.low <= once.stay + 1e-12).all()
        assert (once.stay <= once.high + 1e-12).all()

    def test_bands_hold_the_truth_eight_times_in_ten(self):
        chance, held = np.random.default_rng(5), []
        for _firm in range(400):
            stayed, watched = chance.exponential(4.0, 120), chance.uniform(0, 8, 120)
            curve = kaplan_meier(np.minimum(stayed, watched), stayed <= watched)
            place = np.searchsorted(curve.at, 3.0, side="right") - 1
            held.append(curve.low[place] <= np.exp(-3 / 4) <= curve.high[place])

        assert 0.75 <= np.mean(held) <= 0.85

    def test_refuses_what_is_no_time(self):
        with pytest.raises(CannotTell, match="at least 0"):
            kaplan_meier([-1, 2], [1, 0])
        with pytest.raises(CannotTell, match="nobody has been watched"):
            kaplan_meier([], [])
