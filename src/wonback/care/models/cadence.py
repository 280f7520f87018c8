"""How often a client should be touched, counted from the last real touch."""

from datetime import date, timedelta

from django.db import models

from wonback.care.queries import CadenceQuerySet
from wonback.clients.models import Client


class Cadence(models.Model):
    """The rhythm of a whole tier, or of one client when they differ."""

    tier = models.CharField(max_length=1, choices=Client.Tier, blank=True, default="")
    client = models.OneToOneField(Client, models.CASCADE, null=True, blank=True, related_name="cadence")
    ideal_days = models.PositiveSmallIntegerField()
    maximum_days = models.PositiveSmallIntegerField()
    paused_until = models.DateField(null=True, blank=True)

    objects = CadenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tier="", client__isnull=False) | (~models.Q(tier="") & models.Q(client=None)),
                name="a_cadence_is_of_a_tier_or_of_a_client",
            ),
            models.UniqueConstraint(fields=["tier"], condition=~models.Q(tier=""), name="one_cadence_a_tier"),
            models.CheckConstraint(
                condition=models.Q(ideal_days__lte=models.F("maximum_days"), ideal_days__gt=0),
                name="ideal_days_before_maximum_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client or self.tier}: every {self.ideal_days} days, {self.maximum_days} at most"

    def next_touch(self, last: date) -> date:
        """The day on which the next touch is due after a real one on `last`."""
        due = last + timedelta(days=self.ideal_days)
        return max(due, self.paused_until) if self.paused_until else due
