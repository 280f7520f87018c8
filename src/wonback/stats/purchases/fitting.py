"""Find the parameters under which the purchases of a base are most likely."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wonback.stats.arrays import Floats, columns, demand
from wonback.stats.errors import CannotTell
from wonback.stats.newton import ENOUGH, Peak, Slope, climb
from wonback.stats.purchases.likelihood import Likelihood, Rows, Story, Variant

# Below this many clients the data alone decide too little, and experience from other bases joins in.
FEW = 300
MOST_REGULAR = 4
MOST_OFTEN = 1e9
# Who bought today has a recency equal to the age, but for the last digit of a column of short floats.
ROUNDING = 1e-6
WARM_UPS = (16_384, 131_072)
# The likelihood of many is so nearly a parabola that a step which gains this leaves a thousand-millionth to gain.
ENOUGH_OF_MANY = 1e-3

# (r, alpha / mean age, a, b) of a middling base: means of the MBG/NBD over CDNOW and its 1/10 sample.
TYPICAL = np.array([0.58, 0.21, 0.85, 1.42])
STARTS = (TYPICAL, np.array([1.0, 0.3, 0.3, 3.0]))


class Found(NamedTuple):
    """The most likely parameters for one story."""

    story: Story
    parameters: Floats
    covariance_of_logs: Floats
    log_likelihood: float


def rows_of(
    frequency: npt.ArrayLike,
    recency: npt.ArrayLike,
    age: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None,
    gap_logs: npt.ArrayLike | None,
) -> Rows:
    """The clients, checked: a base in which nothing can be seen is refused here."""
    given = {"frequency": frequency, "recency": recency, "age": age}
    given |= {"weights": 1.0 if weights is None else weights, "gap_logs": 0.0 if gap_logs is None else gap_logs}
    x, t_x, age_, weight, logs = columns(**given)
    t_x = checked(x, t_x, age_)
    demand(weight >= 0, "Give a weight of at least 0")
    if not (x @ weight) > 0:
        raise CannotTell("Wait for repeat purchases: nobody in this base has bought twice.")
    if not (age_ @ weight) > 0:
        raise CannotTell("Wait a while: every client of this base bought for the first time just now.")
    if gap_logs is None:
        return Rows(x, t_x, age_, weight)
    _check_gaps(x, t_x, logs)
    return Rows(x, t_x, age_, weight, float(weight @ logs))


def checked(frequency: Floats, recency: Floats, age: Floats) -> Floats:
    """The recencies; summaries that no client can have are refused."""
    demand((frequency >= 0) & (frequency == np.floor(frequency)), "Count repeat purchases as 0, 1, 2, …")
    demand(frequency <= MOST_OFTEN, "Check who bought a thousand million times; nobody does")
    demand(recency >= 0, "Give a recency of at least 0")
    demand(recency <= age * (1 + ROUNDING), "Give an age that is no less than the recency")
    demand((recency == 0) | (frequency > 0), "Give recency 0 to a client without repeat purchases")
    return np.minimum(recency, age)


def _check_gaps(frequency: Floats, recency: Floats, gap_logs: Floats) -> None:
    """Gaps that fill the recency have the largest sum of logarithms when they are equal."""
    gaps = np.maximum(frequency, 1)
    most = frequency * np.log(np.maximum(np.where(frequency > 0, recency, 1), 1e-300) / gaps)
    fine = gap_logs <= most + 0.05 * frequency + 1e-9
    demand(fine, "Give gap_logs per client and in the unit of recency; such gaps do not fit into it")
    demand((frequency > 0) | (gap_logs == 0), "Give gap_logs 0 to a client without repeat purchases")


def find(rows: Rows, variant: Variant, k: int | None) -> Found:
    """The best story: the regularity asked for, or the first that the next one does not beat."""
    if k is not None:
        return climb_to(rows, Story(k, variant))
    if rows.gap_logs is None:
        return climb_to(rows, Story(1, variant))
    found = climb_to(rows, Story(1, variant))
    for regular in range(2, MOST_REGULAR + 1):
        rival = climb_to(rows, Story(regular, variant))
        if rival.log_likelihood <= found.log_likelihood:
            break
        found = rival
    return found


def climb_to(rows: Rows, story: Story) -> Found:
    """The most likely parameters for one story: from samples first, then a few steps with everybody."""
    scale = np.array([1.0, rows.age @ rows.weight / rows.clients / story.k, 1.0, 1.0])
    starts, enough = [np.log(start * scale) for start in STARTS], ENOUGH
    for size in WARM_UPS:
        if rows.frequency.size > 4 * size:
            enough = ENOUGH_OF_MANY
            starts = [_highest(_sampled(rows, size), story, scale, starts, enough).at]
    peak = _highest(rows, story, scale, starts, enough)
    parameters = np.exp(peak.at)
    bare = peak.slope.value - _prior(peak.at, scale, rows).value
    return Found(story, parameters, peak.covariance, bare)


def _sampled(rows: Rows, size: int) -> Rows:
    """A small base like the large one: half of it bought again, however rare that is, and counts accordingly."""
    chance = np.random.default_rng(17)
    again = rows.frequency > 0
    halves = [np.flatnonzero(again), np.flatnonzero(~again)]
    drawn = [chance.choice(half, min(half.size, size // 2)) for half in halves]
    sample = rows[np.concatenate(drawn)]
    stand_for = [np.full(some.size, half.size / max(1, some.size)) for half, some in zip(halves, drawn, strict=True)]
    return replace(sample, weight=sample.weight * np.concatenate(stand_for))


def _highest(rows: Rows, story: Story, scale: Floats, starts: list[Floats], enough: float = ENOUGH) -> Peak:
    likelihood = Likelihood(rows, story)

    def slope_at(logs: Floats) -> Slope:
        parameters = np.exp(logs)
        return likelihood.at(parameters).in_logs(parameters).plus(_prior(logs, scale, rows))

    return max((climb(slope_at, start, enough=enough) for start in starts), key=lambda peak: peak.slope.value)


def gain_from_leaving(rows: Rows, found: Found) -> float:
    """By how many nats the base is likelier if some clients leave than if none ever does (a = 0, the NBD).

    Source:  likelihood ratio; Ehrenberg (1959), Applied Statistics 8, for the NBD
    """
    likelihood = Likelihood(rows, found.story)

    def slope_at(logs: Floats) -> Slope:
        parameters = np.array([*np.exp(logs), 1e-12, 1.0])
        value, gradient, hessian = likelihood.at(parameters).in_logs(parameters)
        return Slope(value, gradient[:2], hessian[:2, :2])

    return found.log_likelihood - climb(slope_at, np.log(found.parameters[:2])).slope.value


def _prior(logs: Floats, scale: Floats, rows: Rows) -> Slope:
    """What other bases taught us, for a base too small to speak for itself: N(ln typical, 1)."""
    if rows.clients >= FEW:
        return Slope(0.0, np.zeros(4), np.zeros((4, 4)))
    off = logs - np.log(TYPICAL * scale)
    return Slope(-float(off @ off) / 2, -off, -np.eye(4))
