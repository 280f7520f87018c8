"""One weighted reason of one loss, in one voice. Only the confirmed voice drives plans and reports."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.losses.models.reason import Reason
from wonback.losses.queries import CauseQuerySet
from wonback.team.models import User
from wonback.team.policy import Right


class Voice(models.TextChoices):
    """Who says so."""

    REP = "rep", gettext_lazy("Our rep says")
    CLIENT = "client", gettext_lazy("The client says")
    CONFIRMED = "confirmed", gettext_lazy("Confirmed")


class Cause(models.Model):
    Voice = Voice

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="causes")
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="causes")
    voice = models.CharField(max_length=9, choices=Voice, default=Voice.REP)
    weight = models.PositiveSmallIntegerField(default=100)
    words = models.TextField(blank=True, default="")
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    objects = CauseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "voice", "reason"], name="one_cause_a_voice_and_reason"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=100), name="a_cause_weighs_1_to_100_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_voice_display()}: {self.reason}"

    def words_for(self, user: User) -> str:
        """What was said, for those who may read it: a client's words are confidential, our own are not."""
        return self.words if self.voice == Voice.REP or user.may(Right.INTERVIEW) else ""
