"""A client's own lost client or problem: where we might help."""

from typing import ClassVar

from django.db import models

from wonback.team.models import User


class TheirLoss(models.Model):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="their_losses")
    what = models.CharField(max_length=300)
    how_we_help = models.CharField(max_length=300, blank=True, default="")
    heard_on = models.DateField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    helped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "their losses"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["client", "-heard_on"], name="their_losses_newest_first")
        ]

    def __str__(self) -> str:
        return self.what
