"""How likely the purchases of a base of clients are, with first and second derivatives.

One client: gaps between purchases are Erlang-k with rate lambda ~ Gamma(r, alpha) while the client is there;
after every purchase (after every repeat purchase in the bg variant) the client leaves with p ~ Beta(a, b).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from scipy.special import gammaln, polygamma, psi

from wonback.stats.arrays import BLOCK, Floats, Ints
from wonback.stats.newton import Slope

type Variant = Literal["mbg", "bg"]

# Up to here a table with a place for every number is quicker than sorting.
MOST_COUNTED = 1_000_000


@dataclass(frozen=True, slots=True)
class Story:
    """Which story is told of a client: how regular the gaps are (`k`), and when one may first leave."""

    k: int
    variant: Variant

    @property
    def first_coin(self) -> int:
        """1 if a client may leave after the very first purchase, 0 if only after a repeat purchase."""
        return int(self.variant == "mbg")


@dataclass(frozen=True, slots=True)
class Rows:
    """Clients, alike ones collapsed into one row with a weight."""

    frequency: Floats
    recency: Floats
    age: Floats
    weight: Floats
    gap_logs: float | None = None

    @property
    def clients(self) -> float:
        return float(self.weight.sum())

    def __getitem__(self, rows: slice | Ints) -> "Rows":
        return Rows(self.frequency[rows], self.recency[rows], self.age[rows], self.weight[rows])

    def blocks(self) -> Iterator["Rows"]:
        for start in range(0, max(1, self.frequency.size), BLOCK):
            yield self[start : start + BLOCK]


class Likelihood:
    """The log-likelihood of the raw data, as a function of (r, alpha, a, b).

    Units:   nats; time in the unit of the caller
    Formula: (k-1) litt - x ln G(k) + r ln alpha - ln G(r) + logaddexp(D, A), see `docs/develop/statistics.md`
    Source:  Reutterer, Platzer & Schroeder (2020), IJRM 37; Fader, Hardie & Lee (2005), Marketing Science 24(2)
    """

    def __init__(self, rows: Rows, story: Story) -> None:
        self.rows = rows
        self.story = story
        self.counts, self.weights = by_frequency(rows)

    def at(self, parameters: Floats) -> Slope:
        slope = self._of_counts(parameters)
        for block in self.rows.blocks():
            slope = slope.plus(_of_silence(block, parameters, self.story))
        return slope

    def _of_counts(self, parameters: Floats) -> Slope:
        """All that depends on nothing but how often clients bought."""
        r, alpha, a, b = parameters
        w, order, coins = self.weights, r + self.story.k * self.counts, self.counts + self.story.first_coin
        clients = w.sum()
        leave, stay, both = w @ _rise(psi, a + b, coins), w @ _rise(psi, b, coins), np.zeros((4, 4))
        value = w @ (_rise(gammaln, b, coins) - _rise(gammaln, a + b, coins) + gammaln(order) - gammaln(r))
        gradient = [
            clients * np.log(alpha) + w @ (psi(order) - psi(r)),
            clients * r / alpha,
            -leave,
            stay - leave,
        ]
        both[0, 0] = w @ (_trigamma(order) - _trigamma(r))
        both[0, 1] = both[1, 0] = clients / alpha
        both[1, 1] = -clients * r / alpha**2
        both[2:, 2:] = -(w @ _rise(_trigamma, a + b, coins))
        both[3, 3] += w @ _rise(_trigamma, b, coins)
        return Slope(float(value + clients * r * np.log(alpha) + self._constant()), np.array(gradient), both)

    def _constant(self) -> float:
        """What does not depend on the parameters, but decides between one k and another."""
        k = self.story.k
        return (k - 1) * (self.rows.gap_logs or 0.0) - float(self.weights @ self.counts * gammaln(k))


def by_frequency(rows: Rows) -> tuple[Floats, Floats]:
    """How often clients bought, and how many of them each time."""
    if rows.frequency.max(initial=0) > MOST_COUNTED:
        counts, which = np.unique(rows.frequency, return_inverse=True)
        return counts, np.bincount(which, rows.weight)
    weights = np.bincount(rows.frequency.astype(np.int64), rows.weight)
    return np.flatnonzero(weights).astype(np.float64), weights[weights > 0]


def _rise(function: Callable[[Floats], Floats], base: float, by: Floats) -> Floats:
    return np.asarray(function(base + by) - function(np.array(base)))


def _trigamma(values: Floats) -> Floats:
    return np.asarray(polygamma(1, values))


class Stages(NamedTuple):
    """How far along the next purchase may be: ln S with its derivatives in r and alpha.

    Formula: S = sum_{j<k} (n)_j / j! * e^j,  n = r + k x,  e = (T - t_x) / (alpha + T)
    """

    log: Floats
    r: Floats
    alpha: Floats
    r_r: Floats
    r_alpha: Floats
    alpha_alpha: Floats


def stages(order: Floats, silence: Floats, k: int) -> list[Floats]:
    """The terms of S, one for each number j of stages that may already be done."""
    terms = [np.ones_like(order)]
    for j in range(1, k):
        terms.append(terms[-1] * (order + (j - 1)) * silence / j)
    return terms


def _log_stages(order: Floats, silence: Floats, now: Floats, k: int) -> Stages:
    nothing = np.zeros_like(order)
    if k == 1:
        return Stages(nothing, nothing, nothing, nothing, nothing, nothing)
    terms = np.array(stages(order, silence, k))
    steps = np.arange(float(k))[:, None]
    # The rising factorial (n)_j has the logarithmic derivative sum_{i<j} 1/(n+i).
    shifts = order + steps[:-1]
    first = np.vstack([nothing, np.cumsum(1 / shifts, axis=0)])
    second = first**2 - np.vstack([nothing, np.cumsum(1 / shifts**2, axis=0)])
    total = terms.sum(axis=0)

    def mean(of: Floats) -> Floats:
        return np.asarray((terms * of).sum(axis=0) / total)

    r, alpha = mean(first), -now * mean(steps)
    r_alpha, alpha_alpha = -now * mean(steps * first), now**2 * mean(steps * (steps + 1))
    return Stages(np.log(total), r, alpha, mean(second) - r**2, r_alpha - r * alpha, alpha_alpha - alpha**2)


class Seen(NamedTuple):
    """What the silence of clients since their last purchase says."""

    order: Floats
    now: Floats
    last: Floats
    log_age: Floats
    reach: Floats
    coins: Floats
    done: Stages
    odds: Floats


def see(rows: Rows, parameters: Floats, story: Story) -> Seen:
    """The log-odds that a client is gone rather than silent, and what they are made of."""
    r, alpha, a, b = parameters
    order = r + story.k * rows.frequency
    now, last = 1 / (alpha + rows.age), 1 / (alpha + rows.recency)
    log_age, reach = -np.log(now), np.log(last / now)
    done = _log_stages(order, (rows.age - rows.recency) * now, now, story.k)
    tosses = rows.frequency + story.first_coin
    coins = b + np.maximum(tosses - 1, 0)
    odds = np.where(tosses > 0, np.log(a / coins) + order * reach - done.log, -np.inf)
    return Seen(order, now, last, log_age, reach, coins, done, odds)


def _of_silence(rows: Rows, parameters: Floats, story: Story) -> Slope:
    """All that depends on when a client was last seen: either gone since then, or still there and silent."""
    seen, w = see(rows, parameters, story), rows.weight
    order, now, last, done = seen.order, seen.now, seen.last, seen.done
    doubt = np.exp(-np.abs(seen.odds))
    gone = np.where(seen.odds > 0, 1, doubt) / (1 + doubt)
    value = w @ (done.log - order * seen.log_age + np.maximum(seen.odds, 0) + np.log(1 + doubt))

    slopes = np.stack(
        [seen.reach - done.r, order * (now - last) - done.alpha, np.full_like(w, 1 / parameters[2]), -1 / seen.coins]
    )
    gradient = slopes @ (w * gone)
    gradient[:2] += w @ (done.r - seen.log_age), w @ (done.alpha - order * now)
    hessian = (slopes * (w * gone * (1 - gone))) @ slopes.T + _bends(seen, w, w * gone, parameters[2])
    return Slope(float(value), gradient, hessian)


def _bends(seen: Seen, weight: Floats, gone: Floats, a: float) -> Floats:
    """The part of the Hessian that comes from second derivatives of each client's two stories."""
    now, last, done, there = seen.now, seen.last, seen.done, weight - gone
    bends = np.zeros((4, 4))
    bends[0, 0] = there @ done.r_r
    bends[0, 1] = bends[1, 0] = there @ (done.r_alpha - now) - gone @ last
    bends[1, 1] = there @ (done.alpha_alpha + seen.order * now**2) + gone @ (seen.order * last**2)
    bends[2, 2] = -gone.sum() / a**2
    bends[3, 3] = gone @ (1 / seen.coins**2)
    return bends
