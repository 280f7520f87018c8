"""One person's weeks, and which touch goes into which: nobody over their minutes, everybody as near their day as there is room.

First all that must be is put where it is sure to fit, the most pressing first; then each goes nearer its own day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# So many weeks from their day a visit may go to a week in which we are in that place anyway.
WORTH_A_TRIP = 1.5
PASSES = 2


@dataclass(slots=True)
class Week:
    """The days somebody works, the minutes there are, and what is in it."""

    days: list[date]
    minutes: int
    taken: int = 0
    jobs: list["Job"] = field(default_factory=list)
    places: Counter[str] = field(default_factory=Counter)
    by_day: Counter[date] = field(default_factory=Counter)
    trips: dict[str, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def room(self) -> int:
        return self.minutes - self.taken

    @property
    def fullness(self) -> float:
        return self.taken / self.minutes if self.minutes else 1.0


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """One touch that wants a day. `wish` is the week of its ideal day."""

    subject: Any
    minutes: int
    place: str
    visit: bool
    due: date
    latest: date
    wish: int
    open_from: date
    is_overdue: bool
    quiet: Sequence[tuple[date, date]]
    seat: Any = None
    week: int | None = None
    day: date | None = None
    # The days on which it may be, by week.
    open: dict[int, list[date]] = field(default_factory=dict)

    @property
    def is_fixed(self) -> bool:
        """Whether a person decided where it stands."""
        return self.seat is not None and self.seat.by_hand

    @property
    def key(self) -> int:
        return int(self.subject.key)

    def fits(self, day: date, *, until: date) -> bool:
        return self.open_from <= day <= until and not any(since <= day < end for since, end in self.quiet)

    def urgency(self) -> tuple[int, date, int]:
        """Who is overdue comes first, then whose last week is nearest."""
        return -1 if self.is_overdue else max(self.open, default=0), self.latest, self.key


class Desk:
    """All weeks of one person."""

    def __init__(self, weeks: list[Week]) -> None:
        self.weeks = weeks

    def take(self, number: int, day: date, minutes: int, place: str) -> None:
        """Minutes that are spoken for, whatever else comes."""
        week = self.weeks[number]
        week.taken += minutes
        week.by_day[day] += minutes
        if place:
            week.places[place] += 1
            week.trips[place][day] += 1

    def settle(self, jobs: Sequence[Job]) -> None:
        """Give each its day, or none where no week has room. What was settled before stays."""
        for week in self.weeks:
            week.jobs.clear()
        for job in jobs:
            job.open = self.open_days(job, until=date.max if job.is_overdue else job.latest)
        left = self.sit_down(jobs, keep=True)
        if left and any(job.seat for job in jobs):
            left = self.start_again(jobs, left)
        for job in sorted(left, key=Job.urgency):
            if not self.rescue(job):
                self.be_late(job)
        self.give_days(jobs)

    def open_days(self, job: Job, *, until: date) -> dict[int, list[date]]:
        found = {
            number: [day for day in week.days if job.fits(day, until=until)] for number, week in enumerate(self.weeks)
        }
        return {number: days for number, days in found.items() if days}

    def sit_down(self, jobs: Sequence[Job], *, keep: bool) -> list[Job]:
        """Those with a seat keep it, then the most pressing; return those for whom there was no room."""
        new = [job for job in jobs if not (keep and self.keeps_seat(job))]
        self.by_urgency(new)
        seated = sorted((job for job in new if job.week is not None), key=lambda job: (job.due, job.key), reverse=True)
        for _pass in range(PASSES):
            for job in seated:
                self.move(job, min(self.choices(job), key=lambda number: self.cost(job, number)))
        return [job for job in new if job.week is None]

    def keeps_seat(self, job: Job) -> bool:
        """What stood somewhere stays there, if it still may and there is room."""
        seat = job.seat
        number = next((n for n, days in job.open.items() if seat and seat.day in days), None)
        if number is None or self.weeks[number].room < job.minutes:
            return False
        self.put(job, number)
        job.day = seat.day
        return True

    def by_urgency(self, jobs: Iterable[Job]) -> None:
        """Week by week, whose last week is nearest comes first. With equal minutes this finds room for all if there is any."""
        waiting = sorted(jobs, key=Job.urgency)
        for number, week in enumerate(self.weeks):
            for job in waiting:
                if number in job.open and week.room >= job.minutes:
                    self.put(job, number)
            waiting = [job for job in waiting if job.week is None]

    def start_again(self, jobs: Sequence[Job], left: list[Job]) -> list[Job]:
        """Without regard to what stood where, if that leaves fewer without room."""
        before = [(job, job.week, job.day) for job in jobs]
        self.stand_up(jobs)
        again = self.sit_down(jobs, keep=False)
        if len(again) < len(left):
            return again
        self.stand_up(jobs)
        for job, number, day in before:
            if number is not None:
                self.put(job, number)
                job.day = day
        return left

    def stand_up(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self.lift(job)

    def rescue(self, job: Job) -> bool:
        """Make room by moving one other to another week of its own."""
        for number in sorted(job.open, key=lambda number: self.cost(job, number)):
            short = job.minutes - self.weeks[number].room
            if short <= 0:
                self.put(job, number)
                return True
            for other in sorted(self.weeks[number].jobs, key=lambda other: (other.day is not None, other.key)):
                elsewhere = [n for n in self.choices(other) if n != number]
                if other.minutes >= short and elsewhere:
                    self.move(other, min(elsewhere, key=lambda n: self.cost(other, n)))
                    self.put(job, number)
                    return True
        return False

    def be_late(self, job: Job) -> None:
        """Beyond the maximum, but as soon as there is room."""
        job.open = self.open_days(job, until=date.max)
        number = next((n for n in job.open if self.weeks[n].room >= job.minutes), None)
        if not self.keeps_seat(job) and number is not None:
            self.put(job, number)

    def choices(self, job: Job) -> list[int]:
        """Where it stands, and the weeks of its own with room."""
        return [n for n in job.open if n == job.week or self.weeks[n].room >= job.minutes]

    def cost(self, job: Job, number: int) -> tuple[float, int]:
        """How far from its day, and how full that week is without it. In a place we travel to anyway it costs less."""
        week = self.weeks[number]
        own = number == job.week
        fullness = (week.taken - job.minutes * own) / week.minutes if week.minutes else 1.0
        trip = WORTH_A_TRIP if job.place and week.places[job.place] > own else 0.0
        away = number if job.is_overdue else abs(number - job.wish)
        return round(away + fullness - trip, 9), number

    def move(self, job: Job, number: int) -> None:
        if number != job.week:
            self.lift(job)
            self.put(job, number)

    def put(self, job: Job, number: int) -> None:
        week = self.weeks[number]
        job.week = number
        week.jobs.append(job)
        week.taken += job.minutes
        if job.place:
            week.places[job.place] += 1

    def lift(self, job: Job) -> None:
        if job.week is not None:
            week = self.weeks[job.week]
            week.jobs.remove(job)
            week.taken -= job.minutes
            week.places[job.place] -= bool(job.place)
        job.week = job.day = None

    def give_days(self, jobs: Sequence[Job]) -> None:
        """Which day of the week: visits to one place on one, the rest where least is to be done."""
        placed = [job for job in jobs if job.week is not None]
        for job in placed:
            if job.day:
                self.stand_on(job, job.day)
        fresh = [job for job in placed if not job.day]
        for job in sorted(fresh, key=lambda job: (not job.visit, job.place, len(self.days(job)), job.key)):
            self.stand_on(job, min(self.days(job), key=lambda day: self.load(job, day)))

    def days(self, job: Job) -> list[date]:
        return job.open[job.week] if job.week is not None else []

    def load(self, job: Job, day: date) -> tuple[bool, int, date]:
        week = self.weeks[job.week or 0]
        return not (job.place and week.trips[job.place][day]), week.by_day[day], day

    def stand_on(self, job: Job, day: date) -> None:
        job.day = day
        week = self.weeks[job.week or 0]
        week.by_day[day] += job.minutes
        if job.place:
            week.trips[job.place][day] += 1
