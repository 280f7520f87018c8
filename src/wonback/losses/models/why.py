"""Five whys: from what happened down to what we can change."""

from typing import ClassVar

from django.db import models

from wonback.team.models import User


class Why(models.Model):
    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="whys")
    # 1 is nearest to what happened.
    depth = models.PositiveSmallIntegerField()
    because = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "depth"], name="one_why_a_depth"),
            models.CheckConstraint(condition=models.Q(depth__gte=1, depth__lte=7), name="a_why_is_1_to_7_deep"),
        ]

    def __str__(self) -> str:
        return self.because
