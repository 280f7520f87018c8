"""The automated view: the chance of each renewal, learned from the renewals there have been. A rule without a database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wonback.stats import contracts, renewals
from wonback.stats.errors import CannotTell

# With fewer there is no saying anything.
FEWEST = 20
# Of a thousand clients eight in ten renew at first, and the loyal part grows: what is believed until there is more to learn from.
USUAL = contracts.Retention(alpha=1.0, beta=4.0)


@dataclass(frozen=True, slots=True)
class Past:
    """One renewal that was due: the how-manieth of its client, whether it was made, and what was known before."""

    nth: int
    renewed: bool
    unhappy: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """One that lies ahead. `unhappy`: a concern in half a year; `gone`: somebody who decided or spoke for us has left."""

    key: int
    nth: int
    unhappy: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Chance:
    value: float
    low: float
    high: float
    n: int


def chances(past: Sequence[Past], coming: Sequence[Coming]) -> dict[int, Chance]:
    """The chance of each that lies ahead, with its 80 % band; nothing while too few renewals are known.

    Units:   share from 0 to 1
    Formula: the cohort's renewal rate of the n-th renewal, moved by a concern and by somebody having left (`stats.renewals`)
    """
    if len(past) < FEWEST or not coming:
        return {}
    base = renewals.fit(
        cohort(past),
        [one.nth for one in past],
        [one.renewed for one in past],
        [[one.unhappy, one.gone] for one in past],
    )
    band = base.chance([one.nth for one in coming], [[one.unhappy, one.gone] for one in coming])
    rows = zip(coming, band.value, band.low, band.high, strict=True)
    return {one.key: Chance(float(value), float(low), float(high), len(past)) for one, value, low, high in rows}


def cohort(past: Sequence[Past]) -> contracts.Retention:
    """How the cohort behaves, from the share that made each renewal; the usual one while that cannot be told."""
    reached, made = Counter(one.nth for one in past), Counter(one.nth for one in past if one.renewed)
    share, survivors = 100.0, [100.0]
    for nth in range(1, max(reached) + 1):
        if not reached[nth]:
            break
        share *= made[nth] / reached[nth]
        survivors.append(share)
    try:
        return contracts.fit(survivors)
    except CannotTell:
        return USUAL
