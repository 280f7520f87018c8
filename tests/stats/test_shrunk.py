"""Logistic regression for little data."""

import numpy as np
import pytest
from scipy.special import expit

from wonback.stats import CannotTell
from wonback.stats.shrunk import Prior, fit


def groups_of(size, taus, *, rows=3_000, seed=1):
    """Outcomes that depend on two kinds of things, one of which may not matter."""
    chance = np.random.default_rng(seed)
    kinds = [chance.integers(0, size, rows) for _ in taus]
    effects = [chance.normal(0, tau, size) for tau in taus]
    design = np.hstack([np.ones((rows, 1)), *(np.eye(size)[kind] for kind in kinds)])
    logits = -1 + sum(effect[kind] for effect, kind in zip(effects, kinds, strict=True))
    group = np.repeat([-1, *range(len(taus))], [1, *[size] * len(taus)])
    prior = Prior(np.zeros(group.size), np.full(group.size, 2.0), group, np.full(len(taus), 0.7))
    return design, (chance.random(rows) < expit(logits)).astype(float), prior


def test_lets_loose_what_matters_and_ties_down_what_does_not():
    design, happened, prior = groups_of(12, [1.0, 0.0])
    taus = fit(design, happened, prior=prior).taus

    assert taus[0] == pytest.approx(1.0, abs=0.4)
    assert taus[1] < 0.25


def test_counts_a_weight_as_so_many_rows():
    design, happened, prior = groups_of(4, [0.7], rows=300)
    weights = np.random.default_rng(2).integers(0, 4, 300)
    weighted = fit(design, happened, prior=prior, weights=weights.astype(float))
    repeated = fit(np.repeat(design, weights, axis=0), np.repeat(happened, weights), prior=prior)

    assert weighted.mode == pytest.approx(repeated.mode, abs=1e-3)


def test_a_share_of_a_row_is_so_many_of_its_weight():
    coin = Prior(np.zeros(1), np.ones(1), np.array([-1]), np.zeros(0))
    shared = fit(np.ones((1, 1)), np.array([0.3]), prior=coin, weights=np.array([10.0]))
    single = fit(np.ones((10, 1)), np.array([1.0] * 3 + [0.0] * 7), prior=coin)

    assert shared.mode == pytest.approx(single.mode)
    assert shared.covariance == pytest.approx(single.covariance)


def test_finds_looseness_from_a_part_of_many_rows():
    design, happened, prior = groups_of(5, [0.8], rows=12_000)

    assert fit(design, happened, prior=prior).taus[0] == pytest.approx(0.8, abs=0.5)


def test_stays_sane_where_everything_happened():
    design, happened, prior = groups_of(4, [0.7], rows=40)
    told = fit(design, np.ones_like(happened), prior=prior).chance(design)

    assert (told.value < 1).all()
    assert (told.low > 0.3).all()


def test_survives_a_start_far_from_the_answer():
    far = Prior(np.full(1, 40.0), np.full(1, 100.0), np.array([-1]), np.zeros(0))
    happened = np.array([1.0] * 5 + [0.0] * 5)

    assert fit(np.ones((10, 1)), happened, prior=far).mode[0] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize(
    ("design", "happened", "sentence"),
    [
        (np.ones((2, 1)), np.zeros(3), "one row of the design for each outcome"),
        (np.full((2, 1), np.nan), np.zeros(2), "Fill in the design"),
        (np.ones((2, 1)), np.array([0.0, 2.0]), "0, 1, or a share between"),
    ],
)
def test_refuses_nonsense_with_a_sentence(design, happened, sentence):
    with pytest.raises(CannotTell, match=sentence):
        fit(design, happened, prior=Prior(np.zeros(1), np.ones(1), np.array([-1]), np.zeros(0)))
