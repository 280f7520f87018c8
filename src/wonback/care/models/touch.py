"""One contact we made, and what we learned from it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from wonback.care.models.cadence import Cadence
from wonback.care.models.concern import Concern
from wonback.care.models.sighting import Competitor, Sighting
from wonback.care.queries import TouchQuerySet
from wonback.clients.models import Client, Contact
from wonback.clients.timeline import Verb
from wonback.team.models import User

TOUCHED = Verb("client.touched", gettext_lazy("{actor} was in touch with {client} ({channel}). {line}"))
MISSED = Verb("client.missed", gettext_lazy("{actor} tried to reach {client} ({channel}). {line}"))

DAYS_TO_SETTLE_A_CONCERN = 7


@dataclass(frozen=True, kw_only=True)
class Note:
    """What one touch was and taught: the four ticks and one line."""

    channel: str = "call"
    reached: bool = True
    works: bool | None = None
    gripe: bool = False
    competitor: bool = False
    more: bool = False
    line: str = ""
    rival: str = ""
    contact: Contact | None = None
    key: uuid.UUID | None = None


class Touch(models.Model):
    class Channel(models.TextChoices):
        CALL = "call", gettext_lazy("Call")
        VISIT = "visit", gettext_lazy("Visit")
        MAIL = "mail", gettext_lazy("Mail")
        LETTER = "letter", gettext_lazy("Letter")
        ARTICLE = "article", gettext_lazy("Something useful")

    client = models.ForeignKey(Client, models.CASCADE, related_name="touches")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="touches")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="touches")
    at = models.DateTimeField()
    channel = models.CharField(max_length=7, choices=Channel, default=Channel.CALL)
    # A call nobody answered is no touch: it is kept, and does not count for the cadence.
    reached = models.BooleanField(default=True)
    works = models.BooleanField(null=True, blank=True)
    gripe = models.BooleanField(default=False)
    competitor = models.BooleanField(default=False)
    more = models.BooleanField(default=False)
    line = models.CharField(max_length=500, blank=True, default="")
    # Given by whoever sends it, so that the same touch sent twice is written once.
    key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = TouchQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "-at"], name="touches_newest_first"),
            models.Index(fields=["by", "-at"], name="touches_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} with {self.client}"

    @classmethod
    def log(cls, client: Client, note: Note, *, by: User, at: datetime) -> "Touch":
        """Write down one contact. Sent again with the same key, it is the same touch."""
        with transaction.atomic():
            touch, is_new = cls.objects.get_or_create(
                key=note.key or uuid.uuid4(), defaults={"client": client, "by": by, "at": at, **cls._facts(note)}
            )
            if is_new:
                touch._follow_up(note, by=by)
        return touch

    @staticmethod
    def _facts(note: Note) -> dict[str, object]:
        kept = ("channel", "reached", "works", "gripe", "competitor", "more", "line", "contact")
        return {name: getattr(note, name) for name in kept}

    def _follow_up(self, note: Note, *, by: User) -> None:
        """A gripe opens a concern, a sighting is written down, and a real touch moves the cadence."""
        verb = TOUCHED if self.reached else MISSED
        self.client.tell(verb, by=by, at=self.at, channel=str(self.get_channel_display()).lower(), line=self.line)
        if self.reached:
            self._move_cadence()
        if self.gripe:
            due_by = self.day + timedelta(days=DAYS_TO_SETTLE_A_CONCERN)
            Concern.raise_(self.client, self.line or "A gripe", by=by, at=self.at, due_by=due_by)
        if self.competitor:
            rival = Competitor.called(note.rival) if note.rival else None
            Sighting.note(self.client, rival, by=by, at=self.at, how_known=self.line[:300])

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    def _move_cadence(self) -> None:
        last = max(self.day, self.client.last_touch_on or self.day)
        self.client.last_touch_on = last
        self.client.touch_by = Cadence.objects.of(self.client).next_touch(last)
        self.client.save(update_fields=["last_touch_on", "touch_by"])
