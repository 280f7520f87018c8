"""A quarter of touches, filled fairly: every client in their rhythm, nobody over their minutes. A rule without a database.

What a person put somewhere stays there. What the rule put somewhere stays too, as long as it fits; so a second run moves
as little as possible. What finds no room inside its maximum comes as soon as there is room, and is said to be late.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from wonback.care.seasons import Rhythm, Seasons
from wonback.care.weeks import Desk, Job, Week
from wonback.core.days import is_workday

WEEKS = 13
VISIT_MINUTES = 45

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Seat:
    """A touch that is planned already. `meant` is the day the rule gave it, `day` where it stands now."""

    key: int
    day: date
    meant: date
    by_hand: bool = False
    minutes: int = 6
    visit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One client who should hear from us in their rhythm: ideal and maximum days since the last real touch."""

    key: int
    person: int
    ideal: int
    maximum: int
    last: date | None = None
    minutes: int = 6
    visit: bool = False
    place: str = ""
    not_before: date | None = None
    # Days on which they want to be left alone: the first, and the first after.
    quiet: tuple[Span, ...] = ()
    # What makes their rhythm slower for a while.
    seasons: Seasons = ()
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who calls and visits: so many minutes a working day, and none while they are away."""

    key: int
    minutes_a_day: int
    away: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Quarter:
    """The weeks that are planned, from the Monday of the first; nothing is put on a day before `since`."""

    since: date
    weeks: int = WEEKS

    @property
    def first(self) -> date:
        return self.since - timedelta(days=self.since.weekday())

    @property
    def until(self) -> date:
        return self.first + timedelta(weeks=self.weeks)

    @property
    def mondays(self) -> list[date]:
        return [self.first + timedelta(weeks=number) for number in range(self.weeks)]

    def number_of(self, day: date) -> int:
        """In which week a day lies; the first or the last if it lies outside."""
        return min(max(0, (day - self.first).days // 7), self.weeks - 1)

    def days_of(self, person: Person) -> list[list[date]]:
        """The days on which somebody works, week by week."""
        return [
            [day for day in (monday + timedelta(days=n) for n in range(7)) if self.is_open(day, person)]
            for monday in self.mondays
        ]

    def is_open(self, day: date, person: Person) -> bool:
        return day >= self.since and is_workday(day) and day not in person.away


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """One touch with its day. `due` is the ideal day, `latest` the last one inside the maximum; `seat` what it was before."""

    client: int
    person: int
    day: date
    minutes: int
    visit: bool
    due: date
    latest: date
    seat: Seat | None = None

    @property
    def is_late(self) -> bool:
        return self.day > self.latest

    @property
    def by_hand(self) -> bool:
        return self.seat is not None and self.seat.by_hand


@dataclass(slots=True)
class Filled:
    """What was put where, and the clients for whose next touch no week had room."""

    puts: list[Put] = field(default_factory=list)
    without: list[int] = field(default_factory=list)


def fill(wanted: Iterable[Wanted], people: Iterable[Person], quarter: Quarter) -> Filled:
    """Plan the quarter. The same question has the same answer, in whatever order it is asked."""
    books: dict[int, list[Wanted]] = defaultdict(list)
    for one in sorted(wanted, key=lambda one: one.key):
        books[one.person].append(one)
    filled = Filled()
    for person in sorted(people, key=lambda person: person.key):
        Filling(person, books[person.key], quarter, filled).fill()
    return filled


class Filling:
    """One person's quarter in the making: round by round, the next touch of each client."""

    def __init__(self, person: Person, book: Sequence[Wanted], quarter: Quarter, filled: Filled) -> None:
        self.person, self.quarter, self.filled = person, quarter, filled
        weeks = [Week(days, len(days) * person.minutes_a_day) for days in quarter.days_of(person)]
        self.desk = Desk(weeks)
        self.last = {one.key: one.last for one in book}
        self.waiting = list(book)
        self.seats = {one.key: sorted(one.seats, key=lambda seat: (seat.meant, seat.key)) for one in book}

    def fill(self) -> None:
        self.take_seats_of_people()
        while self.waiting:
            jobs = [job for job in map(self.job, self.waiting) if job.is_fixed or job.due < self.quarter.until]
            self.desk.settle([job for job in jobs if not job.is_fixed])
            for job in jobs:
                self.note(job)
            self.waiting = [job.subject for job in jobs if job.day]

    def take_seats_of_people(self) -> None:
        """What people decided takes its minutes before anything else, even more than there are."""
        for one in self.waiting:
            for seat in self.seats[one.key]:
                if seat.by_hand and self.quarter.since <= seat.day < self.quarter.until:
                    number = self.quarter.number_of(seat.day)
                    self.desk.take(number, seat.day, seat.minutes, one.place if seat.visit else "")

    def job(self, one: Wanted) -> Job:
        """The next touch of a client, with the days on which it may be."""
        last = self.last[one.key]
        soonest, due, latest = window(one, last, since=self.quarter.since)
        visit = one.visit and last == one.last
        job = Job(
            subject=one,
            minutes=VISIT_MINUTES if visit else one.minutes,
            place=one.place if visit else "",
            visit=visit,
            due=due,
            latest=latest,
            wish=self.quarter.number_of(due),
            open_from=soonest,
            is_overdue=latest < self.quarter.since,
            quiet=one.quiet,
        )
        job.seat = self.seat_for(one, job)
        if job.is_fixed:
            job.day, job.minutes, job.visit = job.seat.day, job.seat.minutes, job.seat.visit
        return job

    def seat_for(self, one: Wanted, job: Job) -> Seat | None:
        """The seat this touch has already: the earliest that was meant for these days."""
        since = self.quarter.since
        after = self.last[one.key] or date.min
        for seat in self.seats[one.key]:
            for_these_days = job.is_overdue or min(seat.meant, seat.day) <= job.latest
            if seat.day >= since and (for_these_days if seat.by_hand else seat.day > after):
                return seat
        return None

    def note(self, job: Job) -> None:
        one = job.subject
        if job.day is None:
            self.filled.without.append(one.key)
            return
        self.last[one.key] = max(job.day, self.last[one.key] or job.day)
        if job.seat:
            self.seats[one.key].remove(job.seat)
        self.filled.puts.append(
            Put(
                client=one.key,
                person=self.person.key,
                day=job.day,
                minutes=job.minutes,
                visit=job.visit,
                due=job.due,
                latest=job.latest,
                seat=job.seat,
            )
        )


def window(one: Wanted, last: date | None, *, since: date) -> tuple[date, date, date]:
    """From when the next touch makes sense, its ideal day, and the last day inside the maximum.

    Sooner than after half of the ideal it would be a nuisance. Who was never spoken to is due at once.
    """
    counted_from = last or since - timedelta(days=one.ideal)
    soonest = counted_from + timedelta(days=max(1, -(-one.ideal // 2)))
    rhythm = Rhythm(one.ideal, one.maximum, one.not_before, one.seasons)
    due = past_the_quiet(rhythm.due(counted_from), one.quiet)
    latest = max(rhythm.latest(counted_from), due + timedelta(days=one.maximum - one.ideal))
    return max(soonest, one.not_before or soonest), due, latest


def past_the_quiet(day: date, quiet: Sequence[Span]) -> date:
    """The day itself, or the first one after the quiet days it falls into."""
    for since, until in sorted(quiet):
        if since <= day < until:
            day = until
    return day
