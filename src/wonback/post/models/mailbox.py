"""How far our mailbox was read, and the mails in it that were about us; both written in one transaction, so that none counts twice."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy


def name_of(where: Mapping[str, object]) -> str:
    return "{username}@{host}/{folder}".format_map(where)[:200]


class Mailbox(models.Model):
    # Whose and where: “replies@example.com/INBOX”.
    name = models.CharField(max_length=200, unique=True)
    # Numbers of mails mean something only as long as this stays as it is (RFC 3501).
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def at(cls, where: Mapping[str, object]) -> "Mailbox":
        """The one that is set up, written down when it is read for the first time."""
        return cls.objects.get_or_create(name=name_of(where))[0]

    @classmethod
    def last_read(cls, where: Mapping[str, object] | None) -> "Mailbox | None":
        """The one that is set up, as the last look left it; None while none is, and before the first look."""
        return cls.objects.filter(name=name_of(where)).first() if where else None

    def numbered(self, validity: int) -> None:
        """The server says how it numbers mails. If it began anew, so do we; mails that were read are known by their own names."""
        if validity != self.uid_validity:
            Mailbox.objects.filter(pk=self.pk).update(uid_validity=validity, last_uid=0)
            self.refresh_from_db()

    def take(self, uid: int) -> bool:
        """Go on to this mail; false if somebody has been there meanwhile."""
        before = Mailbox.objects.filter(pk=self.pk, uid_validity=self.uid_validity, last_uid__lt=uid)
        self.last_uid = max(self.last_uid, uid)
        return bool(before.update(last_uid=uid))

    def note(self, problem: str, *, at: datetime) -> None:
        """How the last look went."""
        self.problem, self.read_at = problem[:300], at
        self.save(update_fields=["problem", "read_at"])


class Incoming(models.Model):
    """A mail about one of our letters, or from somebody we write to. What it said is kept only where somebody has to know it."""

    class Kind(models.TextChoices):
        BOUNCE = "bounce", gettext_lazy("Came back")
        AUTOMATIC = "automatic", gettext_lazy("Answered by itself")
        ANSWER = "answer", gettext_lazy("Answered by a person")

    # Its Message-ID, or a print of it: the same mail is filed once, also if the server numbers anew.
    mark = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=9, choices=Kind)
    letter = models.ForeignKey("post.Letter", models.SET_NULL, null=True, blank=True, related_name="incoming")
    contact = models.ForeignKey("clients.Contact", models.CASCADE, null=True, blank=True, related_name="incoming")
    # What a mail that came by itself says: see `automatic.Says`.
    says = models.CharField(max_length=13, blank=True, default="")
    read_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "incoming"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-read_at", "-id"], name="incoming_newest_first")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.contact or self.letter}"
