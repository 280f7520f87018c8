"""The rule that every model has to beat: of clients as silent as this one, how many bought again last time?"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from wonback.metrics.base.scoring import STATES, Expected
from wonback.stats import rhythm
from wonback.stats.arrays import Floats, Ints

# Half a client more on either side: nothing is certain because it happened to the few we have seen.
HALF = 0.5
CELLS = 2 * len(STATES)


@dataclass(frozen=True)
class SilenceRule:
    """For each state, and for once and again, what became of such clients within `horizon` days of an earlier day."""

    clients: Floats
    bought: Floats
    later: Floats
    squares: Floats
    horizon: float
    rate: float

    @property
    def chance(self) -> Floats:
        return (self.bought + HALF) / (self.clients + 2 * HALF)

    def band(self, kinds: tuple[Floats, Floats, Floats], *, horizon: float) -> tuple[Floats, Floats]:
        """Between which chances each kind lies eight times in ten, by how many clients of the cell were seen.

        Formula: quantiles of Beta(bought + 1/2, not bought + 1/2), over the horizon as in `expect`
        """
        cell, grow = cells(kinds, rate=self.rate), horizon / self.horizon
        some, others = self.bought + HALF, self.clients - self.bought + HALF
        low, high = (1 - (1 - betaincinv(some, others, share)) ** grow for share in (0.1, 0.9))
        return low[cell], high[cell]

    def expect(self, kinds: tuple[Floats, Floats, Floats], *, horizon: float) -> Expected:
        """The same again. Over another horizon the chance not to buy goes with its length, and so do further purchases.

        Units:   shares, purchases
        Formula: 1 - (1 - p)^(H / h); E[Y | Y > 0] = 1 + (E_h[Y | Y > 0] - 1) H / h
        """
        cell, grow = cells(kinds, rate=self.rate), horizon / self.horizon
        chance = 1 - (1 - self.chance) ** grow
        further = (self.later - 1) * grow
        spread = np.maximum(self.squares - self.later**2, 0) * grow
        count = 1 + further
        return Expected(
            chance[cell], (chance * count)[cell], (chance * (count**2 + spread))[cell], (chance * count)[cell]
        )


def cells(kinds: tuple[Floats, Floats, Floats], *, rate: float) -> Ints:
    """Which of the six cells each kind is in: active, at risk, lapsed; bought once, bought again."""
    x, t_x, age = kinds
    state = rhythm.states(age - t_x, x, t_x, rate=rate)
    place = (state[:, None] == np.array(STATES)).argmax(axis=1)
    return np.asarray(place * 2 + (x > 0), dtype=np.int64)


def learn(
    kinds: tuple[Floats, Floats, Floats], followed: tuple[Floats, Floats, Floats], *, weights: Floats, horizon: float
) -> SilenceRule:
    """The rule from an earlier day. `followed` is the share that bought, and the means of purchases and their squares."""
    rate = rhythm.firm_rate(kinds[0], kinds[1], weights=weights)
    cell = cells(kinds, rate=rate)
    clients, bought, later, squares = (
        np.bincount(cell, weights * column, CELLS) for column in (np.ones_like(weights), *followed)
    )
    buyers = np.maximum(bought, HALF)
    return SilenceRule(
        clients, bought, np.maximum(later / buyers, 1), np.maximum(squares / buyers, 1), horizon=horizon, rate=rate
    )
