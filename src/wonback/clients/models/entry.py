"""One sentence of a client's timeline."""

from django.db import models

from wonback.clients.timeline import VERBS
from wonback.team.models import User


class Entry(models.Model):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="timeline")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["client", "-at", "-id"], name="timeline_newest_first")]

    def __str__(self) -> str:
        sentence = str(VERBS[self.verb].sentence)
        return sentence.format(actor=self.actor or "Wonback", client=self.client, **self.facts)
