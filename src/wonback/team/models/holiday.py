"""The days on which the company rests."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal
from wonback.team.models.user import User
from wonback.team.policy import Right


class DayTaken(Refusal):
    """A day is a holiday once."""

    code = "day_taken"


class Holiday(models.Model):
    """A day on which nobody of us works."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def days(cls) -> frozenset[date]:
        """All of them, for whoever counts working days."""
        return frozenset(cls.objects.values_list("on", flat=True))

    @classmethod
    def keep(cls, on: date, name: str, *, by: User) -> "Holiday":
        """Say that the company rests on that day."""
        by.must(Right.LEAD)
        holiday, is_new = cls.objects.get_or_create(on=on, defaults={"name": name.strip()[:80] or _("Holiday")})
        if not is_new:
            raise DayTaken(_("Choose another day: on this one you rest already, for %(name)s.") % {"name": holiday})
        return holiday

    def cancel(self, *, by: User) -> None:
        """We work on that day after all."""
        by.must(Right.LEAD)
        self.delete()
