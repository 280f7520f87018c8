"""Chance that falls the same way every time, and days on which people work."""

import math
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone

from wonback.core.days import is_workday

T = TypeVar("T")


class Dice(random.Random):
    """A source of chance named by what it decides, so that one table more does not change all others."""

    def weighted(self, table: Mapping[T, float]) -> T:
        return self.choices(list(table), list(table.values()))[0]

    def one_of(self, things: Sequence[T]) -> T:
        return self.choice(things)

    def happens(self, share: float) -> bool:
        return self.random() < share

    def near(self, middle: float, spread: float) -> float:
        """A positive number whose median is `middle`; `spread` is the standard deviation of its logarithm."""
        return middle * math.exp(self.gauss(0, spread))

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included; `first` if they are the wrong way round."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def moment(self, day: date) -> datetime:
        """Some moment of the working day on or before `day`."""
        return at(workday(day), self.randint(8, 16), self.randrange(0, 60, 5))


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def workday(day: date) -> date:
    """The working day on or before `day`."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day
