"""Too many losses this month? Control charts tell chance from a change."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from wonback.stats.arrays import Floats, columns, demand
from wonback.stats.errors import CannotTell

type Flags = npt.NDArray[np.bool_]

SIGMAS = 3
# Eight points in a row on one side happen by chance once in 128 starts: the centre has moved.
RUN = 8
ENOUGH_PERIODS = 2


@dataclass(frozen=True)
class Chart:
    """Rates by period, the centre they should move about, and the limits chance keeps to.

    A period without clients has no rate and no limits: not a number, never 0.
    """

    rate: Floats
    centre: float
    low: Floats
    high: Floats

    @property
    def outside(self) -> Flags:
        """Periods that chance does not explain."""
        return np.asarray((self.rate > self.high) | (self.rate < self.low))

    @property
    def shifted(self) -> Flags:
        """Periods that end a run of eight on one side of the centre: something changed for good."""
        sides = np.sign(np.nan_to_num(self.rate - self.centre))
        ends = [self._is_run(sides[max(0, end - RUN) : end]) for end in range(1, sides.size + 1)]
        return np.array(ends, dtype=bool)

    @staticmethod
    def _is_run(sides: Floats) -> bool:
        return sides.size == RUN and sides[0] != 0 and bool((sides == sides[0]).all())


def p_chart(lost: npt.ArrayLike, clients: npt.ArrayLike) -> Chart:
    """The share of clients lost per period: for counts of clients, each lost at most once a period.

    Units:   share from 0 to 1
    Formula: p = sum(lost) / sum(clients); limits p -+ 3 sqrt(p (1 - p) / n), not below 0 nor above 1
    Source:  Montgomery (2020), Introduction to Statistical Quality Control, 7.2

    >>> p_chart([5, 4, 6, 20], [100, 100, 100, 100]).outside
    array([False, False, False,  True])
    """
    d, n = _checked(lost, clients)
    demand(d <= n, "Count each client once a period; more were lost than there were")
    return _chart(d, n, "p")


def u_chart(losses: npt.ArrayLike, clients: npt.ArrayLike) -> Chart:
    """Losses per client and period: for counts of events, of which a client may have several (parts, deals).

    Units:   losses per client
    Formula: u = sum(losses) / sum(clients); limits u -+ 3 sqrt(u / n), not below 0
    Source:  Montgomery (2020), 7.3

    >>> u_chart([5, 4, 6, 5], [100, 50, 100, 100]).high.round(3)
    array([0.129, 0.159, 0.129, 0.129])
    """
    return _chart(*_checked(losses, clients), "u")


def _checked(happened: npt.ArrayLike, clients: npt.ArrayLike) -> tuple[Floats, Floats]:
    d, n = columns(happened=happened, clients=clients)
    demand((d >= 0) & (n >= 0), "Count from 0 up")
    demand((n > 0) | (d == 0), "Say how many clients there were; losses without clients have no rate")
    if (n > 0).sum() < ENOUGH_PERIODS:
        raise CannotTell("Wait for a second period with clients: one cannot show what is usual.")
    return d, n


def _chart(happened: Floats, clients: Floats, kind: Literal["p", "u"]) -> Chart:
    centre = happened.sum() / clients.sum()
    spread = centre * (1 - centre) if kind == "p" else centre
    there = np.where(clients > 0, clients, np.nan)
    half = SIGMAS * np.sqrt(spread / there)
    high = centre + half if kind == "u" else np.minimum(centre + half, 1.0)
    return Chart(happened / there, float(centre), np.maximum(centre - half, 0.0), high)
