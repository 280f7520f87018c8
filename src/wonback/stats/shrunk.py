"""Logistic regression for little data: coefficients of a kind are shrunk together, as far as the data let them.

Each coefficient has a normal prior. Those of a group (all reasons, say) share a standard deviation tau, which is itself
found from the data: groups that matter are let loose, groups that do not are pulled to their mean.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy

from wonback.stats.arrays import Floats, Ints
from wonback.stats.errors import CannotTell

# Laplace at one tau forgets that tau is uncertain; 8 % more width restores the coverage (see the tests).
WIDER = 1.08
SMALLEST_TAU, LARGEST_TAU = 0.02, 5.0
STEPS = 50
ENOUGH_ROWS = 10_000


@dataclass(frozen=True)
class Prior:
    """What is believed of each coefficient before the data.

    `group` is -1 for a coefficient with the standard deviation `sd` of its own, else the number of the group whose
    tau it shares; `scales` are the half-normal scales of the groups' taus.
    """

    mean: Floats
    sd: Floats
    group: Ints
    scales: Floats

    def precision(self, taus: Floats) -> Floats:
        sd = np.where(self.group < 0, self.sd, np.append(taus, 1.0)[self.group])
        return np.asarray(sd**-2.0)


class Band(NamedTuple):
    """A chance with its 80 % band."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Shrunk:
    """Fitted coefficients, how uncertain they are, and how loose each group was let."""

    mode: Floats
    covariance: Floats
    taus: Floats

    def chance(self, design: Floats, *, share: float = 0.8) -> Band:
        """The chance for each row, with the band that holds the true chance `share` of the time.

        Formula: value E[1 / (1 + exp(-N(m, v)))] by MacKay's approximation; band logit^-1(m -+ 1.08 z sqrt(v))
        Source:  MacKay (1992), Neural Computation 4
        """
        middle = design @ self.mode
        variance = np.einsum("ij,jk,ik->i", design, self.covariance, design)
        half = scipy.special.ndtri((1 + share) / 2) * WIDER * np.sqrt(variance)
        value = scipy.special.expit(middle / np.sqrt(1 + np.pi * variance / 8))
        return Band(value, scipy.special.expit(middle - half), scipy.special.expit(middle + half))

    def draws(self, size: int, *, seed: int = 0) -> Floats:
        """Coefficients the data allow, one column each draw."""
        root = np.linalg.cholesky(self.covariance) * WIDER
        chance = np.random.default_rng(seed).standard_normal((self.mode.size, size))
        return np.asarray(self.mode[:, None] + root @ chance)


def fit(design: Floats, happened: Floats, *, prior: Prior, weights: Floats | None = None) -> Shrunk:
    """The mode of the coefficients, their Laplace covariance, and the groups' taus by type-II maximum likelihood.

    `happened` is 0 or 1, or the share of a row's `weights` to which it happened.

    Formula: logit P = design @ u, u ~ N(mean, sd^2 or tau_group^2), tau ~ half-normal(scale)
    Source:  Gelman et al. (2013), Bayesian Data Analysis, 5 and 13; MacKay (1992) for the evidence

    >>> coin = Prior(mean=np.zeros(1), sd=np.ones(1), group=np.array([-1]), scales=np.zeros(0))
    >>> fit(np.ones((4, 1)), np.array([1.0, 1.0, 1.0, 0.0]), prior=coin).mode.round(2)
    array([0.51])
    """
    _check(design, happened)
    data = _Data(design, happened, np.ones_like(happened) if weights is None else weights)
    taus = _loosest(data.sample(), prior)
    mode = _mode(data, prior, taus, prior.mean)
    return Shrunk(mode.at, np.linalg.inv(mode.curvature), taus)


def _check(design: Floats, happened: Floats) -> None:
    if design.ndim != 2 or design.shape[0] != happened.size:
        raise CannotTell("Give one row of the design for each outcome.")
    if not np.isfinite(design).all():
        raise CannotTell("Fill in the design; a cell is empty or not a number.")
    if not ((happened >= 0) & (happened <= 1)).all():
        raise CannotTell("Say of each row whether it happened: 0, 1, or a share between.")


class _Data(NamedTuple):
    design: Floats
    happened: Floats
    weights: Floats

    def sample(self) -> "_Data":
        """As many rows as it takes to see how much the members of a group differ."""
        if self.happened.size <= ENOUGH_ROWS:
            return self
        chosen = np.random.default_rng(31).choice(self.happened.size, ENOUGH_ROWS, replace=False)
        return _Data(self.design[chosen], self.happened[chosen], self.weights[chosen])


class _Mode(NamedTuple):
    at: Floats
    curvature: Floats
    evidence: float


def _loosest(data: _Data, prior: Prior) -> Floats:
    """The groups' taus with the most evidence."""
    if prior.scales.size == 0:
        return prior.scales
    latest = prior.mean

    def lack_of_evidence(log_taus: Floats) -> float:
        nonlocal latest
        mode = _mode(data, prior, np.exp(log_taus), latest)
        latest = mode.at
        # Counting in ln(tau) never lets a tau be exactly 0: nothing is known to be equal.
        hyper = np.sum(log_taus - (np.exp(log_taus) / prior.scales) ** 2 / 2)
        return -mode.evidence - float(hyper)

    bounds = [(np.log(SMALLEST_TAU), np.log(LARGEST_TAU))] * prior.scales.size
    options = {"xatol": 0.05, "fatol": 0.01, "maxfev": 60 * prior.scales.size}
    start = np.log(0.6 * prior.scales)
    best = scipy.optimize.minimize(lack_of_evidence, start, method="Nelder-Mead", bounds=bounds, options=options)
    return np.asarray(np.exp(best.x))


def _mode(data: _Data, prior: Prior, taus: Floats, start: Floats) -> _Mode:
    """Newton's method; the posterior is log-concave, so that halving steps that lose height is all the care it needs."""
    precision = prior.precision(taus)
    at, height = start, _height(data, prior.mean, precision, start)
    for _ in range(STEPS):  # pragma: no branch - a log-concave top is found long before
        chance = scipy.special.expit(data.design @ at)
        uphill = data.design.T @ (data.weights * (data.happened - chance)) - precision * (at - prior.mean)
        curvature = _curvature(data, chance, precision)
        step = np.linalg.solve(curvature, uphill)
        if step @ uphill < 1e-9:
            break
        at, height = _climbed(data, prior.mean, precision, (at, height, step))
    evidence = height + np.sum(np.log(precision)) / 2 - np.linalg.slogdet(curvature)[1] / 2
    return _Mode(at, curvature, float(evidence))


def _curvature(data: _Data, chance: Floats, precision: Floats) -> Floats:
    bend = data.weights * chance * (1 - chance)
    return np.asarray((data.design.T * bend) @ data.design + np.diag(precision))


def _climbed(data: _Data, mean: Floats, precision: Floats, move: tuple[Floats, float, Floats]) -> tuple[Floats, float]:
    at, height, step = move
    places = (at + step / 2**halvings for halvings in range(30))
    heights = ((place, _height(data, mean, precision, place)) for place in places)
    return next((there for there in heights if there[1] >= height), (at, height))


def _height(data: _Data, mean: Floats, precision: Floats, at: Floats) -> float:
    logit = data.design @ at
    likely = data.weights @ (data.happened * logit - np.logaddexp(0.0, logit))
    return float(likely - precision @ (at - mean) ** 2 / 2)
