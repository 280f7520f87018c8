"""A day on which they choose anew: a tender, the end of the rival’s contract, next year’s budget. The window opens days before."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone
from wonback.losses.models import Loss, WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.door_queries import WindowQuerySet
from wonback.winback.models.refusals import DayBehindUs
from wonback.winback.models.trigger import Trigger
from wonback.winback.windows import LEAD_DAYS, Estimate


class Window(models.Model):
    class Kind(models.TextChoices):
        TENDER = "tender", gettext_lazy("They choose anew")
        CONTRACT = "contract", gettext_lazy("Their contract elsewhere ends")
        NEXT_YEAR = "next_year", gettext_lazy("“Next year”")

    class Confidence(models.TextChoices):
        KNOWN = "known", gettext_lazy("They said so")
        LIKELY = "likely", gettext_lazy("Likely")
        GUESS = "guess", gettext_lazy("A guess")

    loss = models.ForeignKey(Loss, models.CASCADE, related_name="windows")
    kind = models.CharField(max_length=9, choices=Kind)
    on = models.DateField()
    # Computed: so many days before, so that there is time to be asked.
    opens_on = models.DateField()
    lead_days = models.PositiveSmallIntegerField()
    confidence = models.CharField(max_length=6, choices=Confidence, default=Confidence.KNOWN)
    why = models.CharField(max_length=200, blank=True, default="")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = WindowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "kind", "on"], name="one_window_a_loss_kind_and_day"),
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("on")), name="a_window_opens_before_its_day"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["opens_on", "id"], name="windows_by_opening"),
            models.Index(fields=["on", "id"], name="windows_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.loss}"

    def get_absolute_url(self) -> str:
        return reverse("desk:loss", args=[self.loss_id])

    @classmethod
    def note(cls, loss: Loss, expected: Estimate, *, by: User, at: datetime, lead_days: int | None = None) -> "Window":
        """Write down when they choose anew, and how sure we are. An estimate says what it rests on."""
        by.must(Right.WORK)
        if expected.on <= timezone.localdate(at):
            raise DayBehindUs(_("Choose a day after today."))
        if expected.confidence != cls.Confidence.KNOWN and not expected.why.strip():
            raise WordsMissing(_("Say what the estimate rests on."))
        lead = LEAD_DAYS[expected.kind] if lead_days is None else lead_days
        times = {"opens_on": expected.on - timedelta(days=lead), "lead_days": lead, "noted_by": by, "noted_at": at}
        told = {"why": expected.why.strip()[:200], "confidence": expected.confidence, **times}
        window, is_new = cls.objects.get_or_create(loss=loss, kind=expected.kind, on=expected.on, defaults=told)
        if not is_new:
            raise AlreadyDone(_("Look again: that day is on file already."))
        if window.opens_on <= timezone.localdate(at):
            Trigger.objects.notice_windows(at=at)
        return window
