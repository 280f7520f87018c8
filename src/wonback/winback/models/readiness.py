"""A signed, dated answer to “can we execute?”. “Not certain” is an answer, and it keeps the lock."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import Refusal
from wonback.losses.models import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan


class OwnWork(Refusal):
    """Nobody signs for delivery on a plan of their own."""

    code = "own_work"


class Readiness(models.Model):
    class Side(models.TextChoices):
        DELIVERY = "delivery", gettext_lazy("Delivery")
        LEAD = "lead", gettext_lazy("Lead")

    class Answer(models.TextChoices):
        READY = "ready", gettext_lazy("Ready")
        NOT_CERTAIN = "not_certain", gettext_lazy("Not certain")

    plan = models.ForeignKey("winback.Plan", models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=8, choices=Side)
    answer = models.CharField(max_length=11, choices=Answer)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name_plural = "readiness"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "side", "-at"], name="newest_signature_by_side")
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_answer_display()}"


def must_be_fit(plan: "Plan", side: str, answer: str, *, by: User, why: str) -> None:
    """A lead signs as a lead; for delivery anybody but the owner of the plan, who wants it to go out."""
    if side == Readiness.Side.LEAD:
        by.must(Right.LEAD)
    elif by.pk == plan.owner_id:
        raise OwnWork(_("Ask somebody who will deliver to sign: you own this plan."))
    if answer == Readiness.Answer.NOT_CERTAIN and not why.strip():
        raise WordsMissing(_("Say what keeps you from being certain, so that it can be changed."))
