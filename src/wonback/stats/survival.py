"""How long clients stay, counting those who are still here for as long as they have been seen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from wonback.stats.arrays import Floats, columns, demand
from wonback.stats.errors import CannotTell


@dataclass(frozen=True)
class Curve:
    """The share still here after so much time, with its 80 % band and how many were watched until then."""

    at: Floats
    stay: Floats
    low: Floats
    high: Floats
    watched: Floats

    def after(self, time: float) -> float:
        """The share still here after that time; not a number beyond what was seen."""
        if time > self.at[-1]:
            return float("nan")
        return float(self.stay[np.searchsorted(self.at, time, side="right") - 1])

    @property
    def half(self) -> float | None:
        """The time after which half have left; None if more than half stayed for as long as anybody was watched."""
        gone = np.flatnonzero(self.stay <= 0.5)
        return float(self.at[gone[0]]) if gone.size else None


def kaplan_meier(
    time: npt.ArrayLike, left: npt.ArrayLike, *, weights: npt.ArrayLike = 1.0, share: float = 0.8
) -> Curve:
    """The share of clients who stay, from those who left and those who are still here.

    Units:   time as given; shares from 0 to 1
    Formula: S(t) = prod over t_i <= t of (1 - d_i / n_i); band by Greenwood's variance of ln(-ln S)
    Source:  Kaplan & Meier (1958), J. American Statistical Association 53; Kalbfleisch & Prentice (2002), 1.4

    >>> kaplan_meier([6, 6, 6, 6, 7], [1, 1, 1, 0, 1]).stay.round(2)
    array([1. , 0.4, 0. ])
    """
    t, gone, w = columns(time=time, left=left, weights=weights)
    demand(t >= 0, "Give times of at least 0")
    demand(np.isin(gone, (0, 1)), "Say of each whether they left: 0 or 1")
    demand(w >= 0, "Give a weight of at least 0")
    t, gone, w = (known[w > 0] for known in (t, gone, w))
    if t.size == 0:
        raise CannotTell("Wait for clients: nobody has been watched yet.")
    at, place = np.unique(t, return_inverse=True)
    everyone, leavers = np.bincount(place, w), np.bincount(place, w * gone)
    watched = everyone[::-1].cumsum()[::-1]
    stay = np.cumprod(1 - leavers / watched)
    low, high = _band(stay, leavers, watched, share)
    head = np.zeros(1) if at[0] > 0 else np.zeros(0)
    one = np.ones(head.size)
    whole = np.full(head.size, w.sum())
    return Curve(*(np.append(*pair) for pair in ((head, at), (one, stay), (one, low), (one, high), (whole, watched))))


def _band(stay: Floats, leavers: Floats, watched: Floats, share: float) -> tuple[Floats, Floats]:
    """Where the true curve lies; without a band before the first has left and after the last."""
    left_over = watched - leavers
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(leavers / (watched * left_over))
        half = ndtri((1 + share) / 2) * np.sqrt(greenwood) / np.abs(np.log(stay))
        low, high = stay ** np.exp(half), stay ** np.exp(-half)
    inside = (stay > 0) & (stay < 1)
    return np.where(inside, low, stay), np.where(inside, high, stay)
