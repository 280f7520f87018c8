"""When an interviewer can be booked: hours of a weekday, in their own time zone, and days on which they are away."""

from typing import ClassVar

from django.db import models

from wonback.team.models import User


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


class Away(models.Model):
    """Days without interviews: `until` is the first day back."""

    person = models.ForeignKey(User, models.CASCADE, related_name="days_away")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="away_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.since} to {self.until}"
