"""One human step: a call, a visit, a letter, a mail, a small gift. Due on a working day, taken by somebody."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.core.errors import AlreadyDone, Refusal
from wonback.post.models import Approach
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models.offer import NotOpen
from wonback.winback.models.sequence import Sequence, must_be_open
from wonback.winback.step_queries import StepQuerySet

# How a step counts among the touches of a client.
CHANNELS = {"call": "call", "visit": "visit", "letter": "letter", "mail": "mail", "gift": "article"}
SPOKEN = ("call", "visit")


class DayWanted(Refusal):
    """A step is moved to a day that lies ahead."""

    code = "day_wanted"


class Step(models.Model):
    class Kind(models.TextChoices):
        CALL = "call", gettext_lazy("Call")
        VISIT = "visit", gettext_lazy("Visit")
        LETTER = "letter", gettext_lazy("Letter")
        MAIL = "mail", gettext_lazy("Mail")
        GIFT = "gift", gettext_lazy("A small gift")

    sequence = models.ForeignKey(Sequence, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=6, choices=Kind)
    what = models.CharField(max_length=200)
    due_by = models.DateField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StepQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_by", "sequence"], condition=models.Q(taken_at=None), name="steps_ahead")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"

    def get_absolute_url(self) -> str:
        return self.sequence.get_absolute_url()

    def take(self, *, by: User, at: datetime, line: str = "", reached: bool = True) -> Touch:
        """Do it and write it down. If we spoke, people talk from here on and the other steps end."""
        by.must(Right.WORK)
        self._must_be_allowed(at=at)
        sequence, on = self.sequence, timezone.localdate(at)
        note = Note(channel=CHANNELS[self.kind], reached=reached, line=line or self.what, contact=sequence.contact)
        with transaction.atomic():
            ahead = Step.objects.ahead().filter(pk=self.pk)
            if not ahead.update(taken_at=at, taken_by=by):
                raise AlreadyDone(_("Look again: this step was taken, or the steps have ended."))
            self.taken_at, self.taken_by = at, by
            Approach.objects.get_or_create(
                key=f"step:{self.pk}", defaults={"contact": sequence.contact, "on": on, "by": by}
            )
            touch = Touch.log(sequence.plan.loss.client, note, by=by, at=at)
            if reached and self.kind in SPOKEN:
                sequence.finish(Sequence.Exit.MEETING, at=at)
            elif not sequence.steps.filter(taken_at=None).exists():
                sequence.finish(Sequence.Exit.TAKEN, at=at)
        return touch

    def objection(self, *, at: datetime) -> Refusal | None:
        """Why this step must not be taken now, if it must not: the gate, what they allowed, how often they heard from us."""
        on, contact = timezone.localdate(at), self.sequence.contact
        if contact.left_on:
            return NotOpen(_("Go to somebody else there: %(name)s has left.") % {"name": contact})
        if no := contact.objection(channel=CHANNELS[self.kind], scope="offer", as_of=on):
            return NotOpen(no.as_refusal(as_of=on))
        return Approach.objection(contact, on=on)

    def _must_be_allowed(self, *, at: datetime) -> None:
        must_be_open(self.sequence.plan, at=at)
        if no := self.objection(at=at):
            raise no

    def move(self, to: date, *, by: User, at: datetime) -> None:
        """It will be taken on another day."""
        by.must(Right.WORK)
        if to < timezone.localdate(at):
            raise DayWanted(_("Choose today or a later day for this step."))
        if not Step.objects.ahead().filter(pk=self.pk).update(due_by=to):
            raise AlreadyDone(_("Look again: this step was taken, or the steps have ended."))
        self.due_by = to
