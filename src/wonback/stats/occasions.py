"""Purchases at set occasions (a yearly order, a fair, a season): who is still there, and how often they will buy.

At every occasion a client who is still there buys with an own chance p ~ Beta(alpha, beta), and before every occasion
leaves with an own chance ~ Beta(gamma, delta).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy.special import betaln, comb, logsumexp

from wonback.stats.arrays import Floats, columns, demand, shaped
from wonback.stats.errors import CannotTell
from wonback.stats.newton import by_differences, climb, standard_errors

NAMES = ("alpha", "beta", "gamma", "delta")


@dataclass(frozen=True)
class Fit:
    """A fitted base; frequency, recency and occasions are counts."""

    parameters: Mapping[str, float]
    log_likelihood: float
    standard_errors: Mapping[str, float]

    @property
    def values(self) -> Floats:
        return np.array([self.parameters[name] for name in NAMES])

    def alive(self, frequency: npt.ArrayLike, recency: npt.ArrayLike, occasions: npt.ArrayLike) -> Floats:
        """The chance that a client will still be there at the next occasion.

        Units:   share from 0 to 1
        Formula: B(alpha+x, beta+n-x) / B(alpha, beta) * B(gamma, delta+n+1) / B(gamma, delta) / L
        Source:  Fader, Hardie & Shang (2010), Marketing Science 29(6), eq. 11
        """
        x, t_x, n = columns(frequency=frequency, recency=recency, occasions=occasions)
        alpha, beta, gamma, delta = self.values
        buying = betaln(alpha + x, beta + n - x) - betaln(alpha, beta)
        staying = betaln(gamma, delta + n + 1) - betaln(gamma, delta)
        chance = np.asarray(np.exp(buying + staying - _log_likelihood(self.values, x, t_x, n)))
        return shaped(chance, frequency, recency, occasions)

    def expected_purchases(
        self, ahead: int, frequency: npt.ArrayLike, recency: npt.ArrayLike, occasions: npt.ArrayLike
    ) -> Floats:
        """How often a client will buy at the next `ahead` occasions; a new client has 0, 0, 0.

        Units:   purchases
        Formula: sum_i B(alpha+x+1, beta+n-x) / B(alpha, beta) * B(gamma, delta+n+i) / B(gamma, delta) / L
        Source:  Fader, Hardie & Shang (2010), eq. 13, as a sum (no trouble at gamma = 1)
        """
        x, t_x, n = columns(frequency=frequency, recency=recency, occasions=occasions)
        alpha, beta, gamma, delta = self.values
        buying = betaln(alpha + x + 1, beta + n - x) - betaln(alpha, beta)
        steps = np.arange(1, ahead + 1)[:, None]
        staying = logsumexp(betaln(gamma, delta + n + steps), axis=0) - betaln(gamma, delta)
        expected = np.asarray(np.exp(buying + staying - _log_likelihood(self.values, x, t_x, n)))
        return shaped(expected, frequency, recency, occasions)

    def chances_of_counts(self, occasions: int) -> Floats:
        """The chances that a client buys at 0, 1, … all of so many occasions.

        Formula: sum over the last purchase t of C(t-1, x-1) * L(x, t, n)
        Source:  Fader, Hardie & Shang (2010), eq. 8, by adding up histories
        """
        last = np.arange(occasions + 1.0)

        def chance(x: int) -> float:
            t = last[last >= x] if x else last[:1]
            ways = comb(t - 1, x - 1) if x else np.ones(1)
            each = np.broadcast_to(float(x), t.shape)
            return float(ways @ np.exp(_log_likelihood(self.values, each, t, np.full_like(t, occasions))))

        return np.array([chance(x) for x in range(occasions + 1)])


def fit(
    frequency: npt.ArrayLike,
    recency: npt.ArrayLike,
    occasions: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
) -> Fit:
    """The base by maximum likelihood; `recency` is the number of the last occasion with a purchase, 0 if there is none.

    Units:   counts of occasions
    Formula: L = B(a+x, b+n-x)/B(a, b) * B(g, d+n)/B(g, d) + sum_i B(a+x, b+t-x+i)/B(a, b) * B(g+1, d+t+i)/B(g, d)
    Source:  Fader, Hardie & Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual Setting", eq. 5

    >>> base = fit([0, 1, 2, 3, 3], [0, 1, 3, 3, 2], [3, 3, 3, 3, 3], weights=[50, 20, 15, 10, 0])
    Traceback (most recent call last):
    wonback.stats.errors.CannotTell: Give a recency from the frequency up to the occasions (row 5).
    """
    x, t_x, n, w = columns(
        frequency=frequency, recency=recency, occasions=occasions, weights=1.0 if weights is None else weights
    )
    demand((x >= 0) & (x == np.floor(x)), "Count purchases as 0, 1, 2, …")
    demand((t_x >= x) & (t_x <= n) & ((x > 0) | (t_x == 0)), "Give a recency from the frequency up to the occasions")
    demand(w >= 0, "Give a weight of at least 0")
    if not w @ x > 0 or w @ x == w @ n:
        raise CannotTell("Wait for more occasions: nobody bought, or everybody always did.")
    (x, t_x, n), w = _collapsed(np.array([x, t_x, n]), w)
    peak = climb(by_differences(lambda logs: float(w @ _log_likelihood(np.exp(logs), x, t_x, n))), np.zeros(4))
    found = np.exp(peak.at)
    errors = standard_errors(found, peak.covariance)
    return Fit(_named(found), peak.slope.value, _named(errors))


def _collapsed(columns: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Alike clients once; at set occasions there are few kinds of them."""
    kinds, which = np.unique(columns, axis=1, return_inverse=True)
    return kinds, np.bincount(which.ravel(), weights)


def _named(values: Floats) -> Mapping[str, float]:
    return MappingProxyType(dict(zip(NAMES, map(float, values), strict=True)))


def _log_likelihood(parameters: Floats, x: Floats, t_x: Floats, n: Floats) -> Floats:
    """For each client: still there after the last occasion, or gone at any time after the last purchase."""
    alpha, beta, gamma, delta = parameters
    there = betaln(alpha + x, beta + n - x) + betaln(gamma, delta + n)
    later = np.arange(int((n - t_x).max(initial=0.0)))[:, None]
    gone = betaln(alpha + x, beta + t_x - x + later) + betaln(gamma + 1, delta + t_x + later)
    stories = np.vstack([there, np.where(later < n - t_x, gone, -np.inf)])
    return np.asarray(logsumexp(stories, axis=0) - betaln(alpha, beta) - betaln(gamma, delta))
