"""Two reps of North have filled their quarter; the third has not yet."""

from dataclasses import dataclass
from datetime import date, timedelta

from wonback.care.models import PlannedTouch
from wonback.core.days import add_workdays
from wonback.demo.dice import at
from wonback.desk.planner import Filling
from wonback.interviews.models import Away
from wonback.team.models import Holiday, User

HOLIDAYS = ((1, 1, "New Year’s Day"), (5, 1, "Labour Day"), (12, 25, "Christmas Day"))


@dataclass
class Planning:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        self.rest()
        for name in ("jonas", "freya"):
            Filling.of(self.people[name], as_of=self.as_of).run()
        self.move()

    def rest(self) -> None:
        """The holidays of a year, and a week off."""
        for month, day, name in HOLIDAYS:
            on = date(self.as_of.year, month, day)
            Holiday.keep(on if on > self.as_of else on.replace(year=on.year + 1), name, by=self.people["ines"])
        monday = self.as_of + timedelta(days=35 - self.as_of.weekday())
        jonas = self.people["jonas"]
        Away.plan(jonas, since=monday, until=monday + timedelta(days=7), by=jonas)

    def move(self) -> None:
        """Freya put two of her touches where they suit her."""
        freya = self.people["freya"]
        for planned in PlannedTouch.objects.filter(person=freya).order_by("day", "pk")[8:30:14]:
            free = (add_workdays(planned.day, n) for n in range(2, 9))
            planned.move(
                next(day for day in free if not planned.client.planned.filter(day=day).exists()),
                by=freya,
                at=at(self.as_of, 9),
            )
