"""A competitor, and where we saw one near a client."""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client, Contact
from wonback.clients.names import name_key
from wonback.core.verbs import Verb
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.care.models.touch import Touch

SEEN = Verb("competitor.seen", gettext_lazy("{actor} saw {competitor} near {client}."))


class Competitor(models.Model):
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, unique=True, editable=False)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def called(cls, name: str) -> "Competitor":
        """The competitor of that name, however it is spelled."""
        competitor, _new = cls.objects.get_or_create(name_key=name_key(name)[:120], defaults={"name": name[:120]})
        return competitor


class Known(TypedDict, total=False):
    """What more we know of a sighting: in words, by which way, from whom, and in which touch we heard of it."""

    how_known: str
    source: str
    contact: Contact | None
    touch: "Touch | None"


class Sighting(models.Model):
    class Source(models.TextChoices):
        UNKNOWN = "", gettext_lazy("Not said")
        TOLD = "told", gettext_lazy("They told me")
        OFFER = "offer", gettext_lazy("I saw the offer")
        HEARD = "heard", gettext_lazy("I heard it elsewhere")
        GUESSED = "guessed", gettext_lazy("I think so")

    client = models.ForeignKey(Client, models.CASCADE, related_name="sightings")
    competitor = models.ForeignKey(Competitor, models.PROTECT, null=True, blank=True, related_name="sightings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Who of them told us, or was seen with the rival.
    contact = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=7, choices=Source, blank=True, default="")
    how_known = models.CharField(max_length=300, blank=True, default="")
    seen_at = models.DateTimeField()
    touch = models.ForeignKey("care.Touch", models.SET_NULL, null=True, blank=True, related_name="sightings")
    # What we do about it; a rival seen twice is defended against once.
    defence = models.ForeignKey("care.Defence", models.SET_NULL, null=True, blank=True, related_name="sightings")

    class Meta:
        indexes = [models.Index(fields=["client", "-seen_at"], name="sightings_newest_first")]

    def __str__(self) -> str:
        return f"{self.competitor or 'A competitor'} near {self.client}"

    @classmethod
    def note(
        cls, client: Client, competitor: Competitor | None, *, by: User, at: datetime, **known: Unpack[Known]
    ) -> "Sighting":
        """Write down that a competitor was seen near a client. None: we do not know which."""
        how = known.pop("how_known", "").strip()[:300]
        with transaction.atomic():
            facts = {"by": by, "seen_at": at, "how_known": how, **known}
            sighting = cls.objects.create(client=client, competitor=competitor, **facts)
            client.tell(SEEN, by=by, at=at, competitor=str(competitor or _("a competitor")))
        return sighting
