"""How often one person may hear from us unasked, whoever of us writes or calls. A rule without a database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many contacts in any so many days, and never two on one day."""

    most: int = 2
    days: int = 7


USUAL = Cap()
# What can wait, a reminder or a question about a day that runs out, waits so long after any other letter of ours.
QUIET = timedelta(days=USUAL.days)


def fits(contacts: Iterable[date], *, on: date, cap: Cap = USUAL) -> bool:
    """Whether one more contact on that day keeps within the cap, also for those that are planned for later days.

    >>> fits([date(2026, 11, 23), date(2026, 11, 25)], on=date(2026, 11, 29))
    False
    >>> fits([date(2026, 11, 23), date(2026, 11, 25)], on=date(2026, 11, 30))
    True
    """
    near = sorted(day for day in contacts if abs((day - on).days) < cap.days)
    if on in near:
        return False
    return all(
        sum(last - timedelta(days=cap.days) < day <= last for day in (*near, on)) <= cap.most for last in (*near, on)
    )


def next_day(contacts: Iterable[date], *, on: date, cap: Cap = USUAL) -> date:
    """The first day from `on` on which one more contact keeps within the cap.

    >>> next_day([date(2026, 11, 23), date(2026, 11, 25)], on=date(2026, 11, 25))
    datetime.date(2026, 11, 30)
    """
    known = list(contacts)
    while not fits(known, on=on, cap=cap):
        on += timedelta(days=1)
    return on
