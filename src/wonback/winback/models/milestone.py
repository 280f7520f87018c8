"""A benchmark of a plan: what should be true, by when."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.days import add_workdays
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.core.writing import mark, parts_of, reconciled
from wonback.team.models import User
from wonback.winback.patterns import Pattern

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan

REACHED = Verb("milestone.reached", gettext_lazy("{actor} reached a milestone: {what}."))
MOVED = Verb("milestone.moved", gettext_lazy("{actor} moved a milestone to {day}: {what}."))

DAY = {"due_by": gettext_lazy("Its day")}


class Key(models.TextChoices):
    """What the usual milestones are about; those are reached by themselves when it is true."""

    ASKED = "asked", gettext_lazy("A neutral person has asked why")
    NAMED = "named", gettext_lazy("The changes are named and have owners")
    SIGNED = "signed", gettext_lazy("Delivery and a lead have signed")
    LAUNCHED = "launched", gettext_lazy("We have asked for a second chance")
    SAID_YES = "said_yes", gettext_lazy("They have said a smaller yes")


class Milestone(models.Model):
    plan = models.ForeignKey("winback.Plan", models.CASCADE, related_name="milestones")
    what = models.CharField(max_length=200)
    key = models.CharField(max_length=8, choices=Key, blank=True, default="")
    due_by = models.DateField()
    # The day first promised, so that a slip is seen; None while it has not been moved.
    first_due_by = models.DateField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "due_by"], name="milestones_by_plan")]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def lay_out(cls, plan: "Plan", pattern: Pattern, today: date, *, closed: Collection[date] = ()) -> None:
        """Those of the plan’s template, on working days from today; on none of those in `closed`."""
        Milestone.objects.bulk_create(
            Milestone(
                plan=plan,
                key=step.key,
                what=str(step.what),
                due_by=add_workdays(today, step.workdays, closed=closed),
            )
            for step in pattern.steps
        )

    @property
    def slip_days(self) -> int:
        """How many days later than first promised."""
        return (self.due_by - (self.first_due_by or self.due_by)).days

    def is_late(self, *, as_of: date) -> bool:
        return self.reached_at is None and self.due_by < as_of

    def reach(self, *, at: datetime, by: User | None = None) -> None:
        """It is true now."""
        with transaction.atomic():
            if not Milestone.objects.filter(pk=self.pk, reached_at=None).update(reached_at=at):
                raise AlreadyDone(_("Look again: this milestone has already been reached."))
            self.refresh_from_db()
            self.plan.loss.client.tell(REACHED, by=by, at=at, what=self.what)

    @property
    def seen(self) -> str:
        """The mark of its day, for whoever looks at it and may move it."""
        return mark({"due_by": self.due_by})

    def move(self, to: date, *, by: User, at: datetime, seen: str = "") -> None:
        """It will be true on another day. The first day stays on file. `seen` as in `Plan.aim_for`."""
        with transaction.atomic():
            now = Milestone.objects.select_for_update().get(pk=self.pk)
            told = reconciled({"due_by": to}, theirs=parts_of(now, DAY), names=DAY, seen=seen)
            self.first_due_by, self.due_by = now.first_due_by or now.due_by, told.get("due_by", now.due_by)
            self.save(update_fields=["first_due_by", "due_by"])
            self.plan.loss.client.tell(MOVED, by=by, at=at, what=self.what, day=to.isoformat())
