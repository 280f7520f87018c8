"""Days: windows with their fence posts named, and the days on which people work."""

from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

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


def is_workday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def add_workdays(day: date, workdays: int) -> date:
    """The day on which `workdays` working days after `day` have passed.

    >>> add_workdays(date(2026, 11, 20), 1)  # a Friday
    datetime.date(2026, 11, 23)
    """
    following = workdays_after(day)
    for _ in range(workdays):
        day = next(following)
    return day


def workdays_after(day: date) -> Iterator[date]:
    """The working days that follow `day`, without end."""
    while True:
        day += timedelta(days=1)
        if is_workday(day):
            yield day
