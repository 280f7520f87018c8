"""Somebody at a client has gone: who follows, where they went, and how we know. Two plays come of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client, Contact
from wonback.team.models import User
from wonback.winback.models.trigger import Trigger


@dataclass(frozen=True, kw_only=True)
class Gone:
    """What we know of somebody who has gone."""

    on: date
    successor: str = ""
    successor_email: str = ""
    to: Client | None = None
    words: str = ""


class Move(models.Model):
    class Source(models.TextChoices):
        TOLD = "told", gettext_lazy("Somebody told us")
        REPLY = "reply", gettext_lazy("A mail came back")
        FILE = "file", gettext_lazy("A file named another firm")

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="move")
    source = models.CharField(max_length=5, choices=Source, default=Source.TOLD)
    # What the mail said that came back, word for word.
    words = models.TextField(blank=True, default="")
    successor = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    # Where they work now, if that is somebody we know.
    to = models.ForeignKey(Client, models.SET_NULL, null=True, blank=True, related_name="+")
    # Who they are there.
    arrived = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    # Nobody: the program noticed it by itself.
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["to"], condition=models.Q(to__isnull=False), name="moves_to_whom_we_know"),
        ]

    def __str__(self) -> str:
        return str(self.contact)

    @classmethod
    def note(cls, contact: Contact, gone: Gone, *, by: User | None, at: datetime) -> "Move":
        """They have left: write down who follows and where they went, and see which doors that opens."""
        with transaction.atomic():
            contact.leave(on=gone.on, by=by, at=at)
            facts = {"source": cls.Source.REPLY if gone.words else cls.Source.TOLD, "words": gone.words, "to": gone.to}
            who = cls._meet_successor(contact, gone, by=by, at=at)
            move = cls.objects.create(contact=contact, successor=who, noted_by=by, noted_at=at, **facts)
            move._arrive(by=by, at=at)
            Trigger.objects.notice_people(at=at)
        return move

    @classmethod
    def take_back(cls, contact: Contact, *, by: User, at: datetime) -> None:
        """They had not left after all. Doors that opened and that nobody went through close; whoever was written down stays."""
        with transaction.atomic():
            contact.stay(by=by, at=at)
            Trigger.objects.filter(contact=contact, taken_at=None).delete()
            cls.objects.filter(contact=contact).delete()

    @staticmethod
    def _meet_successor(contact: Contact, gone: Gone, *, by: User | None, at: datetime) -> Contact | None:
        name, email = gone.successor.strip(), gone.successor_email.strip().lower()
        if not (name or email):
            return None
        known = contact.client.contacts.filter(email=email).first() if email else None
        facts = {"name": name or email, "email": email, "title": contact.title, "since": gone.on}
        return known or Contact.meet(by=by, at=at, client=contact.client, **facts)

    def _arrive(self, *, by: User | None, at: datetime) -> None:
        """They work at somebody we know: there they are who they were."""
        if self.to:
            facts = {"name": self.contact.name, "stance": self.contact.stance, "since": self.contact.left_on}
            self.arrived = Contact.meet(by=by, at=at, client=self.to, **facts)
            self.save(update_fields=["arrived"])
