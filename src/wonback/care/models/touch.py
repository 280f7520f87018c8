"""One contact we made, and what we learned from it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models.cadence import Cadence
from wonback.care.models.concern import Concern
from wonback.care.models.defence import Defence
from wonback.care.models.expansion import Chance, Expansion
from wonback.care.models.piece import Piece
from wonback.care.models.planned import PlannedTouch
from wonback.care.models.sighting import Competitor, Known, Sighting
from wonback.care.queries import TouchQuerySet
from wonback.clients.models import Client, Contact
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

TOUCHED = Verb("client.touched", gettext_lazy("{actor} was in touch with {client} ({channel}). {line}"))
MISSED = Verb("client.missed", gettext_lazy("{actor} tried to reach {client} ({channel}). {line}"))
TAKEN_BACK = Verb(
    "touch.taken_back", gettext_lazy("{actor} took back a note about {client} ({channel}): it was a slip.")
)

CAME_BACK = Verb(
    "touch.came_back",
    gettext_lazy("What we sent to {client} ({channel}) came back, noted by {actor}: it does not count."),
)

DAYS_TO_SETTLE_A_CONCERN = 7
# A device that was in a drawer for longer is asked to tell it anew.
MOST_LATE = timedelta(days=30)


class NotYours(Refusal):
    """A touch belongs to the person who made it."""

    code = "not_yours"


class TooLate(Refusal):
    """What was written down on an earlier day stays."""

    code = "too_late"


class NotSent(Refusal):
    """Only what went out by mail or post can come back."""

    code = "not_sent"


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
    # How we know of the rival; one of Sighting.Source.
    source: str = ""
    contact: Contact | None = None
    # Something of the shelf that they got with it.
    piece: Piece | None = None
    key: uuid.UUID | None = None


class Touch(models.Model):
    class Channel(models.TextChoices):
        CALL = "call", gettext_lazy("Call")
        VISIT = "visit", gettext_lazy("Visit")
        MAIL = "mail", gettext_lazy("Mail")
        LETTER = "letter", gettext_lazy("Letter")
        ARTICLE = "article", gettext_lazy("Something useful")

    # What may come back undelivered.
    SENT = (Channel.MAIL, Channel.LETTER, Channel.ARTICLE)

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
    # The row stays when it is taken back, so that a late copy of it is not written anew.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    last_touch_before = models.DateField(null=True, blank=True)

    objects = TouchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "touches"
        indexes = [
            models.Index(fields=["client", "-at"], name="touches_newest_first"),
            models.Index(fields=["by", "-at"], name="touches_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} with {self.client}"

    @classmethod
    def log(cls, client: Client, note: Note, *, by: User, at: datetime) -> "Touch":
        """Write down one contact. Sent again with the same key, it is the same touch."""
        by.must(Right.WORK)
        with transaction.atomic():
            facts = {"client": client, "by": by, "at": at, "last_touch_before": client.last_touch_on}
            touch, is_new = cls.objects.get_or_create(
                key=note.key or uuid.uuid4(), defaults={**facts, **cls._facts(note)}
            )
            if is_new:
                touch.follow_up(note, by=by)
        return touch

    @classmethod
    def log_late(cls, client: Client, note: Note, *, made_at: datetime, by: User, at: datetime) -> "Touch":
        """Write down a contact that was noted without a network, on the day it was made; a device's clock may be ahead."""
        if at - made_at > MOST_LATE:
            raise TooLate(_("Write it down anew: it was noted on this device more than 30 days ago."))
        return cls.log(client, note, by=by, at=min(made_at, at))

    @staticmethod
    def _facts(note: Note) -> dict[str, object]:
        kept = ("channel", "reached", "works", "gripe", "competitor", "more", "contact")
        return {name: getattr(note, name) for name in kept} | {"line": note.line.strip()[:500]}

    def follow_up(self, note: Note, *, by: User) -> None:
        """A real touch moves the cadence; a gripe opens a concern, a rival a defence, and “more” an expansion."""
        self._tell(TOUCHED if self.reached else MISSED, by=by, at=self.at, line=self.line)
        if self.reached:
            PlannedTouch.objects.meet(self, Cadence.objects.of(self.client))
            self._move_cadence(max(self.day, self.client.last_touch_on or self.day))
        if self.gripe:
            due_by = self.day + timedelta(days=DAYS_TO_SETTLE_A_CONCERN)
            Concern.raise_(self.client, self.line or _("A gripe"), by=by, at=self.at, due_by=due_by, touch=self)
        if note.piece:
            note.piece.give(self, by=by, at=self.at)
        if self.competitor:
            self._see(note, by=by)
        if self.more and not self.client.expansions.open().exists():
            wanted = Chance(what=self.line or _("They want more"))
            Expansion.open_(self.client, wanted, by=by, at=self.at, touch=self)

    def _see(self, note: Note, *, by: User) -> None:
        """A rival near a client of ours is defended against; near somebody who is none, it is only noted."""
        rival = Competitor.called(note.rival) if note.rival.strip() else None
        known: Known = {"how_known": self.line, "source": note.source, "contact": note.contact, "touch": self}
        sighting = Sighting.note(self.client, rival, by=by, at=self.at, **known)
        if self.client.standing == Client.Standing.ACTIVE:
            Defence.mount(sighting, by=by, at=self.at)

    def take_back(self, *, by: User, at: datetime) -> None:
        """Undo a slip: the client is due again as before, and what the touch opened is gone."""
        self._must_be_mine_and_todays(by, at)
        with transaction.atomic():
            if not Touch.objects.standing().filter(pk=self.pk).update(taken_back_at=at):
                raise AlreadyDone(_("Look again: this touch has already been taken back."))
            self.taken_back_at = at
            self.concerns.filter(settled_at=None).delete()
            self.sightings.all().delete()
            self.shares.all().delete()
            self.expansions.open().delete()
            self.client.defences.that_nothing_speaks_for().delete()
            self.planned.update(touch=None)
            if self.reached:
                self._move_cadence(self._last_real_day())
            self._tell(TAKEN_BACK, by=by, at=at)

    def come_back(self, *, by: User, at: datetime) -> None:
        """What we sent did not arrive: it was no touch, and the client is due as if it had never been."""
        by.must(Right.WORK)
        if self.channel not in self.SENT:
            raise NotSent(_("Take the touch back instead: only what was sent can come back."))
        with transaction.atomic():
            if not Touch.objects.real().filter(pk=self.pk).update(reached=False):
                raise AlreadyDone(_("Look again: this does not count as a touch already."))
            self.reached = False
            self.planned.update(touch=None)
            self._move_cadence(self._last_real_day())
            self._tell(CAME_BACK, by=by, at=at)

    def _must_be_mine_and_todays(self, by: User, at: datetime) -> None:
        if self.by_id != by.pk:
            raise NotYours(_("Ask the person who made this touch to take it back."))
        if self.day != timezone.localdate(at):
            raise TooLate(_("Write another touch that puts it right: what was noted on an earlier day stays."))

    def _last_real_day(self) -> date | None:
        """When we last reached them without this touch. What a file knew before any touch was written counts too."""
        newest = self.client.touches.real().order_by("-at").first()
        known = [newest.day if newest else None, *self._known_before()]
        return max(filter(None, known), default=None)

    def _known_before(self) -> list[date | None]:
        """The last touch as it stood before the first one that was written that day."""
        first = self.client.touches.filter(at__lte=self.at, at__date=self.day).order_by("at", "pk").first()
        return [first.last_touch_before] if first else []

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None

    def _move_cadence(self, last: date | None) -> None:
        self.client.last_touch_on = last
        rhythm = Cadence.objects.of(self.client).rhythm
        self.client.touch_by = PlannedTouch.objects.next_day(self.client) or (rhythm.due(last) if last else None)
        self.client.touch_latest_by = rhythm.latest(last) if last else None
        self.client.save(update_fields=["last_touch_on", "touch_by", "touch_latest_by"])

    def _tell(self, verb: Verb, *, by: User, at: datetime, **facts: str) -> None:
        self.client.tell(verb, by=by, at=at, channel=str(self.get_channel_display()).lower(), **facts)
