"""A touch with a day: put there by the planner, or by a person. It moves, it is met by a real touch, it never just disappears."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.call_list import MINUTES
from wonback.care.planned_queries import PlannedTouchQuerySet
from wonback.care.planner import VISIT_MINUTES
from wonback.clients.models import Client
from wonback.core.days import holiday_on, is_workday
from wonback.core.errors import Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

PLANNED = Verb("touch.planned", gettext_lazy("{actor} planned to be in touch with {client} on {day} ({channel})."))
MOVED = Verb("touch.moved", gettext_lazy("{actor} moved what was planned with {client} to {day}."))

MOST_DAYS = 400


class DayImpossible(Refusal):
    """A touch is planned for a working day that lies ahead, once a day."""

    code = "day_impossible"


class PlannedTouch(models.Model):
    class Channel(models.TextChoices):
        CALL = "call", gettext_lazy("Call")
        VISIT = "visit", gettext_lazy("Visit")

    client = models.ForeignKey(Client, models.CASCADE, related_name="planned")
    person = models.ForeignKey(User, models.CASCADE, related_name="planned")
    day = models.DateField()
    # What the rule says: its own day for this touch, and the last one inside the client's maximum.
    meant_on = models.DateField()
    due_by = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.CALL)
    # Who put it where it stands; nobody: the planner did, and may move it.
    moved_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # Counts its moves, for calendars that already know it.
    revision = models.PositiveSmallIntegerField(default=0)
    # The real touch that met it.
    touch = models.ForeignKey("care.Touch", models.SET_NULL, null=True, blank=True, related_name="planned")

    objects = PlannedTouchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "planned touches"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "day"], condition=models.Q(touch=None), name="planned_by_person"),
            models.Index(fields=["client", "day"], condition=models.Q(touch=None), name="planned_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} with {self.client} on {self.day}"

    @property
    def is_late(self) -> bool:
        """Whether it stands beyond the client's maximum."""
        return self.day > self.due_by

    @classmethod
    def plan(cls, client: Client, day: date, *, channel: str, by: User, at: datetime) -> "PlannedTouch":
        """Put one touch into the calendar by hand; the planner leaves it there."""
        by.must(Right.WORK)
        must_be_possible(client, day, today=timezone.localdate(at))
        minutes = VISIT_MINUTES if channel == cls.Channel.VISIT else MINUTES[client.tier]
        facts = {"person": client.owner or by, "channel": channel, "minutes": minutes, "moved_by": by}
        with transaction.atomic():
            planned = cls.objects.create(client=client, day=day, meant_on=day, due_by=day, **facts)
            cls.objects.begin(client)
            said = {"day": day.isoformat(), "channel": str(planned.get_channel_display()).lower()}
            client.tell(PLANNED, by=by, at=at, **said)
        return planned

    def move(self, to: date, *, by: User, at: datetime) -> None:
        """Put it on another day. There it stays, whatever the planner thinks."""
        by.must(Right.WORK)
        if to == self.day and self.moved_by_id:
            return
        must_be_possible(self.client, to, today=timezone.localdate(at), apart_from=self)
        with transaction.atomic():
            self.day, self.moved_by, self.revision = to, by, self.revision + 1
            self.save(update_fields=["day", "moved_by", "revision"])
            PlannedTouch.objects.begin(self.client)
            self.client.tell(MOVED, by=by, at=at, day=to.isoformat())

    def let_go(self, *, by: User) -> None:
        """Let the planner decide again where it stands."""
        by.must(Right.WORK)
        self.moved_by = None
        self.save(update_fields=["moved_by"])


def must_be_possible(client: Client, day: date, *, today: date, apart_from: PlannedTouch | None = None) -> None:
    """Refuse a day on which nobody works, or on which they hear from us anyway."""
    if not today <= day <= today + timedelta(days=MOST_DAYS):
        raise DayImpossible(_("Choose today or a later day, within a year."))
    if kept := holiday_on(day):
        raise DayImpossible(_("Choose a working day: that one is %(name)s.") % {"name": kept})
    if not is_workday(day):
        raise DayImpossible(_("Choose a working day: that is a %(day)s.") % {"day": formats.date_format(day, "l")})
    others = PlannedTouch.objects.open().filter(client=client, day=day).exclude(pk=apart_from.pk if apart_from else 0)
    if others.exists():
        raise DayImpossible(_("Choose another day: on this one they hear from us already."))
