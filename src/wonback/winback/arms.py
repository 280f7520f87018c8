"""What the two arms of a campaign say. Everybody counts in the arm that lot drew, whatever was done with them later.

Before the registered end only a band that may be looked at on any day; at the end one interval. The two share the five
false alarms in a hundred: four for the end, one for all days before it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from wonback.stats import CannotTell, effect
from wonback.stats.returns import PERIOD, THUMB_WEEKS

CONTACT, WAIT = "contact", "wait"
OTHERS = "others"
AT_THE_END, ON_ANY_DAY = 0.04, 0.01
# Nobody knows that none or all will come back.
RAREST = 0.01
A_WEEK = timedelta(days=7)


class Drawn(NamedTuple):
    """So many losses that lot put into one arm on one day and that came back on another, or have not."""

    arm: str
    drawn_on: date
    back_on: date | None
    clients: int


@dataclass(frozen=True)
class Arms:
    """How many lot drew into each arm, and how many of them are back."""

    contacted: int
    back: int
    waiting: int
    back_alone: int

    @property
    def clients(self) -> int:
        return self.contacted + self.waiting

    @property
    def rate(self) -> float | None:
        return self.back / self.contacted if self.contacted else None

    @property
    def rate_alone(self) -> float | None:
        return self.back_alone / self.waiting if self.waiting else None

    @property
    def are_both_filled(self) -> bool:
        return bool(self.contacted and self.waiting)

    def difference(self) -> effect.Effect:
        return effect.difference(self.back, self.contacted, self.back_alone, self.waiting, level=1 - AT_THE_END)

    def any_day(self, *, planned: float) -> tuple[float, float]:
        """Between which values the effect lies, however often one looks; a difference of shares ends at 1."""
        low, high = effect.always_valid(self.difference(), planned=planned, alpha=ON_ANY_DAY)
        return max(-1.0, low), min(1.0, high)


class Kind(StrEnum):
    NOBODY = "nobody"  # an arm is empty
    LOPSIDED = "lopsided"  # lot did not do this
    SO_FAR = "so far"  # the end is not reached: the band of any day
    TOO_FEW = "too few"  # the end is reached with too few: what a sceptic believes
    END = "end"  # the verdict


@dataclass(frozen=True)
class Verdict:
    """What may be said on a day: of which kind, and the effect with its band where there is one."""

    kind: Kind
    value: float | None = None
    low: float | None = None
    high: float | None = None
    # Only of a sceptic: how likely contact helps at all.
    above_zero: float | None = None

    @property
    def helped(self) -> bool:
        return self.low is not None and self.low > 0

    @property
    def did_harm(self) -> bool:
        return self.high is not None and self.high < 0


def verdict(arms: Arms, *, share: float, planned: float, ended: bool) -> Verdict:
    """What the arms let us say; `ended`: the registered end has come, and nobody closed the campaign before."""
    if not arms.are_both_filled:
        return Verdict(Kind.NOBODY)
    if effect.check_split(arms.contacted, arms.waiting, waiting=share).is_suspicious:
        return Verdict(Kind.LOPSIDED)
    found = arms.difference()
    if not ended:
        return Verdict(Kind.SO_FAR, found.value, *arms.any_day(planned=planned))
    if arms.clients < effect.ENOUGH_CLIENTS:
        return Verdict(Kind.TOO_FEW, *effect.sceptical(found))
    return Verdict(Kind.END, found.value, found.low, found.high)


def counted(drawn: Iterable[Drawn], *, on: date) -> Arms:
    """The arms as they stood on that day."""
    there = [row for row in drawn if row.drawn_on <= on]
    back = [row for row in there if row.back_on and row.back_on <= on]
    return Arms(of(there, CONTACT), of(back, CONTACT), of(there, WAIT), of(back, WAIT))


def of(rows: Iterable[Drawn], arm: str) -> int:
    return sum(row.clients for row in rows if row.arm == arm)


def course(drawn: Sequence[Drawn], *, begins_on: date, until: date) -> list[tuple[date, Arms]]:
    """The arms week by week, and on the last day."""
    weeks = (until - begins_on) // A_WEEK
    days = [begins_on + week * A_WEEK for week in range(weeks + 1)]
    return [(day, counted(drawn, on=day)) for day in dict.fromkeys([*days, until])]


@dataclass(frozen=True)
class Prospect:
    """What a campaign could show, told before it starts: with so many in each arm, and so many expected back alone."""

    contacted: int
    waiting: int
    rate: float

    @property
    def planned(self) -> float:
        return effect.planned_information(self.rate, clients=(self.contacted, self.waiting))

    @property
    def smallest(self) -> float | None:
        """The smallest rise noticed four times in five; None if none would be, however large."""
        try:
            return effect.smallest_detectable(self.rate, clients=(self.contacted, self.waiting), alpha=AT_THE_END)
        except CannotTell:
            return None


def prospect(clients: int, *, share: float, rate: float) -> Prospect:
    """With so many clients, of whom a share waits: at least one in each arm."""
    waiting = min(max(1, round(share * clients)), max(1, clients - 1))
    return Prospect(max(1, clients - waiting), waiting, min(max(RAREST, rate), 1 - RAREST))


def rate_within(days: int, rate: float) -> float:
    """Which share comes back alone within so many days, if `rate` of them do within half a year.

    >>> round(rate_within(182, 0.10), 3), round(rate_within(91, 0.10), 3)
    (0.1, 0.051)
    """
    return 1 - float((1 - rate) ** (days / (7 * THUMB_WEEKS)))


def band_of(worth: Decimal | float | None) -> str:
    """The value band of a loss: within one, amounts have as many digits.

    >>> band_of(48_000), band_of(52_000), band_of(900), band_of(None)
    ('5', '5', '3', '?')
    """
    return "?" if worth is None else str(len(str(abs(int(worth)))))


def strata(natural: Mapping[str, str], *, known: Collection[str] = ()) -> dict[str, str]:
    """Alike ones together, as long as there are enough of them to be dealt from a block; all others are one stratum.

    A stratum that exists is joined, so that whoever is drawn later is dealt with those drawn before.

    >>> strata({"a": "5/price", "b": "6/price"}, known=["6/price"])
    {'a': 'others', 'b': '6/price'}
    """
    sizes = Counter(natural.values())
    own = {name for name, size in sizes.items() if size >= effect.BLOCK or name in known}
    return {key: name if name in own else OTHERS for key, name in natural.items()}


# A campaign shorter than a period of the hazard could not see a call work.
SHORTEST = timedelta(weeks=PERIOD)
