"""Each client's own rhythm, and the silence rule: quiet for how long is unusual for this one?"""

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

from wonback.stats.arrays import Floats, column, columns, demand, shaped
from wonback.stats.errors import CannotTell

type State = Literal["active", "at risk", "lapsed"]

STATES: tuple[State, ...] = ("active", "at risk", "lapsed")
# Four of five gaps are shorter than the first, nineteen of twenty shorter than the second.
UNUSUAL, VERY_UNUSUAL = 0.80, 0.95


def firm_rate(frequency: npt.ArrayLike, recency: npt.ArrayLike, *, weights: npt.ArrayLike | None = None) -> float:
    """How often clients of this firm buy while they do.

    Units:   repeat purchases per unit of time
    Formula: sum(x) / sum(t_x)

    >>> firm_rate([4, 0, 2], [20, 0, 10])
    0.2
    """
    x, t_x, w = columns(frequency=frequency, recency=recency, weights=1.0 if weights is None else weights)
    if not w @ t_x > 0 or not w @ x > 0:
        raise CannotTell("Wait for repeat purchases: nobody in this base has bought twice.")
    return float(w @ x / (w @ t_x))


def own_rhythm(frequency: npt.ArrayLike, recency: npt.ArrayLike, *, rate: float) -> Floats:
    """The usual time between two purchases of a client, shrunk towards the firm's.

    Units:   time between two purchases, in the unit of recency
    Formula: (t_x + 1/m) / (x + 1), m the firm's rate: as if every client came with one usual gap
    Source:  posterior mean gap of a Poisson buyer with a prior worth one purchase

    >>> own_rhythm([0, 3], [0, 30], rate=0.2)
    array([5.  , 8.75])
    """
    x, pool = _pool(frequency, recency, rate)
    return shaped(np.asarray(pool / (x + 1)), frequency, recency)


def longest_usual(share: float, frequency: npt.ArrayLike, recency: npt.ArrayLike, *, rate: float, k: int = 1) -> Floats:
    """The silence that only one minus `share` of a client's gaps would exceed, their rhythm being uncertain.

    Units:   time, in the unit of recency
    Formula: y / (1 - y) * (t_x + 1/m), y the quantile of Beta(k, k (x + 1)); k as in `purchases`
    Source:  predictive distribution of the next gap (gamma-gamma); k = 1 is the Lomax distribution

    >>> longest_usual(0.8, [0, 3, 30], [0, 30, 300], rate=0.2).round(1)
    array([20. , 17.3, 16.3])
    """
    if not 0 < share < 1:
        raise CannotTell(f"Ask for a share between 0 and 1; {share} is none.")
    x, pool = _pool(frequency, recency, rate)
    y = betaincinv(k, k * (x + 1), share)
    return shaped(np.asarray(y / (1 - y) * pool), frequency, recency)


def states(
    silence: npt.ArrayLike, frequency: npt.ArrayLike, recency: npt.ArrayLike, *, rate: float, k: int = 1
) -> npt.NDArray[np.str_]:
    """Active, at risk or lapsed, by how unusual each client's silence is for that client. Lapsed is not lost.

    Units:   silence is the time since the last purchase, in the unit of recency
    Formula: active below the 80 % quantile of the next gap, lapsed above the 95 % quantile, at risk between

    >>> states([10, 22, 50], 3, 30, rate=0.2).tolist()
    ['active', 'at risk', 'lapsed']
    """
    quiet = column(silence, "silence")
    demand(quiet >= 0, "Give a silence of at least 0; a purchase lies in the future")
    usual, rare = (
        longest_usual(share, np.atleast_1d(frequency), np.atleast_1d(recency), rate=rate, k=k)
        for share in (UNUSUAL, VERY_UNUSUAL)
    )
    return np.asarray(np.array(STATES)[(quiet >= usual).astype(int) + (quiet > rare)])


def _pool(frequency: npt.ArrayLike, recency: npt.ArrayLike, rate: float) -> tuple[Floats, Floats]:
    x, t_x = columns(frequency=frequency, recency=recency)
    demand((x >= 0) & (t_x >= 0), "Give a frequency and a recency of at least 0")
    if not 0 < rate < np.inf:
        raise CannotTell(f"Give the firm's rate as purchases per unit of time; {rate} is none.")
    return x, t_x + 1 / rate
