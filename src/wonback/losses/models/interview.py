"""A neutral person asks the client why they left. The client may decline, and that is an answer too."""

from django.db import models

from wonback.team.models import User


class Interview(models.Model):
    loss = models.OneToOneField("losses.Loss", models.CASCADE, related_name="interview")
    interviewer = models.ForeignKey(User, models.PROTECT, related_name="interviews")
    asked_at = models.DateTimeField()
    declined = models.BooleanField(default=False)
    said = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.interviewer} asked {self.loss.client}"
