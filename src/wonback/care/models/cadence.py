"""How often a client should be touched, counted from the last real touch."""

from copy import copy
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.queries import CadenceQuerySet
from wonback.care.seasons import Rhythm, Seasons
from wonback.clients.models import Client
from wonback.core.errors import Refusal
from wonback.core.verbs import Verb
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
    # Who said so for a whole tier; of one client the timeline tells it.
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    # The quieter seasons that go with it, where somebody laid them beside.
    seasons: ClassVar[Seasons] = ()

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
            must_be_possible(rhythm["ideal_days"], rhythm["maximum_days"])
            cadence, _new = cls.objects.update_or_create(client=client, defaults=rhythm)
            cadence.begin_again(client)
            client.tell(CHANGED, by=by, at=at, what=cadence.in_words())
        return cadence

    @classmethod
    def agree_for_all(cls, tier: str, ideal_days: int, maximum_days: int, *, by: User, at: datetime) -> "Cadence":
        """Say how often all clients of one size should hear from us; those with a rhythm of their own keep it."""
        by.must(Right.LEAD)
        must_be_possible(ideal_days, maximum_days)
        told = {"ideal_days": ideal_days, "maximum_days": maximum_days, "changed_by": by, "changed_at": at}
        cadence, _new = cls.objects.update_or_create(tier=tier, client=None, defaults=told)
        return cadence

    @property
    def rhythm(self) -> Rhythm:
        return self.rhythm_in(self.seasons)

    def rhythm_in(self, seasons: Seasons) -> Rhythm:
        return Rhythm(self.ideal_days, self.maximum_days, self.paused_until, seasons)

    def with_seasons(self, seasons: Seasons) -> "Cadence":
        """Another of the same days, with the quieter seasons that go with it: clients share the one of their tier."""
        other = copy(self)
        vars(other)["seasons"] = seasons
        return other

    def next_touch(self, last: date) -> date:
        """The day on which the next touch is due after a real one on `last`."""
        return self.rhythm.due(last)

    def begin_again(self, client: Client) -> None:
        """Let the client be due as this rhythm says, counted from the last real touch."""
        last = client.last_touch_on
        whole = self.rhythm_in(CadenceQuerySet.seasons_of(client))
        client.touch_by = whole.due(last) if last else self.paused_until or client.touch_by
        client.touch_latest_by = whole.latest(last) if last else None
        client.save(update_fields=["touch_by", "touch_latest_by"])

    def stretched(self, client: Client) -> tuple[int, int]:
        """Ideal and maximum days as they are for this client now: a quieter season makes both longer."""
        if not client.last_touch_on or not client.touch_latest_by:
            return self.ideal_days, self.maximum_days
        longer = max(0, (client.touch_latest_by - client.last_touch_on).days - self.maximum_days)
        return self.ideal_days + longer, self.maximum_days + longer

    def in_words(self) -> str:
        """How often, and from when if it is paused."""
        often = _("every %(ideal)d days, %(most)d at most") % {"ideal": self.ideal_days, "most": self.maximum_days}
        if self.paused_until is None:
            return often
        return _("%(often)s, not before %(day)s") % {
            "often": often,
            "day": formats.date_format(self.paused_until, "j F Y"),
        }


def must_be_possible(ideal_days: int, maximum_days: int) -> None:
    if not 0 < ideal_days <= maximum_days:
        raise RhythmImpossible(_("Give an ideal of at least one day, and a most that is not below it."))
