"""One life as a client. A recovered client begins a second one; the first is never overwritten."""

from datetime import date

from django.db import models


class Spell(models.Model):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="spells")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=models.Q(ended_on=None), name="one_open_spell_a_client"
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_on or '?'} to {self.ended_on or 'now'}"

    def days(self, *, as_of: date) -> int | None:
        """How long it lasted or has lasted, in days; None if nobody knows when it began."""
        return ((self.ended_on or as_of) - self.started_on).days if self.started_on else None
