"""When an interviewer can be booked: hours of a weekday, in their own time zone, and days on which they are away."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import Refusal
from wonback.core.writing import reconciled
from wonback.interviews import booking, zones
from wonback.team.models import NotAllowed, User
from wonback.team.policy import Right

# A day of the week, and from when until when.
Open = tuple[int, time, time]
NAMES = {
    "zone": gettext_lazy("Your time zone"),
    "a_month": gettext_lazy("Talks a month, at most"),
    "week": gettext_lazy("Your week"),
}


class HoursUnclear(Refusal):
    """Clients can book only what can be read in one way."""

    code = "hours_unclear"


def as_lines(week: Iterable[Open]) -> list[str]:
    """Hours as people read them, day by day."""
    return [f"{WEEKDAYS[day]} {begins:%H:%M}–{ends:%H:%M}" for day, begins, ends in sorted(week)]


def must_be_theirs(person: User, by: User) -> None:
    """Hours and absences are a person’s own; an admin may help."""
    if by.pk != person.pk and not by.may(Right.ADMINISTER):
        raise NotAllowed(_("Ask %(name)s: everybody says themselves when they can be booked.") % {"name": person.name})


class Hours(models.Model):
    person = models.ForeignKey(User, models.CASCADE, related_name="hours")
    # Monday is 0, as in Python.
    weekday = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        verbose_name_plural = "hours"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="a_week_has_seven_days"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("begins")), name="hours_end_after_they_begin"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.weekday} {self.begins:%H:%M} to {self.ends:%H:%M}"

    @classmethod
    def parts(cls, person: User) -> dict[str, object]:
        """What this person said, part by part, as people read it."""
        week = cls.objects.filter(person=person).values_list("weekday", "begins", "ends")
        return {"zone": zone_of(person).key, "a_month": person.interviews_a_month, "week": as_lines(week)}

    @classmethod
    def keep(cls, person: User, week: Sequence[Open], *, zone: str, a_month: int, by: User, seen: str = "") -> None:
        """Say when and where this person can be booked, and how often, in the place of what was said before.

        `seen`: the mark of what was changed, so that nobody overwrites another.
        """
        must_be_theirs(person, by)
        if zone not in zones.names():
            raise HoursUnclear(_("Choose a time zone by its name, such as Europe/Berlin."))
        if not week:
            raise HoursUnclear(_("Leave one hour of the week open, or write down the days you are away."))
        for (day, begins, ends), (next_day, next_begins, _end) in pairwise([*sorted(week), (7, time(0), time(1))]):
            if ends <= begins or (day == next_day and next_begins < ends):
                raise HoursUnclear(_("Let hours end after they begin, and before the next ones do."))
        told: dict[str, object] = {"zone": zone, "a_month": a_month, "week": as_lines(week)}
        with transaction.atomic():
            theirs = cls.parts(User.objects.select_for_update().get(pk=person.pk))
            changed = reconciled(told, theirs=theirs, names=NAMES, seen=seen)
            if "zone" in changed:
                person.time_zone = zone
            if "a_month" in changed:
                person.interviews_a_month = a_month
            person.save(update_fields=["time_zone", "interviews_a_month"])
            cls._open(person, week) if "week" in changed else None

    @classmethod
    def _open(cls, person: User, week: Sequence[Open]) -> None:
        """These hours in the place of those before."""
        cls.objects.filter(person=person).delete()
        Hours.objects.bulk_create(
            [Hours(person=person, weekday=day, begins=begins, ends=ends) for day, begins, ends in sorted(week)]
        )


class Away(models.Model):
    """Days without interviews and without planned touches: `until` is the first day back."""

    person = models.ForeignKey(User, models.CASCADE, related_name="days_away")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="away_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.since} to {self.until}"

    @classmethod
    def plan(cls, person: User, *, since: date, until: date, by: User) -> "Away":
        """No interviews on these days. Talks that are booked already stay booked."""
        must_be_theirs(person, by)
        if until <= since:
            raise HoursUnclear(_("Write the first day back after the first day away."))
        return cls.objects.create(person=person, since=since, until=until)

    def cancel(self, *, by: User) -> None:
        must_be_theirs(self.person, by)
        self.delete()


def zone_of(person: User) -> ZoneInfo:
    return person.zone


def week_of(person: User) -> booking.Week:
    """When this person can be booked; the usual hours until they say otherwise."""
    hours: dict[int, list[booking.Stretch]] = defaultdict(list)
    for weekday, begins, ends in person.hours.order_by("weekday", "begins").values_list("weekday", "begins", "ends"):
        hours[weekday].append((begins, ends))
    away = list(person.days_away.values_list("since", "until"))
    return booking.Week(zone=zone_of(person), hours=hours or booking.USUAL, away=away)


def free_slots(person: User, *, now: datetime, apart_from: int | None = None) -> list[datetime]:
    """When this person is free. `apart_from` is the talk that is being moved: its own time counts as free."""
    talks = person.interviews.filter(stage="booked", ends_at__gt=now).exclude(pk=apart_from or 0)
    taken = [
        (since, until)
        for since, until in talks.values_list("starts_at", "ends_at")
        if since is not None and until is not None
    ]
    return booking.slots(week_of(person), taken=taken, now=now)
