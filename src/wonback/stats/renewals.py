"""Will this client renew? The cohort's chance, moved by what is known of the client: a complaint, a new price, a sponsor gone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from wonback.stats import shrunk
from wonback.stats.arrays import Floats, columns, demand
from wonback.stats.contracts import Retention
from wonback.stats.errors import CannotTell
from wonback.stats.shrunk import Band, Prior, Shrunk

# The cohort's chance is believed unless many renewals speak against it: its level by half a logit, its shape by a quarter.
LEVEL_SD, SHAPE_SD, SLOPES = 0.5, 0.25, 0.5


@dataclass(frozen=True)
class Renewals:
    """A fitted base of contracts: the cohort's behaviour, and what each trait changes about it."""

    cohort: Retention
    fitted: Shrunk
    centre: Floats
    spread: Floats

    def chance(self, nth: npt.ArrayLike, traits: npt.ArrayLike) -> Band:
        """The chance that clients with these traits make their n-th renewal, with the 80 % band of it.

        Units:   share from 0 to 1; a row of `traits` per client
        """
        return self.fitted.chance(self._design(nth, _table(traits, self.centre.size)))

    def survival(self, traits: npt.ArrayLike, *, renewals: int, renewed: int = 0) -> Floats:
        """The chances that clients who renewed `renewed` times make all of the next 1, 2, … `renewals`; a row per client.

        Formula: S(n) = product of the chances of each renewal, the traits as they are today
        """
        table = _table(traits, self.centre.size)
        each = [self.chance(renewed + nth, table).value for nth in range(1, renewals + 1)]
        return np.cumprod(np.array(each).reshape(renewals, len(table)), axis=0).T

    def _design(self, nth: npt.ArrayLike, traits: Floats) -> Floats:
        number = np.broadcast_to(np.asarray(nth, dtype=np.float64), len(traits))
        return _design(self.cohort, number, (traits - self.centre) / self.spread)


def fit(
    cohort: Retention,
    nth: npt.ArrayLike,
    renewed: npt.ArrayLike,
    traits: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
) -> Renewals:
    """What the traits change, from one row per renewal that was due: the how-manieth, whether it was made, and the traits.

    Few rows move the cohort's chance a little, many as far as they show. Put numbers on one scale or in logarithms;
    a yes is 1.

    Formula: logit P(n) = b0 + b1 logit r_n + slopes * standardised traits, r_n the cohort's renewal rate;
             b0 ~ N(0, 0.5^2), b1 ~ N(1, 0.25^2), slopes ~ N(0, tau^2), tau half-normal(0.5)
    Source:  discrete-time survival, Singer & Willett (1993), J. Educational Statistics 18; Fader & Hardie (2007) for r_n

    >>> loyal = Retention(alpha=0.668, beta=3.806)
    >>> base = fit(loyal, [1, 1, 1, 2, 2, 1], [1, 0, 1, 1, 1, 0], [[0], [1], [0], [0], [0], [1]])
    >>> base.chance(1, [[0], [1]]).value.round(2)
    array([0.88, 0.5 ])
    """
    number, made, w = columns(nth=nth, renewed=renewed, weights=1.0 if weights is None else weights)
    demand(w >= 0, "Give a weight of at least 0")
    if number.size == 0 or not w.sum() > 0:
        raise CannotTell("Use the cohort's renewal rate: no renewal has been due yet.")
    demand((number >= 1) & (number == np.floor(number)), "Count renewals from 1")
    demand((made >= 0) & (made <= 1), "Say whether it was renewed: 0, 1, or the share of a row")
    table = _table(traits, None)
    if len(table) != number.size:
        raise CannotTell(f"Give the traits of each renewal: {number.size} renewals, {len(table)} rows of traits.")
    centre = np.average(table, axis=0, weights=w)
    spread = np.sqrt(np.average((table - centre) ** 2, axis=0, weights=w))
    spread = np.where(spread > 0, spread, 1.0)
    design = _design(cohort, number, (table - centre) / spread)
    return Renewals(cohort, shrunk.fit(design, made, prior=_prior(centre.size), weights=w), centre, spread)


def _prior(traits: int) -> Prior:
    mean, sd = np.append([0.0, 1.0], np.zeros(traits)), np.append([LEVEL_SD, SHAPE_SD], np.ones(traits))
    return Prior(mean, sd, np.append([-1, -1], np.zeros(traits, dtype=int)), np.full(min(traits, 1), SLOPES))


def _design(cohort: Retention, nth: Floats, traits: Floats) -> Floats:
    usual = scipy.special.logit(np.clip(cohort.renewal_rate(nth), 1e-6, 1 - 1e-6))
    return np.column_stack([np.ones_like(nth), usual, traits])


def _table(traits: npt.ArrayLike, width: int | None) -> Floats:
    try:
        table = np.asarray(traits, dtype=np.float64)
    except (TypeError, ValueError):
        raise CannotTell("Give the traits as numbers; they hold something else.") from None
    if table.ndim != 2 or table.shape[1] != (table.shape[1] if width is None else width):
        raise CannotTell("Give the traits as a table: a row for each client, a column for each trait.")
    demand(np.isfinite(table).all(axis=1), "Fill in the traits; a cell is empty or not a number")
    return table
