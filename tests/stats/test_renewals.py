"""Contracts of clients who differ."""

import numpy as np
import pytest
from scipy.special import expit, logit

from wonback.stats import CannotTell, renewals
from wonback.stats.contracts import Retention

COHORT = Retention(alpha=0.9, beta=4.0)
SLOPES = np.array([-0.9, 0.5, 0.0])


def due(size, seed, slopes=SLOPES):
    """Renewals that were due, whether they were made, and the traits of who decided; with the truth."""
    chance = np.random.default_rng(seed)
    nth, traits = chance.integers(1, 6, size), chance.normal(size=(size, slopes.size))
    true = expit(logit(COHORT.renewal_rate(nth)) + traits @ slopes)
    return nth, (chance.random(size) < true).astype(float), traits, true


def test_finds_what_moves_renewals_and_what_does_not():
    nth, made, traits, _ = due(20_000, seed=1)
    fitted = renewals.fit(COHORT, nth, made, traits)

    assert fitted.fitted.mode[2:] / fitted.spread == pytest.approx(SLOPES, abs=0.08)


@pytest.mark.parametrize("size", [100, 600])
def test_bands_hold_the_truth_as_often_as_they_say_and_beat_the_cohort(size):
    held, ours, theirs = [], [], []
    chance = np.random.default_rng(2)
    for seed in range(60):
        slopes = chance.normal(0, 0.5, 3)
        base = renewals.fit(COHORT, *due(size, seed, slopes)[:3])
        nth, _, traits, true = due(300, 1000 + seed, slopes)
        told = base.chance(nth, traits)
        held.append(np.mean((told.low <= true) & (true <= told.high)))
        ours.append(np.mean((told.value - true) ** 2))
        theirs.append(np.mean((COHORT.renewal_rate(nth) - true) ** 2))

    assert 0.75 <= np.mean(held) <= 0.88
    assert np.mean(ours) < np.mean(theirs) / 2


def test_one_renewal_hardly_moves_the_cohort():
    base = renewals.fit(COHORT, [1], [1], [[0.3]])

    assert base.chance(1, [[0.3]]).value[0] == pytest.approx(COHORT.renewal_rate(1), abs=0.05)


def test_counts_a_weight_and_a_share_as_so_many_rows():
    nth, made, traits, _ = due(120, seed=3)
    collapsed = renewals.fit(COHORT, [2, 3], [0.25, 1.0], [[1.0], [0.0]], weights=[4, 2])
    rows = renewals.fit(COHORT, [2] * 4 + [3] * 2, [1, 0, 0, 0, 1, 1], [[1.0]] * 4 + [[0.0]] * 2)
    twice = renewals.fit(COHORT, np.repeat(nth, 2), np.repeat(made, 2), np.repeat(traits, 2, axis=0))

    assert collapsed.fitted.mode == pytest.approx(rows.fitted.mode, abs=1e-6)
    assert renewals.fit(COHORT, nth, made, traits, weights=2).fitted.mode == pytest.approx(twice.fitted.mode, abs=1e-6)


def test_does_not_care_in_what_a_trait_is_measured():
    nth, made, traits, _ = due(300, seed=4)
    euros, cents = (renewals.fit(COHORT, nth, made, traits * scale) for scale in (1, 100))

    assert cents.chance(2, traits * 100).value == pytest.approx(euros.chance(2, traits).value)


def test_survival_is_the_product_of_renewals():
    base = renewals.fit(COHORT, *due(400, seed=5)[:3])
    who = [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
    told = base.survival(who, renewals=3, renewed=2)

    assert told.shape == (2, 3)
    assert told[:, 1] == pytest.approx(base.chance(3, who).value * base.chance(4, who).value)
    assert (told[0] > told[1]).all()


@pytest.mark.parametrize(
    ("nth", "made", "traits", "sentence"),
    [
        ([], [], np.zeros((0, 1)), "no renewal has been due"),
        ([0], [1], [[1]], r"Count renewals from 1 \(row 1\)"),
        ([1], [2], [[1]], "0, 1, or the share of a row"),
        ([1, 2], [1, 0], [[1]], "2 renewals, 1 rows of traits"),
        ([1], [1], [1], "as a table"),
        ([1], [1], [["angry"]], "traits as numbers"),
        ([1], [1], [[np.nan]], r"Fill in the traits.*\(row 1\)"),
    ],
)
def test_refuses_nonsense_with_a_sentence(nth, made, traits, sentence):
    with pytest.raises(CannotTell, match=sentence):
        renewals.fit(COHORT, nth, made, traits)


def test_asks_for_the_traits_it_knows():
    base = renewals.fit(COHORT, *due(60, seed=6)[:3])

    with pytest.raises(CannotTell, match="as a table"):
        base.chance(1, [[1.0]])
