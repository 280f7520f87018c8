"""A letter in the outbox. It is written in the transaction that wants it, and sent after; a crash loses none and hides none."""

import secrets
from datetime import datetime
from typing import ClassVar, NotRequired, TypedDict, Unpack
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client, Contact
from wonback.core.errors import Refusal
from wonback.post.queries import LetterQuerySet
from wonback.team.models import User


class DoNotContact(Refusal):
    """They asked us to leave them alone."""

    code = "do_not_contact"


class NoAddress(Refusal):
    """There is nowhere to write to, or nobody to write from."""

    code = "no_address"


class Draft(TypedDict):
    """What a letter is made of. `scope` (news, call, offer) is left out where we only answer them."""

    client: Client
    contact: Contact
    sender: User
    subject: str
    text: str
    html: NotRequired[str]
    calendar: NotRequired[str]
    in_reply_to: NotRequired[str]
    not_before: NotRequired[datetime | None]
    scope: NotRequired[str]


class Letter(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Waiting")
        SENDING = "sending", gettext_lazy("On its way")
        SENT = "sent", gettext_lazy("Sent")
        # We stopped between handing it over and hearing that it was taken. Only a person can tell.
        UNCERTAIN = "uncertain", gettext_lazy("Perhaps sent")
        FAILED = "failed", gettext_lazy("Could not be sent")
        STOPPED = "stopped", gettext_lazy("Stopped")

    # What it is, said once: “recap:17”. The same letter is never written twice.
    key = models.CharField(max_length=80, unique=True)
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="letters")
    contact = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="letters")
    sender = models.ForeignKey(User, models.PROTECT, null=True, related_name="letters")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    # An appointment that goes with it, as iCalendar.
    calendar = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=120, unique=True)
    in_reply_to = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    written_at = models.DateTimeField()
    # Time to take it back, or the reader's morning.
    not_before = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # When it was stopped, or given up.
    ended_at = models.DateTimeField(null=True, blank=True)
    # What it is for, asked again at the moment of sending; empty: an answer to them.
    scope = models.CharField(max_length=5, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True, default="")

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["not_before", "id"], condition=models.Q(state="waiting"), name="letters_to_send"),
            models.Index(fields=["taken_at"], condition=models.Q(state="sending"), name="letters_on_their_way"),
            models.Index(fields=["state", "-written_at"], name="letters_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"

    @classmethod
    def write(cls, *, key: str, at: datetime, **draft: Unpack[Draft]) -> "Letter":
        """Put a letter into the outbox, in the caller’s transaction. The same key again gives the letter of before."""
        if before := cls.objects.filter(key=key).first():
            return before
        contact, sender, scope = draft["contact"], draft["sender"], draft.get("scope", "")
        if objection := cls.objection_to(contact, sender, scope=scope, at=at):
            raise objection
        times = {"written_at": at, "not_before": draft.pop("not_before", None) or at}
        facts = {**draft, **times, "to": contact.email, "message_id": new_message_id()}
        letter, _is_new = cls.objects.get_or_create(key=key, defaults=facts)
        return letter

    @classmethod
    def objection_to(cls, contact: Contact, sender: User, *, scope: str, at: datetime) -> Refusal | None:
        """Why this person may not be written to now, if they may not."""
        name = {"name": contact.name}
        if contact.left_on:
            return NoAddress(_("Write to somebody else there: %(name)s has left.") % name)
        if not contact.email:
            return NoAddress(_("Write down the e-mail address of %(name)s first.") % name)
        if not sender.email:
            return NoAddress(
                _("Give %(name)s an e-mail address: letters go out in their name.") % {"name": sender.name}
            )
        day = timezone.localdate(at)
        if no := contact.objection(channel="mail", scope=scope, as_of=day):
            return DoNotContact(no.as_refusal())
        return None

    @classmethod
    def stop(cls, which: "str | LetterQuerySet", *, why: str, at: datetime) -> int:
        """Hold back letters that have not gone out: those whose key begins so, or those given. Return how many."""
        letters = cls.objects.about(which) if isinstance(which, str) else which
        return letters.waiting().update(state=cls.State.STOPPED, why=why[:300], ended_at=at)


def new_message_id() -> str:
    """A name for the letter that no other has, by which a mail program knows it again."""
    return f"<{secrets.token_hex(16)}@{urlsplit(settings.WONBACK_URL).hostname}>"
