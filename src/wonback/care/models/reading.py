"""What other systems say of a client: how much they use, how many tickets are open, how late they pay."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.risk_queries import ReadingQuerySet
from wonback.clients.models import Client
from wonback.core.errors import Refusal
from wonback.team.models import User
from wonback.team.policy import Right


class ReadingImpossible(Refusal):
    """A reading is a number of a day that has come."""

    code = "reading_impossible"


class Reading(models.Model):
    class Kind(models.TextChoices):
        USAGE = "usage", gettext_lazy("How much they use")
        TICKETS = "tickets", gettext_lazy("Open tickets")
        LATE = "late", gettext_lazy("Days a payment is late")

    client = models.ForeignKey(Client, models.CASCADE, related_name="readings")
    kind = models.CharField(max_length=7, choices=Kind)
    on = models.DateField()
    value = models.FloatField()
    source = models.CharField(max_length=60, blank=True, default="")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["client", "kind", "on"], name="one_reading_a_client_kind_and_day"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="a_reading_is_not_below_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value:g}"

    @classmethod
    def note(  # a number needs its kind, day and source, and a deed its person and moment
        cls, client: Client, kind: str, value: float, *, on: date, by: User, at: datetime, source: str = ""
    ) -> "Reading":
        """Write down one number of one day; told again, the newer number counts."""
        by.must(Right.WORK)
        if not 0 <= value < float("inf"):
            raise ReadingImpossible(_("Give a number of at least 0."))
        if on > timezone.localdate(at):
            raise ReadingImpossible(_("Give a day that has come."))
        facts = {"value": value, "source": source.strip()[:60], "noted_at": at, "noted_by": by}
        reading, _is_new = cls.objects.update_or_create(client=client, kind=kind, on=on, defaults=facts)
        return reading
