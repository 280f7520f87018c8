"""How many purchases clients who are still there will make: exact for every k, a curve per purchase count.

While a client stays, the stages of purchases within t are negative binomial: M ~ NB(n, z) with n = r + k x + j,
z = t / (alpha + T + t), if j of k stages of the next purchase are done. M stages make (M + j) // k purchases, and
of those the client stays for C(n) = sum_{i<n} B(a, b' + i) / B(a, b'). So E[Y] = sum_m P(M = m) C((m + j) // k): a
sum without the hypergeometric function's trouble at a = 1, and for k > 1 without simulation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.polynomial.chebyshev import chebpts1, chebvander
from scipy.special import gammaln

from wonback.stats.arrays import BLOCK, Floats
from wonback.stats.errors import CannotTell
from wonback.stats.purchases.likelihood import Story

# The curves are smooth in ln(alpha + age): 24 nodes leave an error of 5e-6 of the value at the very worst, usually 1e-12.
NODES = 24
TO_COEFFICIENTS = chebvander(chebpts1(NODES), NODES - 1) * np.where(np.arange(NODES) > 0, 2, 1) / NODES
ENOUGH_STAGES = 10_000_000
AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Horizon:
    """The ends of the periods ahead, and what one purchase in each of them counts.

    One period that counts 1 gives the expected number; many that count less and less give the discounted number.
    `power` 2 gives the expected square, and 0 the chance of any purchase at all.
    """

    ends: Floats
    counts: Floats
    power: int = 1

    @property
    def levels(self) -> Floats:
        """What a purchase before each end adds over one before the next end."""
        return np.asarray(self.counts - np.append(self.counts[1:], 0.0))


def once(horizon: float, *, power: int = 1) -> Horizon:
    """One period in which each purchase counts 1."""
    return Horizon(np.array([horizon]), np.ones(1), power)


@dataclass(frozen=True, slots=True)
class Curve:
    """Expected purchases of clients who are there, bought `x` times again and are `done` stages on, by age."""

    parameters: Floats
    story: Story
    horizon: Horizon
    x: int
    done: int

    def __call__(self, log_ages: Floats) -> Floats:
        """The exact values, for logarithms of alpha + age."""
        shares = 1 / (1 + np.exp(log_ages) / self.horizon.ends[:, None])
        stages = self._stages_to_count(float(shares.max(initial=0.0)))
        purchases = self._stayed(stages)
        rows = max(1, AT_ONCE // stages.size)
        flat = shares.ravel()
        pieces = [self._chances(stages, flat[i : i + rows]) @ purchases for i in range(0, flat.size, rows)]
        return np.asarray(self.horizon.levels @ np.concatenate(pieces).reshape(shares.shape))

    @property
    def order(self) -> float:
        return float(self.parameters[0]) + self.story.k * self.x + self.done

    def _stages_to_count(self, share: float) -> Floats:
        """Enough numbers of stages that what lies beyond does not matter."""
        mean = self.order * share / (1 - share)
        most = mean + 12 * np.sqrt(mean / (1 - share)) + 36 / -np.log(share) + 8
        if most > ENOUGH_STAGES:
            raise CannotTell("Shorten the horizon: it holds more purchases than can be counted.")
        return np.arange(most)

    def _chances(self, stages: Floats, shares: Floats) -> Floats:
        ways = gammaln(self.order + stages) - gammaln(self.order) - gammaln(stages + 1)
        none = self.order * np.log1p(-shares)
        return np.asarray(np.exp(ways + np.log(shares)[:, None] * stages + none[:, None]))

    def _stayed(self, stages: Floats) -> Floats:
        """C((m + j) // k) for each number m of stages, as the power says: whether at all, the mean, the mean square."""
        _, _, a, b = self.parameters
        made = ((stages + self.done) // self.story.k).astype(np.int64)
        nth = np.arange(made[-1])
        coins = b + self.x + self.story.first_coin
        there = np.cumprod(np.append(1.0, (coins + nth) / (a + coins + nth)))[: nth.size]
        worth = there * np.diff((nth + 1.0) ** self.horizon.power, prepend=0.0)
        return np.append(0.0, np.cumsum(worth))[made]


def by_count(frequency: Floats, log_ages: Floats, curves_of: Callable[[int], Sequence[Curve]]) -> Floats:
    """The curves of each purchase count, read off for every client; one row per curve."""
    if frequency.size == 0:
        return np.empty((len(curves_of(0)), 0))
    counts = frequency.astype(np.uint16 if frequency.max() < 2**16 else np.int64)
    # Sorting 16-bit numbers is a radix sort: cheap even for a million clients.
    in_order = np.argsort(counts, kind="stable")
    starts = np.flatnonzero(np.diff(counts[in_order])) + 1
    result = np.empty((len(curves_of(0)), frequency.size))
    for clients in np.split(in_order, starts):
        answers = _read_off(curves_of(int(frequency[clients[0]])), log_ages[clients])
        for row, answer in zip(result, answers, strict=True):
            row[clients] = answer
    return result


def _read_off(curves: Sequence[Curve], log_ages: Floats) -> Floats:
    low, high = log_ages.min(), log_ages.max()
    if log_ages.size <= NODES:
        return np.array([curve(log_ages) for curve in curves])
    if high - low < 1e-9:
        return np.tile([curve(log_ages[:1]) for curve in curves], log_ages.size)
    nodes = (low + high) / 2 + (high - low) / 2 * chebpts1(NODES)
    smooth = np.array([curve(nodes) for curve in curves]) @ TO_COEFFICIENTS
    needed = smooth[:, : 1 + np.flatnonzero((np.abs(smooth) > 1e-10 * np.abs(smooth[:, :1])).any(axis=0))[-1]]
    places = (2 * log_ages - low - high) / (high - low)
    # Piece by piece, so that the polynomials stay in the cache; every curve is made of the same ones.
    pieces = np.array_split(places, 1 + places.size // BLOCK)
    return np.concatenate([needed @ chebvander(piece, needed.shape[1] - 1).T for piece in pieces], axis=1)
