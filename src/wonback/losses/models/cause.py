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


class Condition(models.TextChoices):
    """What a reason stands on. When that gives way, the client may be asked again."""

    PRICE_ABOVE = "price", gettext_lazy("Our price is above")
    CAPABILITY = "capability", gettext_lazy("We cannot do this")
    COLLEAGUE = "colleague", gettext_lazy("This person of ours works with them")
    DECIDER = "decider", gettext_lazy("This person of theirs decides")
    CONTRACT = "contract", gettext_lazy("They are bound to the competitor until")
    TERRITORY = "territory", gettext_lazy("They are outside our territory")
    NOT_BEFORE = "not before", gettext_lazy("They do not want to talk before")


class Cause(models.Model):
    Voice = Voice

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="causes")
    reason = models.ForeignKey(Reason, models.PROTECT, related_name="causes")
    voice = models.CharField(max_length=9, choices=Voice, default=Voice.REP)
    weight = models.PositiveSmallIntegerField(default=100)
    words = models.TextField(blank=True, default="")
    # Whose it is and how we know, where that differs from the reason's own side.
    side = models.CharField(max_length=6, choices=Reason.Side, blank=True, default="")
    evidence = models.CharField(max_length=300, blank=True, default="")
    # What must become untrue for it to hold no longer; only a confirmed cause has one. One column is filled, as `Condition` says.
    condition = models.CharField(max_length=12, choices=Condition, blank=True, default="")
    above = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    missing = models.CharField(max_length=120, blank=True, default="")
    colleague = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decider = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)
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
