"""Whom to call today: about six clients within a person's minutes, large and small. A rule without a database.

What does not fit is never dropped; it is listed as later, and every day that passes makes it more urgent.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wonback.care import why
from wonback.stats.choice import Candidate, choose

# A talk with a large client takes longer; handing over what was promised is short.
MINUTES = {"A": 10, "B": 8, "C": 6}
MINUTES_FOR_A_PROMISE = 5
LARGE, SMALL = "A", "C"
# Beyond three times the ideal it makes no difference how much longer: all of them have waited far too long.
MOST_URGENT = 3.0
UNKNOWN_SHARE = 0.5


class Kind(StrEnum):
    PROMISE = "promise"
    CONCERN = "concern"
    DEFENCE = "defence"
    EXPANSION = "expansion"
    RISK = "risk"
    RENEWAL = "renewal"
    TOUCH = "touch"
    FIRST = "first"
    PLAN = "plan"
    HAND_OUT = "hand_out"
    STEP = "step"
    CHECK = "check"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something we owe the client by a day: a promise, an answer, a step against a competitor, the next one towards more."""

    what: str
    due_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One client who may need us today. Days are counted up to today; None says that nobody knows."""

    key: Hashable
    name: str = ""
    tier: str = SMALL
    ideal: int = 90
    maximum: int = 150
    silent_days: int | None = None
    client_days: int | None = None
    overdue_days: int = 0
    value: float | None = None
    currency: str = ""
    buys_every: int | None = None
    promises: tuple[Duty, ...] = ()
    concerns: tuple[Duty, ...] = ()
    defences: tuple[Duty, ...] = ()
    expansions: tuple[Duty, ...] = ()
    risks: tuple[Duty, ...] = ()
    renewals: tuple[Duty, ...] = ()
    # What is planned with them for today: a call or a visit.
    planned: str = ""
    mine: bool = True
    # What they asked us not to do: "call", or "all".
    refused: str = ""

    @property
    def kind(self) -> Kind:
        """What brings them onto the list: the strongest reason there is."""
        if self.promises:
            return Kind.PROMISE
        if self.concerns:
            return Kind.CONCERN
        if self.defences or self.risks:
            return Kind.DEFENCE if self.defences else Kind.RISK
        if self.expansions:
            return Kind.EXPANSION
        if self.renewals:
            return Kind.RENEWAL
        return Kind.FIRST if self.silent_days is None else Kind.TOUCH

    @property
    def owed(self) -> tuple[Duty, ...]:
        """All that is due to them."""
        return (*self.promises, *self.concerns, *self.defences, *self.risks, *self.expansions, *self.renewals)

    @property
    def is_late(self) -> bool:
        """Whether it is time to speak. A promise may bring them onto the list before."""
        return self.overdue_days >= 0

    @property
    def minutes(self) -> int:
        """A promise alone is quickly kept; everything else is a talk."""
        talk = MINUTES.get(self.tier, MINUTES[SMALL])
        return MINUTES_FOR_A_PROMISE if self.promises and not self.is_late else talk

    def days_over(self, *, as_of: date) -> int:
        """How long the oldest thing we owe them has been due."""
        owed = [(as_of - duty.due_by).days for duty in self.owed]
        return max(0, self.overdue_days, *owed)

    def urgency(self) -> float:
        """How often their ideal silence has passed by now, from about 1 (due today) to 3."""
        passed = self.client_days if self.silent_days is None else self.silent_days
        return 1.0 if passed is None else min(MOST_URGENT, max(passed, self.ideal) / self.ideal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the list, in words a person can act on."""

    waiting: Waiting
    as_of: date

    @property
    def key(self) -> Hashable:
        return self.waiting.key

    @property
    def kind(self) -> Kind:
        return self.waiting.kind

    @property
    def minutes(self) -> int:
        return self.waiting.minutes

    @property
    def why_now(self) -> str:
        """Written when it is read: of those who wait for another day, most are only counted."""
        return why.now(self.waiting, as_of=self.as_of)

    @property
    def overdue_days(self) -> int:
        return self.waiting.days_over(as_of=self.as_of)


@dataclass(frozen=True, slots=True)
class CallList:
    """What fits into today, and what waits for another day."""

    today: list[Line] = field(default_factory=list)
    later: list[Line] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.today)


def call_list(waiting: Sequence[Waiting], *, minutes: int, as_of: date) -> CallList:
    """The clients to speak to today, most pressing first, and those for whom the minutes do not suffice."""
    worths = worth_of(waiting)
    ranked = sorted(waiting, key=lambda one: rank(one, worths[one.key]))
    chosen = choice(ranked, worths, minutes=minutes)
    return CallList(
        today=[Line(waiting=one, as_of=as_of) for one in ranked if one.key in chosen],
        later=[Line(waiting=one, as_of=as_of) for one in ranked if one.key not in chosen],
    )


def rank(one: Waiting, worth: float) -> tuple[int, float, str]:
    """Promises first, the oldest leading; then lateness and value together. The key decides between equals."""
    if one.promises:
        return 0, float(min(duty.due_by for duty in one.promises).toordinal()), str(one.key)
    return 1, -worth, str(one.key)


def worth_of(waiting: Sequence[Waiting]) -> dict[Hashable, float]:
    """How much each call matters: lateness times value, where value counts as a place among the others."""
    shares = shares_of_value(waiting)
    return {one.key: round(pressing(one) * (0.5 + shares[one.key]), 6) for one in waiting}


def pressing(one: Waiting) -> float:
    """Lateness, and half as much again when they are unhappy about something, may leave, or somebody else is after them."""
    return one.urgency() * (1.5 if one.concerns or one.defences or one.risks else 1.0)


def shares_of_value(waiting: Iterable[Waiting]) -> dict[Hashable, float]:
    """Each client's place by value among those of the same currency, from 0 to 1. An unknown value is not a small one."""
    by_currency: dict[str, list[float]] = {}
    known = [one for one in waiting if one.value is not None]
    for one in known:
        by_currency.setdefault(one.currency, []).append(one.value or 0.0)
    places = {currency: place_of(values) for currency, values in by_currency.items()}
    return {one.key: UNKNOWN_SHARE if one.value is None else places[one.currency][one.value] for one in waiting}


def place_of(values: Sequence[float]) -> dict[float, float]:
    """The share of the values that lie below each.

    >>> place_of([10.0, 20.0, 30.0])
    {10.0: 0.0, 20.0: 0.5, 30.0: 1.0}
    """
    different = sorted(set(values))
    return {value: position / max(1, len(different) - 1) for position, value in enumerate(different)}


def choice(ranked: Sequence[Waiting], worths: Mapping[Hashable, float], *, minutes: int) -> set[Hashable]:
    """Who is called today: what was promised or planned; and a large and a small client, as far as the minutes go."""
    promised = {one.key for one in ranked if one.promises or one.planned}
    seated = promised | seats(ranked, promised, minutes=minutes)
    candidates = [Candidate(one.key, one.minutes, worths[one.key], must=one.key in seated) for one in ranked]
    return {one.key for one in choose(candidates, minutes=minutes)}


def seats(ranked: Sequence[Waiting], promised: set[Hashable], *, minutes: int) -> set[Hashable]:
    """The most pressing large and the most pressing small client, unless one of their kind is on the list already."""
    left = minutes - sum(one.minutes for one in ranked if one.key in promised)
    taken: set[Hashable] = set()
    for tier in (LARGE, SMALL):
        kin = [one for one in ranked if one.tier == tier]
        if kin and promised.isdisjoint(one.key for one in kin) and kin[0].minutes <= left:
            taken.add(kin[0].key)
            left -= kin[0].minutes
    return taken
