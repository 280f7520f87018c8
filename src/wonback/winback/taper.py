"""How close we stay to a client who came back: often at first, then less, for twelve months. A rule without a database."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wonback.core.days import workday_from

WEEKLY, FORTNIGHTLY, MONTHLY, EXECUTIVE = "weekly", "fortnightly", "monthly", "executive"
WEEKS = tuple(range(1, 5))
FORTNIGHTS = tuple(range(6, 13, 2))
MONTHS = tuple(range(4, 13))
# When the first promises can be judged and the talk is still about them.
EXECUTIVE_WEEK = 10


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    due_by: date
    kind: str


def taper(begun_on: date, *, closed: Collection[date] = ()) -> list[Planned]:
    """Weekly four times, fortnightly four times, monthly to the twelfth month, and one visit of a lead. Working days only.

    >>> [sum(one.kind == kind for one in taper(date(2026, 1, 1))) for kind in (WEEKLY, FORTNIGHTLY, MONTHLY, EXECUTIVE)]
    [4, 4, 9, 1]
    """
    return sorted(Planned(workday_from(day, closed=closed), kind) for day, kind in days(begun_on))


def days(begun_on: date) -> Iterator[tuple[date, str]]:
    for week in WEEKS:
        yield begun_on + timedelta(weeks=week), WEEKLY
    for week in FORTNIGHTS:
        yield begun_on + timedelta(weeks=week), FORTNIGHTLY
    for month in MONTHS:
        yield months_after(begun_on, month), MONTHLY
    yield begun_on + timedelta(weeks=EXECUTIVE_WEEK, days=2), EXECUTIVE


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none.

    >>> months_after(date(2026, 10, 31), 4)
    datetime.date(2027, 2, 28)
    """
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    next_first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_first - timedelta(days=1))
