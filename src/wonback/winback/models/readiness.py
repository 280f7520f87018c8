"""A signed, dated answer to “can we execute?”. “Not certain” is an answer, and it keeps the lock."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.core.errors import Refusal
from wonback.team.models import User


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
