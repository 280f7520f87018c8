"""Whose days are composed at once: any number of reps, or one person alone. A day is the same either way."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import RowNumber

from wonback.team.models import User
from wonback.team.policy import Right

# Writing a query takes longer than reading one more book by it; so many books are held in memory.
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Callers:
    """People for whom the same queries are asked. What a lead answers for hangs on their team: they come alone."""

    people: tuple[User, ...]

    @classmethod
    def of(cls, people: Iterable[User]) -> Iterator["Callers"]:
        """Everybody, as many at once as may be."""
        found = list(people)
        yield from (cls((one,)) for one in found if one.may(Right.LEAD))
        reps = (one for one in found if not one.may(Right.LEAD))
        yield from (cls(some) for some in batched(reps, AT_ONCE, strict=False))

    def as_asked(self) -> tuple[Hashable, tuple[int | None, ...]]:
        """What questions about them are shaped by, and the numbers that only fill them: for `core.prepared`."""
        told = [one.as_asked() for one in self.people]
        return tuple(shape for shape, _numbers in told), tuple(n for _shape, numbers in told for n in numbers)

    @classmethod
    def standing_in(cls, shape: Sequence[str], numbers: Sequence[int | None]) -> "Callers":
        each = zip(shape, batched(numbers, len(numbers) // len(shape), strict=True), strict=True)
        return cls(tuple(User.standing_in(role, its) for role, its in each))

    @property
    def keys(self) -> list[int]:
        return [one.pk for one in self.people]

    @property
    def alone(self) -> User | None:
        return self.people[0] if len(self.people) == 1 else None

    @property
    def lead(self) -> User | None:
        """The one of them who leads."""
        return self.alone if self.alone and self.alone.may(Right.LEAD) else None

    def first[Rows: QuerySet[Any, Any]](self, rows: Rows, most: int, *, whose: str, by: Sequence[Any]) -> Rows:
        """The first so many rows of each: along an index where there is one person, else by their places."""
        if self.alone:
            return rows.order_by(*by)[:most]
        place = Window(RowNumber(), partition_by=F(whose), order_by=list(by))
        return rows.annotate(place=place).filter(place__lte=most).order_by(*by)


type Who = str | User
"""The column that names the person, or the one it is about."""


def named(who: Who) -> F | Value:
    return F(who) if isinstance(who, str) else Value(who.pk)


def outside(who: Who) -> Any:
    """As `named`, in a query within the one it is about."""
    return OuterRef(who) if isinstance(who, str) else who


class HowMany(Subquery):
    """How many rows a query has, beside each row of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
