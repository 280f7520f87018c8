"""Days: windows with their fence posts named, and the days on which people work."""

from argparse import ArgumentTypeError
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice

from django.conf import settings
from django.utils import timezone


def window(*, days: int, ending: date) -> tuple[date, date]:
    """The first and last day of the `days` days up to and including `ending`.

    Neighbouring windows share no day.

    >>> window(days=7, ending=date(2026, 11, 22))
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    """
    return ending - timedelta(days=days - 1), ending


def typed_day(text: str) -> date:
    """A day somebody typed on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"write the day as 2026-11-22, not {text!r}") from error


def start_of(day: date) -> datetime:
    """The first moment of a day, where the company is. What the night does, it did then."""
    return timezone.make_aware(datetime.combine(day, time.min))


def is_workday(day: date, *, closed: Collection[date] = ()) -> bool:
    """Monday to Friday, but for what the company’s country keeps and for the days in `closed`, which the company keeps by itself."""
    return day.weekday() < 5 and day not in closed and not holiday_on(day)


def holiday_on(day: date) -> str:
    """What the company’s country keeps on that day; nothing on others, and nothing where no country is set."""
    return public_holidays(settings.COUNTRY, day.year).get(day, "") if settings.COUNTRY else ""


def holidays_from(day: date, *, most: int) -> list[tuple[date, str]]:
    """What the country keeps next, within a year; weekends, on which nobody works anyway, left out."""
    year = (day + timedelta(days=n) for n in range(366 if settings.COUNTRY else 0))
    kept = ((one, holiday_on(one)) for one in year if one.weekday() < 5 and holiday_on(one))
    return list(islice(kept, most))


@cache
def public_holidays(country: str, year: int) -> Mapping[date, str]:
    """The holidays of a country, or of a part of it such as DE-HH, in one year, by day."""
    from holidays import country_holidays  # noqa: PLC0415  # it takes half a second, and only those who name a country need it

    code, _dash, part = country.partition("-")
    return dict(country_holidays(code, subdiv=part or None, years=year))


def add_workdays(day: date, workdays: int, *, closed: Collection[date] = ()) -> date:
    """The day on which `workdays` working days after `day` have passed.

    >>> add_workdays(date(2026, 11, 20), 1)  # a Friday
    datetime.date(2026, 11, 23)
    >>> add_workdays(date(2026, 11, 20), 1, closed=[date(2026, 11, 23)])
    datetime.date(2026, 11, 24)
    """
    following = workdays_after(day, closed=closed)
    for _ in range(workdays):
        day = next(following)
    return day


def workdays_after(day: date, *, closed: Collection[date] = ()) -> Iterator[date]:
    """The working days that follow `day`, without end."""
    while True:
        day += timedelta(days=1)
        if is_workday(day, closed=closed):
            yield day


def workday_before(day: date) -> date:
    """The last working day before that one; days the company keeps by itself are not looked at.

    >>> workday_before(date(2026, 11, 23))  # a Monday
    datetime.date(2026, 11, 20)
    """
    day -= timedelta(days=1)
    return day if is_workday(day) else workday_before(day)


def workday_from(day: date, *, closed: Collection[date] = ()) -> date:
    """That day, or the first working day after it."""
    return day if is_workday(day, closed=closed) else add_workdays(day, 1, closed=closed)
