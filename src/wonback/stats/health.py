"""How well a client is, from 0 to 100 (100 = healthy), by signs that are known; and how right such a score was before."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wonback.stats.arrays import Floats, demand
from wonback.stats.backtest import auc
from wonback.stats.effect import Rate, rate
from wonback.stats.errors import CannotTell

# On fewer signs a score says more about what we do not know than about the client.
FEWEST_SIGNS = 3
BEST = 100.0


class Health(NamedTuple):
    """One score a client. `value` is not a number where too few signs are known; `low` and `high` are what the others may do.

    `points` says how many of a hundred each sign takes away; unknown signs are not numbers there either.
    """

    value: Floats
    low: Floats
    high: Floats
    known: npt.NDArray[np.int64]
    points: Floats


def health(signs: npt.ArrayLike, weights: Sequence[float], *, fewest: int = FEWEST_SIGNS) -> Health:
    """The score of each client: a hundred, less the weighted mean of the signs that are known.

    A sign is 0 (nothing) to 1 (as strong as it gets), or not a number: unknown. An unknown sign is left out of both sums: it is
    neither good nor bad. The band says where the score would lie if all unknown signs were at their worst, or at their best.

    Units:   signs from 0 to 1; weights in any one unit, not negative; score from 0 to 100, 100 = healthy
    Formula: 100 - 100 sum(w s) / sum(w), over the known signs; band with s = 1 and s = 0 for the unknown ones
    Source:  ours; a linear score, whose points can be added up by hand

    >>> it = health([[0.5, 0.0, 1.0, np.nan]], [2, 1, 1, 4])
    >>> it.value.tolist(), it.low.tolist(), it.high.tolist(), it.known.tolist(), it.points[0, :3].tolist()
    ([50.0], [25.0], [75.0], [3], [25.0, 0.0, 25.0])
    """
    s, w = np.atleast_2d(np.asarray(signs, dtype=np.float64)), np.asarray(weights, dtype=np.float64)
    demand((w >= 0) & np.isfinite(w), "Give every sign a weight of at least 0")
    if s.shape[1] != w.size or not w.sum() > 0:
        raise CannotTell("Give one weight a sign, and one of them more than 0.")
    known = np.isfinite(s)
    demand(~known | ((s >= 0) & (s <= 1)), "Give signs from 0 to 1")
    weight = np.where(known, w, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        points = BEST * w * s / weight[:, None]
    taken = np.nansum(np.where(known, w * s, 0.0), axis=1)
    counted = (known & (w > 0)).sum(axis=1)
    value = np.where(counted >= fewest, BEST - np.nansum(np.where(known, points, 0.0), axis=1), np.nan)
    open_ = w.sum() - weight
    high = BEST - BEST * taken / w.sum()
    low = BEST - BEST * (taken + open_) / w.sum()
    return Health(value, low, high, counted, points)


class Warned(NamedTuple):
    """What a warning below some score was worth, on days in the past.

    `base` is how many leave anyway; `left_of_warned` how many of those we would have warned of left; `warned_of_left` how many
    of those who left we would have warned of; `ranking` how often who left scored lower than who stayed (0.5 is a coin).
    """

    base: Rate
    left_of_warned: Rate
    warned_of_left: Rate
    warned: int
    false_alarms: int
    missed: int
    ranking: float | None
    clients: int

    @property
    def lift(self) -> float | None:
        """How many times oftener those we warn of leave than clients do at all."""
        if not self.base.value or self.left_of_warned.value is None:
            return None
        return self.left_of_warned.value / self.base.value


def warned(value: npt.ArrayLike, left: npt.ArrayLike, *, below: float) -> Warned:
    """How right a warning below that score would have been; whoever has no score is counted as not warned of.

    Units:   score from 0 to 100; left is 0 or 1
    Formula: shares with 80 % intervals after Wilson (1927); ranking is the area under the curve

    >>> it = warned([20, 90, 80, 30, 95, 85, 99, 88], [1, 0, 0, 0, 0, 1, 0, 0], below=50)
    >>> it.warned, it.false_alarms, it.missed, it.clients, round(it.ranking, 2)
    (2, 1, 1, 8, 0.83)
    """
    score, gone = np.asarray(value, dtype=np.float64), np.asarray(left, dtype=bool)
    alarm = np.nan_to_num(score, nan=BEST) < below
    hits = int((alarm & gone).sum())
    scored = np.isfinite(score)
    ranking = None
    if gone[scored].any() and not gone[scored].all():
        ranking = auc(1 - score[scored] / BEST, gone[scored])
    return Warned(
        base=rate(int(gone.sum()), gone.size),
        left_of_warned=rate(hits, int(alarm.sum())),
        warned_of_left=rate(hits, int(gone.sum())),
        warned=int(alarm.sum()),
        false_alarms=int(alarm.sum()) - hits,
        missed=int(gone.sum()) - hits,
        ranking=ranking,
        clients=int(gone.size),
    )
