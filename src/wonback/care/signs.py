"""The signs that a client may leave: what is seen, how strong it is from 0 to 1, and how much it counts. A rule without a database.

What is not known is not a number, and never 0: nobody who was not asked is content.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

type Floats = npt.NDArray[np.float64]

# Below this score a client counts as at risk, until somebody says otherwise.
ALARM_BELOW = 75
# A sign of ours counts for so long; who left, for so long.
RECENT_DAYS, LEFT_DAYS = 180, 365
CONCERN_DAYS, LATE_DAYS = 60, 60
# More of a weight would let one sign drown all others.
MOST_WEIGHT = 10


class Sign(StrEnum):
    SILENCE = "silence"
    WAITING = "waiting"
    CONCERN = "concern"
    PROMISE = "promise"
    LEFT = "left"
    STANCE = "stance"
    THREAD = "thread"
    RIVAL = "rival"
    PAYMENT = "payment"
    USAGE = "usage"
    TICKETS = "tickets"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one sign says, how its strength follows from what is seen, and what it counts for as Wonback comes."""

    name: Promise
    rule: Promise
    unknown: Promise
    weight: int
    strength: Callable[[Mapping[str, Floats]], Floats]


def between(value: Floats, least: float | Floats, most: float | Floats) -> Floats:
    """How far a value has come from `least` (0) to `most` (1).

    >>> between(np.array([10.0, 45.0, 90.0, np.nan]), 30.0, 60.0).tolist()
    [0.0, 0.5, 1.0, nan]
    """
    return np.asarray(np.clip((value - least) / (most - least), 0.0, 1.0))


def silence(seen: Mapping[str, Floats]) -> Floats:
    return between(seen["unusual"], 0.5, 0.95)


def waiting(seen: Mapping[str, Floats]) -> Floats:
    return between(seen["silent_days"], seen["ideal"], 2 * seen["maximum"])


def concern(seen: Mapping[str, Floats]) -> Floats:
    days = seen["concern_days"]
    return np.where(days < 0, 0.0, 0.4 + 0.6 * between(days, 0.0, CONCERN_DAYS))


def promise(seen: Mapping[str, Floats]) -> Floats:
    return np.asarray(np.clip(0.6 * seen["broken"], 0.0, 1.0))


def left(seen: Mapping[str, Floats]) -> Floats:
    """Fades in a second half of a year; half as bad where somebody else there decides or speaks for us."""
    gone = 1.0 - between(seen["left_days"], RECENT_DAYS, LEFT_DAYS)
    return gone * np.where(seen["still_there"] > 0, 0.5, 1.0)


def stance(seen: Mapping[str, Floats]) -> Floats:
    return between(-seen["stance"], 0.0, 2.0)


def thread(seen: Mapping[str, Floats]) -> Floats:
    held = seen["threads"]
    few = np.select([held < 1, held < 2, held < 3], [1.0, 0.7, 0.3], 0.0)
    return np.where(np.isnan(held), np.nan, few)


def rival(seen: Mapping[str, Floats]) -> Floats:
    seen_days = 1.0 - between(seen["rival_days"], 0.0, RECENT_DAYS)
    return np.where(seen["defended"] > 0, 1.0, seen_days)


def payment(seen: Mapping[str, Floats]) -> Floats:
    return between(seen["late_days"], 0.0, LATE_DAYS)


def usage(seen: Mapping[str, Floats]) -> Floats:
    """From nine tenths of the usual down to half of it."""
    return between(1.0 - seen["usage"], 0.1, 0.5)


def tickets(seen: Mapping[str, Floats]) -> Floats:
    """From as many as usual to three times as many."""
    return between(seen["tickets"], 1.0, 3.0)


SIGNS: dict[Sign, Meaning] = {
    Sign.SILENCE: Meaning(
        gettext_lazy("Silent against their own rhythm"),
        gettext_lazy(
            "From half of their usual gaps between purchases on; at its strongest when silent for longer than in 95 of 100."
        ),
        gettext_lazy("bought once or never, or a contract binds them"),
        3,
        silence,
    ),
    Sign.WAITING: Meaning(
        gettext_lazy("We have not spoken"),
        gettext_lazy("From the ideal of their rhythm on; at its strongest at twice the most."),
        gettext_lazy("never spoken to, and nobody knows since when they are a client"),
        2,
        waiting,
    ),
    Sign.CONCERN: Meaning(
        gettext_lazy("A concern nobody has settled"),
        gettext_lazy("By the age of the oldest one; at its strongest at 60 days."),
        gettext_lazy("nobody has asked them for half a year"),
        3,
        concern,
    ),
    Sign.PROMISE: Meaning(
        gettext_lazy("A broken promise"),
        gettext_lazy("Promises of ours past their day, or broken within half a year; two are as strong as it gets."),
        gettext_lazy("nothing was promised within two years"),
        3,
        promise,
    ),
    Sign.LEFT: Meaning(
        gettext_lazy("Who decided or spoke for us has left"),
        gettext_lazy(
            "For half a year at full strength, then fading; half as strong where somebody else there decides or speaks for us."
        ),
        gettext_lazy("nobody knows who decides there"),
        3,
        left,
    ),
    Sign.STANCE: Meaning(
        gettext_lazy("Who decides is cool"),
        gettext_lazy("How the coolest of those who decide sees us; at its strongest when they are against us."),
        gettext_lazy("nobody knows how those who decide see us"),
        2,
        stance,
    ),
    Sign.THREAD: Meaning(
        gettext_lazy("Held by one thread"),
        gettext_lazy("How many people there we have really spoken to in 12 months: none, one or two."),
        gettext_lazy("it was not written down with whom we spoke"),
        1,
        thread,
    ),
    Sign.RIVAL: Meaning(
        gettext_lazy("A competitor was seen"),
        gettext_lazy(
            "As long as a defence is under way; else fading within half a year. A defence that kept them ends it."
        ),
        gettext_lazy("nobody has asked them for half a year"),
        2,
        rival,
    ),
    Sign.PAYMENT: Meaning(
        gettext_lazy("They pay late"),
        gettext_lazy("How many days late the last payment on file was; at its strongest at 60."),
        gettext_lazy("no payment on file within half a year"),
        1,
        payment,
    ),
    Sign.USAGE: Meaning(
        gettext_lazy("They use less"),
        gettext_lazy("The newest reading against their usual one of a year: from nine tenths of it down to half."),
        gettext_lazy("fewer than four readings within a year"),
        3,
        usage,
    ),
    Sign.TICKETS: Meaning(
        gettext_lazy("More trouble than usual"),
        gettext_lazy("Open tickets against their usual number of a year: from as many on to three times as many."),
        gettext_lazy("fewer than four readings within a year"),
        1,
        tickets,
    ),
}

NAMES = tuple(SIGNS)
USUAL_WEIGHTS: dict[str, int] = {sign.value: meaning.weight for sign, meaning in SIGNS.items()}
# What is looked up of each client; all but the rhythm is unknown until somebody says so.
COLUMNS = (
    *("unusual", "silent_days", "ideal", "maximum", "concern_days", "broken", "left_days", "still_there"),
    *("stance", "threads", "rival_days", "defended", "late_days", "usage", "tickets"),
)


def strengths(seen: Mapping[str, Floats]) -> Floats:
    """One row a client, one column a sign, in the order of `NAMES`; what is unknown is not a number."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.column_stack([meaning.strength(seen) for meaning in SIGNS.values()])


def weights_of(told: Mapping[str, float]) -> list[float]:
    """The weights in the order of `NAMES`; a sign that nobody has weighed counts as Wonback comes."""
    return [float(told.get(sign, USUAL_WEIGHTS[sign])) for sign in NAMES]
