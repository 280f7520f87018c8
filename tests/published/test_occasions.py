"""Donations, against the figures of Fader, Hardie & Shang (2010), Marketing Science 29(6).

Sources: the BTYD vignette and the tests of `lifetimes` (A16).
"""

import numpy as np
import pytest

from wonback.stats import occasions


@pytest.fixture(scope="module")
def donations(table):
    columns = table("donations.csv")
    return [columns[name] for name in ("frequency", "recency", "periods", "weights")]


@pytest.fixture(scope="module")
def fitted(donations):
    frequency, recency, periods, weights = donations
    return occasions.fit(frequency, recency, periods, weights=weights)


def test_a16_finds_the_published_parameters(fitted):
    assert list(fitted.parameters.values()) == pytest.approx([1.2035, 0.7497, 0.6567, 2.7834], abs=1e-3)
    assert fitted.log_likelihood == pytest.approx(-33225.58, abs=1e-2)


def test_a16_says_who_is_still_there_in_2002(fitted):
    assert fitted.alive([0, 2, 6], [0, 4, 6], 6) == pytest.approx([0.11, 0.59, 0.93], abs=1e-2)


def test_a16_expects_the_published_donations(fitted, donations):
    frequency, recency, periods, weights = donations

    assert fitted.expected_purchases(5, frequency, recency, periods) @ weights == pytest.approx(12884.2, abs=0.1)
    assert fitted.expected_purchases(10, 0, 0, 0) == pytest.approx(3.1798, abs=1e-3)
    assert fitted.expected_purchases(10, [0, 4], [0, 5], 6) == pytest.approx([0.13022, 3.6279], abs=1e-3)


def test_a16_gives_the_published_counts_in_the_sample(fitted, donations):
    counts = fitted.chances_of_counts(6) * donations[3].sum()

    assert counts[[0, 6]] == pytest.approx([3454.9, 1253.1], abs=0.1)
    assert np.sum(counts) == pytest.approx(11_104)
