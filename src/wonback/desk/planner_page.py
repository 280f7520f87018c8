"""The planner as a page: a heat map of people and weeks, one week opened, and whom nothing is planned with."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from wonback.care.models import PlannedTouch
from wonback.care.planner import Person, Quarter
from wonback.clients.models import Client
from wonback.core.days import holidays_from
from wonback.desk.book import buying_most, with_revenue
from wonback.desk.planner import minutes_planned, people_of, persons
from wonback.desk.planner_forms import AwayForm, HolidayForm
from wonback.interviews.models import Away
from wonback.post.models import Feed
from wonback.team.models import Holiday, User
from wonback.team.policy import Right

# How full a week is, in five shades; a sixth says that it is more than full.
SHADES, OVER = 5, 6
WITHOUT_SHOWN = 10
MANY = 2_000
KEPT_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One week of one person: how many minutes are planned of those there are."""

    week: int
    monday: date
    minutes: int
    room: int
    is_open: bool

    @property
    def shade(self) -> int:
        """From 0, nothing, to 5, full; 6 is more than full."""
        if self.minutes > self.room:
            return OVER
        return -(-SHADES * self.minutes // self.room) if self.room else 0

    @property
    def is_away(self) -> bool:
        return not self.room


@dataclass(frozen=True, slots=True)
class Row:
    person: User
    cells: list[Cell]

    @property
    def minutes(self) -> int:
        return sum(cell.minutes for cell in self.cells)

    @property
    def room(self) -> int:
        return sum(cell.room for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week that is opened."""

    on: date
    is_away: bool
    touches: list[PlannedTouch]

    @property
    def minutes(self) -> int:
        return sum(touch.minutes for touch in self.touches)

    @property
    def trips(self) -> list[tuple[str, int]]:
        """The places we travel to on this day."""
        visits = (one for one in self.touches if one.channel == PlannedTouch.Channel.VISIT)
        return sorted(Counter(one.client.town or one.client.country for one in visits).items())


@dataclass(frozen=True)
class Board:
    """What one person sees of the quarter; `asked` names whose week is open."""

    user: User
    as_of: date
    asked: Mapping[str, str]

    @cached_property
    def quarter(self) -> Quarter:
        return Quarter(self.as_of)

    @cached_property
    def people(self) -> list[User]:
        return people_of(self.user)

    @cached_property
    def person(self) -> User:
        """Whose week is open: the one named, else oneself, else the first."""
        named = self.asked.get("person", "")
        return next((one for one in self.people if str(one.pk) == named), None) or next(
            (one for one in self.people if one == self.user), self.people[0]
        )

    @cached_property
    def week(self) -> int:
        """Which week is open, from 0."""
        named = self.asked.get("week", "")
        is_known = named.isascii() and named.isdecimal() and len(named) < 3 and int(named) < self.quarter.weeks
        return int(named) if is_known else 0

    @cached_property
    def known(self) -> dict[int, Person]:
        return {one.key: one for one in persons(self.people, self.quarter)}

    def rows(self) -> list[Row]:
        planned = minutes_planned(self.people, self.quarter)
        return [Row(one, self.cells(one, planned)) for one in self.people]

    def cells(self, person: User, planned: Mapping[tuple[int, int], int]) -> list[Cell]:
        rooms = [len(days) * person.minutes_a_day for days in self.quarter.days_of(self.known[person.pk])]
        return [
            Cell(n, monday, planned.get((person.pk, n), 0), room, is_open=(person, n) == (self.person, self.week))
            for n, (monday, room) in enumerate(zip(self.quarter.mondays, rooms, strict=True))
        ]

    def days(self) -> list[Day]:
        """The open week, day by day; also a day off shows what a person put there."""
        monday = self.quarter.mondays[self.week]
        until = Quarter(monday, weeks=1).until
        found = PlannedTouch.objects.between(monday, until).of(self.person).select_related("client", "moved_by")
        touches = list(found.order_by("day", F("channel").desc(), "client__town", "client__name", "pk"))
        free = {day for days in Quarter(monday, weeks=1).days_of(self.known[self.person.pk]) for day in days}
        shown = [date.fromordinal(monday.toordinal() + n) for n in range(5)]
        return [Day(day, day not in free, [one for one in touches if one.day == day]) for day in shown]

    def without(self) -> list[Client]:
        """Clients of these people whose day comes within the quarter, and with whom nothing is planned; most worth first."""
        planned = PlannedTouch.objects.open().filter(client=OuterRef("pk"))
        ours = Client.objects.filter(Q(owner__in=self.people)).active().may_be_called(as_of=self.as_of)
        due = ours.filter(Q(touch_by=None) | Q(touch_by__lt=self.quarter.until)).exclude(Exists(planned))
        # Of a whole company the first are found along what is bought; of the few that a filled quarter leaves, each is looked at.
        are_many = due.order_by()[MANY : MANY + 1].exists()
        first = buying_most(due, WITHOUT_SHOWN + 1) if are_many else due
        return list(with_revenue(first)[: WITHOUT_SHOWN + 1])

    def counts(self) -> dict[str, int]:
        rows = PlannedTouch.objects.between(self.quarter.first, self.quarter.until).of(*self.people)
        return {"planned": rows.count(), "late": rows.filter(day__gt=F("due_by")).count()}

    def days_off(self) -> dict[str, Sequence[Any]]:
        coming = Away.objects.filter(person=self.person, until__gt=self.as_of).order_by("since")
        ours = Holiday.objects.filter(on__gte=self.as_of).order_by("on")[:20]
        return {"away": list(coming), "holidays": list(ours), "kept": holidays_from(self.as_of, most=KEPT_SHOWN)}

    def context(self) -> dict[str, Any]:
        listed = self.without()
        return {
            "board": self,
            "rows": self.rows(),
            "days": self.days(),
            "without": listed[:WITHOUT_SHOWN],
            "without_more": len(listed) > WITHOUT_SHOWN,
            "feed": Feed.objects.filter(user=self.user).first(),
            "may_lead": self.user.may(Right.LEAD),
            "may_work": self.user.may(Right.WORK),
            "is_mine": self.person == self.user or self.user.may(Right.ADMINISTER),
            "away_form": AwayForm(auto_id="away_%s"),
            "holiday_form": HolidayForm(auto_id="holiday_%s"),
            **self.counts(),
            **self.days_off(),
        }
