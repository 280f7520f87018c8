"""One sentence of a client's timeline."""

from datetime import date

from django.db import models
from django.utils import formats

from wonback.core.verbs import VERBS
from wonback.team.models import User

DAYS = ("day", "due_by", "on", "until")


class Entry(models.Model):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="timeline")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["client", "-at", "-id"], name="timeline_newest_first")]

    def __str__(self) -> str:
        sentence = str(VERBS[self.verb].sentence)
        return sentence.format(actor=self.actor or "Wonback", client=self.client, **self.readable_facts()).strip()

    def readable_facts(self) -> dict[str, str]:
        """The facts as people read them: a day as a day of the calendar."""
        return {name: as_day(value) if name in DAYS else value for name, value in self.facts.items()}


def as_day(text: str) -> str:
    """A kept day as people write it.

    >>> as_day("2026-11-22"), as_day("further notice")
    ('22 November 2026', 'further notice')
    """
    try:
        return formats.date_format(date.fromisoformat(text), "j F Y")
    except ValueError:
        return text
