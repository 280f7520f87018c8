"""Will they order again? The purchase model's answer, corrected by what became of clients as silent as this one.

In a purchase model the dead stay dead; real clients thought dead still buy. So the chance on the screen comes from a
logistic regression on an earlier day, when we know what followed, stacked on the model's own chance.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import logit

from wonback.stats import rhythm, shrunk
from wonback.stats.arrays import Floats, columns, demand
from wonback.stats.backtest import reliability
from wonback.stats.errors import CannotTell
from wonback.stats.purchases.model import Fit

ENOUGH_CLIENTS = 300


@dataclass(frozen=True)
class Snapshot:
    """A base on one day: its clients, their rhythms, and the model's chance that each buys within the horizon."""

    frequency: Floats
    silence: Floats
    age: Floats
    rhythm: Floats
    chance: Floats

    @property
    def features(self) -> Floats:
        """Silence, silence against own rhythm (and squared where unusual), frequency, age, and the model's own answer."""
        quiet = np.log((self.silence + 0.02 * self.rhythm) / self.rhythm)
        often = np.log1p(self.frequency)
        return np.column_stack(
            [
                np.log(self.silence + 0.02 * self.rhythm),
                quiet,
                np.maximum(quiet, 0) ** 2,
                often,
                np.log(self.age + 0.02 * self.rhythm),
                often * quiet,
                logit(np.clip(self.chance, 1e-6, 1 - 1e-6)),
            ]
        )


def snapshot(
    base: Fit, horizon: float, *, clients: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike], rate: float
) -> Snapshot:
    """The base as `base` sees it; `clients` are frequency, recency and age, `rate` is `rhythm.firm_rate`."""
    x, t_x, age = columns(frequency=clients[0], recency=clients[1], age=clients[2])
    chance = base.purchase_within(horizon, x, t_x, age)
    return Snapshot(x, age - t_x, age, rhythm.own_rhythm(x, t_x, rate=rate), chance)


@dataclass(frozen=True)
class Reorder:
    """A correction learned on an earlier day."""

    fitted: shrunk.Shrunk
    centre: Floats
    spread: Floats
    floor: float

    def chance(self, today: Snapshot) -> Floats:
        """The chance of at least one purchase within the horizon, never below what the most silent tenth really did.

        Units:   share from 0 to 1, for the horizon of the snapshots
        """
        design = _design(today.features, self.centre, self.spread)
        return np.maximum(self.fitted.chance(design).value, self.floor)


def fit(earlier: Snapshot, bought: npt.ArrayLike, *, weights: npt.ArrayLike | None = None) -> Reorder:
    """Learn the correction from an earlier day and what each client (or share of a row) did within the horizon.

    Formula: logit P = ridge regression on the features of `Snapshot`; floor at the lowest tenth's rate
    Source:  stacking, Wolpert (1992), Neural Networks 5; the features are ours
    """
    happened, w = columns(bought=bought, weights=1.0 if weights is None else weights)
    happened, w = (np.broadcast_to(one, earlier.frequency.shape) for one in (happened, w))
    demand((happened >= 0) & (happened <= 1), "Say of each client whether they bought: 0, 1, or the share of a row")
    demand(w >= 0, "Give a weight of at least 0")
    if w.sum() < ENOUGH_CLIENTS:
        raise CannotTell(
            f"Show the purchase model's own chance: fewer than {ENOUGH_CLIENTS} clients cannot correct it."
        )
    features = earlier.features
    centre = np.average(features, axis=0, weights=w)
    spread = np.sqrt(np.average((features - centre) ** 2, axis=0, weights=w)) + 1e-9
    design = _design(features, centre, spread)
    size = design.shape[1]
    ridge = shrunk.Prior(np.zeros(size), np.append(5.0, np.ones(size - 1)), np.full(size, -1), np.zeros(0))
    fitted = shrunk.fit(design, happened, prior=ridge, weights=w)
    lowest = reliability(fitted.chance(design).value, happened, weights=w).happened[0]
    return Reorder(fitted, centre, spread, float(lowest))


def _design(features: Floats, centre: Floats, spread: Floats) -> Floats:
    return np.hstack([np.ones((len(features), 1)), (features - centre) / spread])
