"""How often a client should be touched, counted from the last real touch."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.queries import CadenceQuerySet
from wonback.clients.models import Client
from wonback.clients.timeline import Verb
from wonback.core.errors import Refusal
from wonback.core.writing import parts_of, reconciled
from wonback.team.models import User
from wonback.team.policy import Right

CHANGED = Verb("cadence.changed", gettext_lazy("{actor} wants to speak to {client} {what}."))
# What a rhythm is made of, as it is called.
RHYTHM = {
    "ideal_days": gettext_lazy("Days between two touches"),
    "maximum_days": gettext_lazy("The most"),
    "paused_until": gettext_lazy("Not before"),
}


class RhythmImpossible(Refusal):
    """A rhythm has an ideal and a most, in days."""

    code = "rhythm_impossible"


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

    @classmethod
    def agree(cls, client: Client, *, by: User, at: datetime, seen: str = "", **rhythm: Any) -> "Cadence":
        """Give one client a rhythm of their own (ideal_days, maximum_days, paused_until), and move their next touch.

        `seen`: the mark of what somebody changed, so that nobody overwrites another.
        """
        by.must(Right.WORK)
        with transaction.atomic():
            Client.objects.select_for_update().get(pk=client.pk)
            theirs = parts_of(cls.objects.of(client), RHYTHM)
            rhythm = theirs | reconciled(rhythm, theirs=theirs, names=RHYTHM, seen=seen)
            if not 0 < rhythm["ideal_days"] <= rhythm["maximum_days"]:
                raise RhythmImpossible(_("Give an ideal of at least one day, and a most that is not below it."))
            cadence, _new = cls.objects.update_or_create(client=client, defaults=rhythm)
            client.touch_by = cadence.next_touch(client.last_touch_on) if client.last_touch_on else cadence.paused_until
            client.save(update_fields=["touch_by"])
            client.tell(CHANGED, by=by, at=at, what=cadence.in_words())
        return cadence

    def next_touch(self, last: date) -> date:
        """The day on which the next touch is due after a real one on `last`."""
        due = last + timedelta(days=self.ideal_days)
        return max(due, self.paused_until) if self.paused_until else due

    def in_words(self) -> str:
        """How often, and from when if it is paused."""
        often = _("every %(ideal)d days, %(most)d at most") % {"ideal": self.ideal_days, "most": self.maximum_days}
        if self.paused_until is None:
            return often
        return _("%(often)s, not before %(day)s") % {
            "often": often,
            "day": formats.date_format(self.paused_until, "j F Y"),
        }
