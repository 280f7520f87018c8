"""Quarters of the year: the time span after which a company looks back together."""

from dataclasses import dataclass
from datetime import date
from typing import Self

EARLIEST, LATEST = 1970, 2100


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter, written as in addresses: `2026-4`.

    >>> str(Quarter.of(date(2026, 11, 24))), Quarter(2026, 4).before, Quarter(2026, 4).after
    ('2026-4', Quarter(year=2026, number=3), Quarter(year=2027, number=1))
    """

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def named(cls, text: str) -> Self | None:
        """The quarter that an address names, or None if it names none.

        >>> Quarter.named("2026-4"), Quarter.named("2026-5"), Quarter.named("²-1")
        (Quarter(year=2026, number=4), None, None)
        """
        year, _dash, number = text.partition("-")
        if not (year.isascii() and year.isdecimal() and len(year) == len("2026") and number in set("1234")):
            return None
        return cls(int(year), int(number)) if EARLIEST <= int(year) <= LATEST else None

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def until(self) -> date:
        """The first day after it."""
        return self.after.first

    @property
    def after(self) -> Self:
        return type(self)(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> Self:
        return type(self)(self.year - (self.number == 1), (self.number + 2) % 4 + 1)
