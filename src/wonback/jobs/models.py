"""The record of the night's work: which step was done for which day, and how much it did."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext as _


class RunQuerySet(models.QuerySet["Run"]):
    def interrupted(self) -> Self:
        """Steps that were begun and never ended, the oldest first."""
        return self.filter(finished_at=None).order_by("started_at", "pk")


class Run(models.Model):
    """One step of one night. `count` is how many things it did."""

    step = models.CharField(max_length=80)
    as_of = models.DateField()
    count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "as_of"], name="one_run_a_step_and_day")]

    def __str__(self) -> str:
        if self.finished_at is None:
            return _("%(step)s for %(day)s: begun, not finished") % {"step": self.step, "day": self.as_of}
        return _("%(step)s for %(day)s: %(count)d") % {"step": self.step, "day": self.as_of, "count": self.count}

    def do(self, step: Callable[..., int], *, clock: Callable[[], datetime]) -> None:
        """Do the step. Killed midway it stays unfinished, and the next night's work begins with it."""
        self.count = step(as_of=self.as_of)
        self.finished_at = clock()
        self.save(update_fields=["count", "finished_at"])
