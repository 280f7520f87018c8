"""How long clients stay, against the curve and the band that lifelines prints.

Source: lifelines 0.30.3, `KaplanMeierFitter(alpha=0.2)` on its data set `waltons` (163 fruit flies, 7 still alive).
On 21 of its data sets curve and limits differ by 5e-15 at most; see docs/decisions/statistics.md.
"""

import numpy as np
import pytest

from wonback.stats import survival


@pytest.fixture(scope="module")
def flies(table):
    return table("waltons.csv")


def test_the_curve_and_its_band_are_those_of_lifelines(flies):
    curve = survival.kaplan_meier(flies["time"], flies["left"], weights=flies["clients"])
    places = np.searchsorted(curve.at, flies["time"])

    assert curve.stay[places] == pytest.approx(flies["stay"], abs=1e-9)
    assert curve.low[places] == pytest.approx(flies["low"], abs=1e-9)
    assert curve.high[places] == pytest.approx(flies["high"], abs=1e-9)
    assert curve.half == 56


def test_collapsed_rows_say_what_single_ones_say(flies):
    counts = flies["clients"].astype(int)
    single = survival.kaplan_meier(np.repeat(flies["time"], counts), np.repeat(flies["left"], counts))
    collapsed = survival.kaplan_meier(flies["time"], flies["left"], weights=counts)

    assert [single.stay, single.low, single.high] == pytest.approx(
        np.array([collapsed.stay, collapsed.low, collapsed.high]), abs=1e-12
    )
