"""What we will say when we may ask: what failed, what changed, what proves it, why it will succeed this time."""

from django.db import models

PARTS = ("failure", "change", "proof", "why_now")


class Pitch(models.Model):
    plan = models.OneToOneField("winback.Plan", models.CASCADE, related_name="pitch")
    failure = models.TextField(blank=True, default="")
    change = models.TextField(blank=True, default="")
    proof = models.TextField(blank=True, default="")
    why_now = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"Pitch of {self.plan}"

    @property
    def is_written(self) -> bool:
        return all(getattr(self, part).strip() for part in PARTS)
