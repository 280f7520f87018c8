"""A month of days on which lost clients choose anew, as one person sees it."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from wonback.losses.models import Cause
from wonback.losses.queries import within_reach
from wonback.team.models import User
from wonback.winback.models import Window

EARLIEST, LATEST = date(1970, 1, 1), date(2100, 12, 1)
MOST = 500


@dataclass(frozen=True)
class Mark:
    """One thing on one day."""

    on: date
    client: str
    url: str
    what: str
    confidence: str
    opens: bool


@dataclass
class Day:
    on: date
    in_month: bool
    is_today: bool
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]

    @property
    def days(self) -> list[Day]:
        """Those of the month with something on them, for the list."""
        return [day for week in self.weeks for day in week if day.in_month and day.marks]

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"


def month_named(text: str, *, today: date) -> date:
    """The first day of a month that an address names; of this month, if it names none.

    >>> month_named("2027-03", today=date(2026, 11, 22)), month_named("2027-13", today=date(2026, 11, 22))
    (datetime.date(2027, 3, 1), datetime.date(2026, 11, 1))
    """
    year, _dash, number = text.partition("-")
    if year.isascii() and year.isdecimal() and len(year) == 4 and number in {f"{n:02}" for n in range(1, 13)}:
        first = date(max(int(year), 1), int(number), 1)
        if EARLIEST <= first <= LATEST:
            return first
    return today.replace(day=1)


def month_of(first: date, user: User, *, today: date) -> Month:
    """All that happens in the weeks of a month, in two queries."""
    days = {
        day: Day(day, day.month == first.month, day == today)
        for day in Calendar().itermonthdates(first.year, first.month)
    }
    last = max(days)
    for mark in [*marks_of_windows(user, min(days), last), *marks_of_causes(user, min(days), last)]:
        if mark.on in days:
            days[mark.on].marks.append(mark)
    ordered = list(days.values())
    return Month(first, [ordered[start : start + 7] for start in range(0, len(ordered), 7)])


def marks_of_windows(user: User, since: date, last: date) -> list[Mark]:
    """The day itself, and the day on which the window opens."""
    near = Q(on__range=(since, last)) | Q(opens_on__range=(since, last))
    found = Window.objects.pursued().visible_to(user).filter(near).for_cards().order_by("on", "pk")[:MOST]
    marks = []
    for window in found:
        told = (window.loss.client.name, window.loss.get_absolute_url(), window.get_kind_display(), window.confidence)
        marks.append(Mark(window.on, *told, opens=False))
        if window.opens_on != window.on:
            marks.append(Mark(window.opens_on, *told, opens=True))
    return marks


def marks_of_causes(user: User, since: date, last: date) -> list[Mark]:
    """What a confirmed reason names as its day."""
    bound = Cause.objects.filter(condition__in=("contract", "not before"), until__range=(since, last))
    reach = within_reach(user, holder="loss__holder")
    found = bound.filter(reach, loss__let_go_at=None, loss__recovered_on=None).select_related("loss__client")
    return [
        Mark(cause.until or since, cause.loss.client.name, cause.loss.get_absolute_url(), str(cause.get_condition_display()), "known", opens=False)
        for cause in found.order_by("until", "pk")[:MOST]
    ]  # fmt: skip
