"""How many of those we lost come back if we call, and if we do not: what our own attempts taught, else a rule of thumb.

Where it comes from: docs/numbers/chance-of-return.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wonback.stats import returns

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

PERIOD_DAYS = 7 * returns.PERIOD
# Five years; whoever is gone for longer counts with the last period.
PERIODS = 66
HALF_A_YEAR = 26
AT_ONCE = 50_000
# Pick et al. 2016: a reason that can change and that we control makes a return more likely.
BY_REASON = {(True, True): 1.6, (True, False): 1.1, (False, True): 0.9, (False, False): 0.3}
# CDNOW, 23,570 buyers: those silent for long came back far more rarely. Up to so many months, and for ever.
BY_MONTHS = ((6, 1.3), (12, 1.0), (24, 0.7), (48, 0.5))
OLDEST = 0.3
MOST = 0.5


class Odds(NamedTuple):
    """Of those like them, which shares come back within half a year; from how many of our attempts we know."""

    called: float
    alone: float
    called_low: float
    called_high: float
    attempts: int
    ours: bool


class Past(NamedTuple):
    """One loss of the past: its reason, and in which periods since then we called and they returned, -1 for never."""

    reason: str
    periods: int
    called: int
    returned: bool


@dataclass(frozen=True)
class Kind:
    """A reason for leaving as the odds see it. None: it depends, or nobody knows."""

    key: str
    family: str = ""
    can_change: bool | None = None
    we_control: bool | None = None

    @property
    def factor(self) -> float:
        return BY_REASON.get((self.can_change, self.we_control), 1.0)  # type: ignore[arg-type]  # None is a key that is not there


type Table = Mapping[tuple[str, int], Odds]


def period_of(lost_on: date, *, as_of: date) -> int:
    """The period of four weeks since the loss in which a day lies.

    >>> period_of(date(2026, 1, 1), as_of=date(2026, 1, 29)), period_of(date(2000, 1, 1), as_of=date(2026, 1, 1))
    (1, 65)
    """
    return min(max(0, (as_of - lost_on).days // PERIOD_DAYS), PERIODS - 1)


def thumb(kind: Kind, period: int) -> Odds:
    """The rule of thumb: one in ten, a little more if we call, by what kind of reason it was and how long ago."""
    return table([kind], RULE_OF_THUMB)[kind.key, period]


def learn(past: Iterable[Past], kinds: Sequence[Kind], *, attempts: int, drawn: int | None = None) -> returns.Returns:
    """What our attempts taught; below thirty of them, nothing, and the rule of thumb stands.

    `drawn` counts those that lot chose: below fifty, what a call adds is assumed.
    """
    if attempts < returns.ENOUGH_ATTEMPTS:
        return returns.Returns(RULE_OF_THUMB.words, attempts, None)
    numbers = {kind.key: number for number, kind in enumerate(kinds)}
    counts = counted(past, numbers)
    reason, period, called, back = np.nonzero(counts)
    keys = [kinds[number].key for number in reason.tolist()]
    periods = returns.Periods(
        returns.Clients(keys, [""] * len(keys)),
        period * returns.PERIOD,
        called,
        back,
        weights=counts[reason, period, called, back],
    )
    return returns.fit(periods, attempts=attempts, drawn=drawn, classes={kind.key: kind.family for kind in kinds})


def counted(past: Iterable[Past], numbers: Mapping[str, int]) -> Floats:
    """How many periods of four weeks there were: by reason, time since the loss, called or not, back or not."""
    counts = np.zeros((len(numbers), PERIODS, 2, 2))
    rows = np.array([(numbers[one.reason], one.periods, one.called, one.returned) for one in past], dtype=np.int64)
    for start in range(0, len(rows), AT_ONCE):
        add(counts, rows[start : start + AT_ONCE])
    return counts


def add(counts: Floats, rows: Ints) -> None:
    """Lay out each loss period by period, and count them."""
    reason, length, call, back = rows.T
    whose = np.repeat(np.arange(len(rows)), length)
    nth = np.arange(whose.size) - np.repeat(np.cumsum(length) - length, length)
    since_call = nth - call[whose]
    called = (call[whose] >= 0) & (since_call >= 0) & (since_call < returns.REACH)
    returned = (nth == length[whose] - 1) & (back[whose] == 1)
    np.add.at(counts, (reason[whose], np.minimum(nth, PERIODS - 1), called.astype(int), returned.astype(int)), 1.0)


def table(kinds: Sequence[Kind], base: returns.Returns) -> dict[tuple[str, int], Odds]:
    """The odds for every reason and period: all that a loss can look up."""
    keys = [(kind.key, period) for kind in kinds for period in range(PERIODS)]
    clients = returns.Clients([key for key, _period in keys], [""] * len(keys))
    weeks = np.array([period * returns.PERIOD for _key, period in keys])
    called, alone = (base.chance(clients, weeks, contact=yes, within=HALF_A_YEAR) for yes in (True, False))
    ours = base.fitted is not None
    by_thumb = np.array([1.0 if ours else kind.factor * by_time(period) for kind in kinds for period in range(PERIODS)])
    columns = (called.value, alone.value, called.low, called.high)
    rows = np.column_stack([np.minimum(share * by_thumb, 1 if ours else MOST) for share in columns]).tolist()
    return {key: Odds._make([*row, base.attempts, ours]) for key, row in zip(keys, rows, strict=True)}


def by_time(period: int) -> float:
    months = period * PERIOD_DAYS // 30
    return next((factor for limit, factor in BY_MONTHS if months < limit), OLDEST)


RULE_OF_THUMB = returns.fit(None)
