"""One human step: a call, a visit, a letter, a mail, a small gift. Due on a working day, taken by somebody."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Touch
from wonback.care.models.touch import Note
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.writing import mark, parts_of, reconciled
from wonback.post.models import Approach, Letter
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models.milestone import DAY
from wonback.winback.models.offer import NotOpen
from wonback.winback.models.sequence import Sequence, must_be_open
from wonback.winback.step_queries import StepQuerySet

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan

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
            else:
                sequence.finish_if_taken(at=at)
        return touch

    @classmethod
    def take_by_letter(cls, plan: "Plan", letter: Letter, *, by: User) -> bool:
        """The mail of the pitch is the mail that was due: take that step, once. As an approach the letter counts itself."""
        theirs = cls.objects.filter(kind=cls.Kind.MAIL, sequence__plan=plan, sequence__contact=letter.contact)
        due = theirs.due(as_of=timezone.localdate(letter.written_at)).with_plans().first()
        facts = {"taken_at": letter.written_at, "taken_by": by}
        if due is None or not cls.objects.ahead().filter(pk=due.pk).update(**facts):
            return False
        due.sequence.finish_if_taken(at=letter.written_at)
        return True

    @classmethod
    def put_back(cls, letter: Letter) -> None:
        """The letter was held back: the step it had taken is due again."""
        taken = {"kind": cls.Kind.MAIL, "taken_at": letter.written_at, "sequence__contact": letter.contact}
        with transaction.atomic():
            Sequence.objects.begin_again(cls.objects.filter(**taken), ended_at=letter.written_at)
            cls.objects.filter(**taken).update(taken_at=None, taken_by=None)

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

    @property
    def seen(self) -> str:
        """The mark of its day, for whoever looks at it and may move it."""
        return mark({"due_by": self.due_by})

    def move(self, to: date, *, by: User, at: datetime, seen: str = "") -> None:
        """It will be taken on another day. `seen` as in `Plan.aim_for`."""
        by.must(Right.WORK)
        if to < timezone.localdate(at):
            raise DayWanted(_("Choose today or a later day for this step."))
        with transaction.atomic():
            now = Step.objects.select_for_update(of=("self",)).get(pk=self.pk)
            told = reconciled({"due_by": to}, theirs=parts_of(now, DAY), names=DAY, seen=seen)
            self.due_by = told.get("due_by", now.due_by)
            if not Step.objects.ahead().filter(pk=self.pk).update(due_by=self.due_by):
                raise AlreadyDone(_("Look again: this step was taken, or the steps have ended."))
