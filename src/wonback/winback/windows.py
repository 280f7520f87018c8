"""When a window opens, and what to expect where nobody told us a day."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

# How many days before its day a window opens: a tender has its list ready weeks before, a contract its notice months before.
LEAD_DAYS = {"tender": 60, "contract": 120, "next_year": 30}
# The usual term of a contract, in years, where we know of none.
USUAL_TERM_YEARS = 1


@dataclass(frozen=True)
class Estimate:
    """A day we expect, how sure we are, and on what it rests."""

    kind: str
    on: date
    confidence: str
    why: str


def add_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th.

    >>> add_years(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def estimate(lost_on: date, *, reason: str, elsewhere: bool, term_years: int | None, as_of: date) -> Estimate | None:
    """When they will probably choose anew, if no day is on file. `elsewhere`: we know that they went to a rival."""
    if reason == "timing":
        return Estimate("next_year", coming(lost_on, 1, as_of=as_of), "likely", _("They said “next year” on that day."))
    if not elsewhere:
        return None
    years = term_years or USUAL_TERM_YEARS
    sure = "likely" if term_years else "guess"
    why = (
        _("Their contracts with us ran as long; they probably made the same elsewhere.")
        if term_years
        else _("Contracts usually run for a year; theirs began when they left.")
    )
    return Estimate("contract", coming(lost_on, years, as_of=as_of), sure, why)


def coming(first: date, years: int, *, as_of: date) -> date:
    """The next anniversary, every so many years, that is still ahead.

    >>> coming(date(2024, 11, 1), 1, as_of=date(2026, 11, 22))
    datetime.date(2027, 11, 1)
    """
    rounds = 1
    while add_years(first, rounds * years) <= as_of:
        rounds += 1
    return add_years(first, rounds * years)
