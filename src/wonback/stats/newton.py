"""Newton's method for smooth log-likelihoods: few, dear steps instead of many cheap ones."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from wonback.stats.arrays import Floats

LONGEST_STEP = 1.5
# A step so short, with so little to gain, is taken without another look.
SHORT_STEP = 0.01
ENOUGH = 1e-6
NOTHING = 1e-9
ENOUGH_STEPS = 100


class Slope(NamedTuple):
    """A value with its gradient and Hessian."""

    value: float
    gradient: Floats
    hessian: Floats

    def plus(self, other: "Slope") -> "Slope":
        return Slope(self.value + other.value, self.gradient + other.gradient, self.hessian + other.hessian)

    def in_logs(self, parameters: Floats) -> "Slope":
        """The same slope seen from the logarithms of the parameters."""
        gradient = self.gradient * parameters
        hessian = self.hessian * np.outer(parameters, parameters) + np.diag(gradient)
        return Slope(self.value, gradient, hessian)


class Peak(NamedTuple):
    """Where a function is highest, and how it curves there."""

    at: Floats
    slope: Slope

    @property
    def covariance(self) -> Floats:
        """The inverse of the curvature; not a number where the function is flat."""
        curvature = -self.slope.hessian
        if np.linalg.eigvalsh(curvature)[0] <= 1e-10 * max(1.0, np.abs(curvature).max()):
            return np.full_like(curvature, np.nan)
        return np.asarray(np.linalg.inv(curvature))


def climb(slope_at: Callable[[Floats], Slope], start: Floats, *, enough: float = ENOUGH) -> Peak:
    """The top of a function, from its gradient and Hessian.

    Stops when the next step would gain less than `enough`, and takes it on trust: near the top each step doubles
    the digits. Steps go uphill even where the function bends the wrong way (the eigenvalues' signs are dropped),
    are cut to a safe length, and halved while they lose height.

    >>> bell = lambda at: Slope(-float(at @ at), -2 * at, -2 * np.eye(1))
    >>> climb(bell, np.array([1.0])).at
    array([0.])
    """
    here = Peak(start, slope_at(start))
    for _ in range(ENOUGH_STEPS):
        step, gain = _uphill(here.slope)
        if gain < enough and np.abs(step).max() < SHORT_STEP:
            return Peak(here.at + step, here.slope._replace(value=here.slope.value + gain / 2))
        if gain < NOTHING:
            break
        higher = _first_higher(slope_at, here, step)
        if higher is None:
            break
        here = higher
    return here


def _uphill(slope: Slope) -> tuple[Floats, float]:
    """The Newton step and twice what it promises to gain."""
    bends, axes = np.linalg.eigh(slope.hessian)
    steepness = axes.T @ slope.gradient
    flat = 1e-12 * max(1.0, np.abs(bends).max())
    step = axes @ (steepness / np.maximum(np.abs(bends), flat))
    longest = max(1.0, np.abs(step).max() / LONGEST_STEP)
    return step / longest, float(slope.gradient @ step)


def _first_higher(slope_at: Callable[[Floats], Slope], here: Peak, step: Floats) -> Peak | None:
    for halvings in range(12):
        at = here.at + step / 2**halvings
        there = slope_at(at)
        if there.value >= here.slope.value:
            return Peak(at, there)
    return None


def by_differences(value_at: Callable[[Floats], float], step: float = 1e-3) -> Callable[[Floats], Slope]:
    """The slope of a function of few parameters, from its values alone.

    >>> by_differences(lambda at: float(at[0] ** 2 * at[1]))(np.array([1.0, 2.0])).hessian.round(4)
    array([[4., 2.],
           [2., 0.]])
    """

    def slope_at(at: Floats) -> Slope:
        steps = step * np.eye(at.size)
        here = value_at(at)
        ahead, behind = ([value_at(at + sign * one) for one in steps] for sign in (1, -1))
        gradient = (np.array(ahead) - behind) / (2 * step)
        hessian = np.diag((np.array(ahead) + behind - 2 * here) / step**2)
        for i, j in zip(*np.triu_indices(at.size, 1), strict=True):
            both = value_at(at + steps[i] + steps[j]) + value_at(at - steps[i] - steps[j])
            bend = (both + 2 * here - ahead[i] - ahead[j] - behind[i] - behind[j]) / (2 * step**2)
            hessian[i, j] = hessian[j, i] = bend
        return Slope(here, gradient, hessian)

    return slope_at


def standard_errors(parameters: Floats, covariance_of_logs: Floats) -> Floats:
    """Standard errors of parameters found by their logarithms (delta method)."""
    return np.asarray(parameters * np.sqrt(np.diag(covariance_of_logs)))
