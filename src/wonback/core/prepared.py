"""Questions that are asked of the database again and again: Django writes their SQL once, and only the values change.

Writing a long query takes Django ten times as long as SQLite takes to answer it. A question is a function that returns a
queryset; it is written twice, with values that nobody has, so that their places are found. What depends on a value
otherwise than by its place, or by days before and after it, is refused when it is written, not answered wrongly.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import update_wrapper
from itertools import count
from typing import Any, Protocol, Self, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils.timezone import get_current_timezone_name, localtime

from wonback.core.answering import answering, as_bound, with_numbers
from wonback.core.days import start_of

# Numbers and days that no row has: far from all others, and from each other. The days of a pair are no two alike in
# anything but being days, so that what is worked out of a weekday or a month differs.
NUMBERS, DAYS = (4_000_000_000_000_000, 5_000_000_000_000_000), (date(3001, 3, 5), date(3021, 10, 20))
APART, YEARS_BETWEEN, MOST_DAYS_AWAY = 7919, 40, 3650
LIKE_A_DAY, LIKE_A_MOMENT = re.compile(r"3\d{3}-\d\d-\d\d"), re.compile(r"3\d{3}-\d\d-\d\d \d\d:\d\d:\d\d")
# Lists are filled up to one of these lengths, so that few questions have to be written.
LENGTHS = (1, 8, 64, 256, 1024, 4096)
NOBODY = -1
# Of one question; the people of an installation are of a few shapes.
MOST_KEPT, UNWRITTEN = 100, object()

type Scalar = int | date
type Written = tuple[str, Sequence[Any]]


class NotPreparable(TypeError):
    """This question depends on what it is asked with in a way that cannot be written once."""


class Known(Protocol):
    """Somebody questions are asked about: what shapes the question, and the numbers that only fill it."""

    def as_asked(self) -> tuple[Hashable, Sequence[int | None]]: ...

    @classmethod
    def standing_in(cls, shape: Any, numbers: Sequence[int | None]) -> Self: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands among those of the SQL: which one, how many days away from it, whether that day's first moment."""

    of: int
    days: int = 0
    begins: bool = False

    def filled(self, values: Sequence[Scalar], like: Any) -> Any:
        value = values[self.of]
        if not isinstance(value, date):
            return value if type(like) is int else type(like)(value)
        day = value + timedelta(days=self.days)
        if self.begins:
            moment = start_of(day)
            return str(moment.astimezone(UTC).replace(tzinfo=None)) if isinstance(like, str) else moment
        return day.isoformat() if isinstance(like, str) else day


@dataclass(frozen=True, slots=True)
class Sentence:
    """A question as it is written down: its SQL, its values, and the places of those that change."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    written: Written
    places: dict[int, Place]
    # With the values in it that do not change, for a database that keeps a plan; and of the others one place for each number.
    text: str
    numbered: Sequence[int]

    def answer(self, values: Sequence[Scalar]) -> QuerySet[Any, Any]:
        said = self.with_numbers(values) if self.text else self.with_values(values)
        return answering(self.queryset, self.compiler, said)

    def with_values(self, values: Sequence[Scalar]) -> Written:
        sql, said = self.written
        new = list(said)
        for at, place in self.places.items():
            new[at] = place.filled(values, new[at])
        return sql, new

    def with_numbers(self, values: Sequence[Scalar]) -> Written:
        _sql, said = self.written
        database = connections[self.queryset.db]
        return self.text, [as_bound(self.places[at].filled(values, said[at]), database) for at in self.numbered]


class Prepared[**P, Row]:
    """A question that is written once for each shape of what it is asked with, and answered with rows."""

    def __init__(self, question: Callable[P, QuerySet[Any, Row]]) -> None:
        update_wrapper(self, question)
        self.question = question
        self.sentences: dict[Hashable, Sentence | None] = {}

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Row]:
        sentence, values = self.sentence(args, kwargs)
        return list(sentence.answer(values)) if sentence else []

    def sentence(self, args: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Sentence | None, list[Scalar]]:
        """How it is written for what it is asked with, and the values that fill it."""
        values: list[Scalar] = []
        shape = tuple(shape_of(one, values) for one in (*args, *kwargs.values()))
        # Days of moments are those of the time zone that holds.
        key = (*shape, *kwargs, get_current_timezone_name())
        # Held here: another thread may clear what is kept.
        sentence = self.sentences.get(key, UNWRITTEN)
        if sentence is UNWRITTEN:
            if len(self.sentences) >= MOST_KEPT:
                self.sentences.clear()
            self.sentences[key] = sentence = self.write(shape, list(kwargs), values)
        return cast("Sentence | None", sentence), values

    def write(self, shape: Sequence[Any], names: Sequence[str], values: Sequence[Scalar]) -> Sentence | None:
        """Write it with two sets of made-up values; where both stand in the same way, a value of ours belongs."""
        made_up = [list(made_up_values(values, nth)) for nth in (0, 1)]
        try:
            first, second = (self.compiled(shape, names, each) for each in made_up)
        except EmptyResultSet:
            return None
        (queryset, compiler, (sql, said)), (_queryset, _compiler, (same_sql, others)) = first, second
        if sql != same_sql or len(said) != len(others):
            raise NotPreparable(f"{self.question.__qualname__} is written in another way for another value.")
        places = {}
        for at, (one, other) in enumerate(zip(said, others, strict=True)):
            found = [place_of(value, each) for value, each in zip((one, other), made_up, strict=True)]
            if found[0] != found[1] or (found[0] is None and one != other):
                raise NotPreparable(f"{self.question.__qualname__} works {one!r} out of what it is asked with.")
            if found[0]:
                places[at] = found[0]
        # What is said twice is one value, or the database would take it for two.
        firsts = {place: at for at, place in reversed(places.items())}
        numbers = {place: number for number, place in enumerate(firsts, start=1)}
        text = with_numbers(sql, said, {at: numbers[place] for at, place in places.items()}, connections[queryset.db])
        return Sentence(queryset, compiler, (sql, said), places, text, list(firsts.values()))

    def compiled(
        self, shape: Sequence[Any], names: Sequence[str], values: Sequence[Scalar]
    ) -> tuple[QuerySet[Any, Any], SQLCompiler, Written]:
        rest = iter(values)
        filled = [unfolded(one, rest) for one in shape]
        own = len(filled) - len(names)
        queryset = self.question(*filled[:own], **dict(zip(names, filled[own:], strict=True)))
        compiler = queryset.query.get_compiler(using=queryset.db)
        return queryset, compiler, cast("Written", compiler.as_sql())


def prepared[**P, Row](question: Callable[P, QuerySet[Any, Row]]) -> Prepared[P, Row]:
    """Let a function that returns a queryset answer with rows, and be written only once."""
    return Prepared(question)


# ---- what a question is asked with


def shape_of(asked: Any, values: list[Scalar]) -> Hashable:
    """What of it shapes the question; what only fills it is added to the values."""
    if isinstance(asked, bool) or asked is None:
        return ("as it is", asked)
    if isinstance(asked, int | date) and not isinstance(asked, datetime):
        values.append(asked)
        return ("value", type(asked))
    if hasattr(asked, "as_asked"):
        shape, numbers = asked.as_asked()
        values.extend(one for one in numbers if one is not None)
        return (asked.__class__, shape, tuple(one is None for one in numbers))
    if isinstance(asked, Collection) and not isinstance(asked, str):
        filled = filled_up(asked)
        values.extend(filled)
        return ("list", len(filled))
    raise NotPreparable(f"A question is not asked with {asked!r}.")


def filled_up(numbers: Collection[int]) -> list[int]:
    """The list, its last number repeated until it has one of the usual lengths."""
    found = list(numbers) or [NOBODY]
    length = next((one for one in LENGTHS if one >= len(found)), len(found))
    return found + found[-1:] * (length - len(found))


def unfolded(shape: Any, values: Iterator[Scalar]) -> Any:
    """What a question of this shape is asked with, of these values."""
    kind, form, *rest = shape
    if kind == "value":
        return next(values)
    if kind == "as it is":
        return form
    if kind == "list":
        return [next(values) for _nth in range(form)]
    return kind.standing_in(form, [None if is_none else next(values) for is_none in rest[0]])


def made_up_values(values: Sequence[Scalar], nth: int) -> Iterator[Scalar]:
    """Values of the same kinds that nobody has."""
    years = count(DAYS[nth].year, YEARS_BETWEEN)
    for at, value in enumerate(values):
        yield DAYS[nth].replace(year=next(years)) if isinstance(value, date) else NUMBERS[nth] + at * APART


def place_of(said: Any, made_up: Sequence[Scalar]) -> Place | None:
    """Which of the made-up values this is, or lies some days away from; None: it is the question's own."""
    if isinstance(said, int):
        at, beside = divmod(said - NUMBERS[said >= NUMBERS[1]], APART)
        return Place(at) if not beside and 0 <= at < len(made_up) else None
    day, begins = day_in(said)
    if day is None:
        return None
    away = {at: (day - one).days for at, one in enumerate(made_up) if isinstance(one, date)}
    return next((Place(at, days, begins) for at, days in away.items() if abs(days) <= MOST_DAYS_AWAY), None)


def day_in(said: Any) -> tuple[date | None, bool]:
    """The day that a value is, or that it begins. SQLite is told both as text."""
    if isinstance(said, str) and LIKE_A_DAY.fullmatch(said):
        return date.fromisoformat(said), False
    if isinstance(said, str) and LIKE_A_MOMENT.fullmatch(said):
        said = datetime.fromisoformat(said).replace(tzinfo=UTC)
    if isinstance(said, datetime):
        local = localtime(said)
        return (local.date(), True) if local.time() == time.min else (None, False)
    return (said, False) if isinstance(said, date) else (None, False)
