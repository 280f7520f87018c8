"""Who heard from us unasked, and when: one cap for everybody who writes, calls or visits, whatever their app."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from django.apps import apps
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from wonback.clients.models import Contact
from wonback.core.errors import Refusal
from wonback.post.frequency import USUAL, fits, next_day
from wonback.team.models import User

AROUND = timedelta(days=3 * USUAL.days)


class TooOften(Refusal):
    """One person hears from us so often and no more, whoever of us writes."""

    code = "too_often"


class Approach(models.Model):
    """By another way than a letter of the outbox: a call, a visit, paper, a gift."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="approaches")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # What it was, said once: “step:17”.
    key = models.CharField(max_length=80, unique=True)

    class Meta:
        verbose_name_plural = "approaches"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["contact", "on"], name="approaches_by_person")]

    def __str__(self) -> str:
        return f"{self.contact}, {self.on}"

    @classmethod
    def objection(cls, contact: Contact, *, on: date, but: str = "") -> TooOften | None:
        """Why this person should not hear from us unasked on that day; `but` leaves out the letter that asks."""
        days = cls.days_of(contact, around=on, but=but)
        return None if fits(days, on=on) else refusal(contact, days, on=on)

    @classmethod
    def free_day(cls, contact: Contact, *, on: date, but: str = "") -> date:
        """The first day from `on` on which they may hear from us again."""
        return next_day(cls.days_of(contact, around=on, but=but), on=on)

    @classmethod
    def days_of(cls, contact: Contact, *, around: date, but: str = "") -> list[date]:
        """The days around a day on which this person heard, or is to hear, from any of us."""
        window = (around - AROUND, around + AROUND)
        letters = apps.get_model("post.Letter").objects.unasked_to(contact, within=window).exclude(key=but)
        written = [
            timezone.localdate(sent or planned) for sent, planned in letters.values_list("sent_at", "not_before")
        ]
        return [*written, *cls.objects.filter(contact=contact, on__range=window).values_list("on", flat=True)]


def refusal(contact: Contact, days: Iterable[date], *, on: date) -> TooOften:
    free = formats.date_format(next_day(days, on=on), "l, j F")
    words = {"day": free, "name": contact.name, "most": USUAL.most, "days": USUAL.days}
    return TooOften(
        _("Wait until %(day)s: %(name)s hears from us at most %(most)d times in %(days)d days, whoever writes.") % words
    )
