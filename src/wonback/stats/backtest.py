"""How good were the chances we showed? What every back-test prints, for the model and for the simple rule beside it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wonback.stats.arrays import Floats, columns, demand
from wonback.stats.errors import CannotTell


class Reliability(NamedTuple):
    """Chance shown, share that happened, and number of clients, from the lowest tenth to the highest."""

    shown: Floats
    happened: Floats
    clients: Floats

    @property
    def error(self) -> float:
        """The expected calibration error: how far shown and happened lie apart, on average over clients."""
        return float(self.clients @ np.abs(self.shown - self.happened) / self.clients.sum())


def reliability(
    chance: npt.ArrayLike, happened: npt.ArrayLike, *, weights: npt.ArrayLike | None = None, parts: int = 10
) -> Reliability:
    """The clients in parts of equal size by the chance shown, and what happened to each part.

    Units:   shares from 0 to 1
    Source:  DeGroot & Fienberg (1983), The Statistician 32

    >>> reliability([0.1, 0.1, 0.9, 0.9], [0, 0, 1, 0], parts=2).happened
    array([0. , 0.5])
    """
    p, y, w = _checked(chance, happened, weights)
    order = np.argsort(p, kind="stable")
    before = np.cumsum(w[order]) - w[order]
    part = np.minimum((before * parts / w.sum() + 1e-9).astype(int), parts - 1)
    clients, shown, seen = (np.bincount(part, w[order] * values) for values in (np.ones_like(p), p[order], y[order]))
    filled = clients > 0
    return Reliability(shown[filled] / clients[filled], seen[filled] / clients[filled], clients[filled])


def brier(chance: npt.ArrayLike, happened: npt.ArrayLike, *, weights: npt.ArrayLike | None = None) -> float:
    """The mean squared distance between the chance shown and what happened; 0 is perfect.

    Source:  Brier (1950), Monthly Weather Review 78

    >>> brier([0.0, 0.5], [0, 1])
    0.125
    """
    p, y, w = _checked(chance, happened, weights)
    # Where `happened` is the share of a row, each client of the row is still 0 or 1.
    return float(w @ (p**2 - 2 * p * y + y) / w.sum())


def log_loss(chance: npt.ArrayLike, happened: npt.ArrayLike, *, weights: npt.ArrayLike | None = None) -> float:
    """The mean surprise in nats; lower is better, and a false certainty is punished without limit.

    >>> round(log_loss([0.5, 0.5], [0, 1]), 4)
    0.6931
    """
    p, y, w = _checked(chance, happened, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = np.where(y > 0, -y * np.log(p), 0.0) + np.where(y < 1, -(1 - y) * np.log1p(-p), 0.0)
    return float(w @ surprise / w.sum())


def auc(chance: npt.ArrayLike, happened: npt.ArrayLike, *, weights: npt.ArrayLike | None = None) -> float:
    """How often one to whom it happened was shown a higher chance than one to whom it did not; 0.5 is a coin.

    Source:  Hanley & McNeil (1982), Radiology 143

    >>> auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    0.75
    """
    p, y, w = _checked(chance, happened, weights)
    _, level = np.unique(p, return_inverse=True)
    yes, no = np.bincount(level, w * y), np.bincount(level, w * (1 - y))
    if not yes.sum() > 0 or not no.sum() > 0:
        raise CannotTell("Wait until it has happened to some and not to others; now there is nothing to tell apart.")
    below = np.cumsum(no) - no
    return float(yes @ (below + no / 2) / (yes.sum() * no.sum()))


def _checked(chance: npt.ArrayLike, happened: npt.ArrayLike, weights: npt.ArrayLike | None) -> tuple[Floats, ...]:
    p, y, w = columns(chance=chance, happened=happened, weights=1.0 if weights is None else weights)
    if p.size == 0 or not w.sum() > 0:
        raise CannotTell("Wait for clients to back-test with; there are none.")
    demand((p >= 0) & (p <= 1), "Give chances from 0 to 1")
    demand((y >= 0) & (y <= 1), "Say whether it happened: 0, 1, or the share of a row")
    return p, y, w
