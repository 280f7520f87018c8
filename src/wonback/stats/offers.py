"""What giving something adds to the chance of a yes, learned from the answers to offers with and without it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy

from wonback.stats import shrunk
from wonback.stats.shrunk import Prior

BARE, KINDS = "bare", ("discount", "extra", "both")
# With fewer answers on either side nothing is said.
ENOUGH = 20
# How far giving something usually moves the log odds: seldom by more than twice this.
SCALE = 0.5
# The share that says yes to a bare offer may be anything.
WIDE = 2.5
SURE = 1e-6


class Answers(NamedTuple):
    """How many were asked with one kind of offer and answered, and how many of them said yes."""

    yes: int
    n: int


@dataclass(frozen=True)
class Lift:
    """What one kind of offer adds, in log odds, with its standard deviation; from `n` answers to it and `bare` without anything."""

    shift: float
    sd: float
    n: int
    bare: int

    def chance(self, without: float, *, share: float = 0.8) -> tuple[float, float, float]:
        """The chance of a yes with the offer where it is `without` else, with the band that holds it `share` of the time.

        Units:   shares from 0 to 1
        Formula: logit^-1(logit(without) + shift -+ z sd)

        >>> [round(value, 2) for value in Lift(shift=0.5, sd=0.2, n=60, bare=80).chance(0.3)]
        [0.41, 0.35, 0.48]
        """
        middle, half = (
            scipy.special.logit(min(max(without, SURE), 1 - SURE)) + self.shift,
            scipy.special.ndtri((1 + share) / 2) * self.sd,
        )
        return (
            float(scipy.special.expit(middle)),
            float(scipy.special.expit(middle - half)),
            float(scipy.special.expit(middle + half)),
        )


def learn(answers: Mapping[str, Answers]) -> dict[str, Lift]:
    """What each kind adds, as far as the answers tell; a kind with too few answers is left out.

    The three kinds are shrunk together, to nothing: a lead who gives away much gives it to those who hesitate, or to those who are
    nearly won, and nobody drew lots. So a small surplus counts for little until many have answered.

    Formula: logit P(yes | kind) = a + b_kind, a ~ N(0, 2.5^2), b_kind ~ N(0, tau^2), tau ~ half-normal(0.5)
    Source:  wonback.stats.shrunk.fit, after Gelman et al. (2013), Bayesian Data Analysis, 5

    >>> found = learn({"bare": Answers(20, 80), "discount": Answers(30, 60), "extra": Answers(3, 4)})
    >>> sorted(found), 0 < found["discount"].shift < 1.1
    (['discount'], True)
    """
    kinds = (BARE, *KINDS)
    told = [answers.get(kind, Answers(0, 0)) for kind in kinds]
    if told[0].n < ENOUGH or all(one.n < ENOUGH for one in told[1:]):
        return {}
    design = np.eye(len(kinds))
    design[:, 0] = 1.0
    shares = np.array([one.yes / one.n if one.n else 0.0 for one in told])
    prior = Prior(
        mean=np.zeros(len(kinds)), sd=np.full(len(kinds), WIDE), group=np.array([-1, 0, 0, 0]), scales=np.array([SCALE])
    )
    fitted = shrunk.fit(design, shares, prior=prior, weights=np.array([float(one.n) for one in told]))
    sds = shrunk.WIDER * np.sqrt(np.diag(fitted.covariance))
    return {
        kind: Lift(float(fitted.mode[place]), float(sds[place]), told[place].n, told[0].n)
        for place, kind in enumerate(kinds)
        if kind != BARE and told[place].n >= ENOUGH
    }
