"""A letter in the outbox. It is written in the transaction that wants it, and sent after; a crash loses none and hides none."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Unpack
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.days import start_of
from wonback.core.errors import AlreadyDone, Refusal
from wonback.post.models import draft
from wonback.post.models.approach import Approach
from wonback.post.models.draft import DoNotContact, Draft, Memo, NoAddress
from wonback.post.queries import LetterQuerySet
from wonback.post.tasks import send_letters
from wonback.team.models import User

# Minutes until the next attempt, after the first, the second, … failed for now; a server that is down all weekend is tried on Monday.
PAUSES = (1, 5, 15, 60, 240)
MOST_ATTEMPTS = 20
# Somebody held a letter back: whoever counted on it takes that back, too.
held = Signal()


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
    # None: it is about no client in particular, which only letters among ourselves may be.
    client = models.ForeignKey("clients.Client", models.CASCADE, null=True, blank=True, related_name="letters")
    contact = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="letters")
    sender = models.ForeignKey(User, models.PROTECT, null=True, related_name="letters")
    to = models.EmailField()
    # To one of us, by name; empty: to somebody at a client, who may have asked us not to.
    colleague = models.CharField(max_length=120, blank=True, default="")
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
    # After that it says nothing any more, or rings when nobody should be rung for.
    not_after = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # When it was stopped, or given up.
    ended_at = models.DateTimeField(null=True, blank=True)
    # What it is for, asked again at the moment of sending; empty: an answer to them.
    scope = models.CharField(max_length=5, blank=True, default="")
    # They did not wait for it: it counts how often they hear from us, and waits for its turn.
    unasked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True, default="")

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["not_before", "id"], condition=models.Q(state="waiting"), name="letters_to_send"),
            models.Index(fields=["taken_at"], condition=models.Q(state="sending"), name="letters_on_their_way"),
            models.Index(fields=["state", "-written_at"], name="letters_by_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(client__isnull=False) | ~models.Q(colleague=""),
                name="a_letter_out_of_the_house_is_about_a_client",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"

    @classmethod
    def write(cls, *, key: str, at: datetime, **facts: Unpack[Draft]) -> "Letter":
        """Put a letter into the outbox, in the caller’s transaction. The same key again gives the letter of before."""
        [written] = cls.write_all({key: facts}, at=at)
        if isinstance(written, Refusal):
            raise written
        return written

    @classmethod
    def write_all(cls, drafts: Mapping[str, Draft], *, at: datetime) -> "list[Letter | Refusal]":
        """Put many letters into the outbox, each under its key. Of each the letter, or why they may not be written to."""
        before: dict[str, Letter] = {letter.key: letter for letter in cls.objects.filter(key__in=drafts)}
        new = {key: facts for key, facts in drafts.items() if key not in before}
        objections = dict(zip(new, draft.objections(list(new.values()), at=at), strict=True))
        free = {key: facts for key, facts in new.items() if objections[key] is None}
        put = cls._put({key: draft.addressed(facts, at=at) for key, facts in free.items()}, at=at)
        return [before.get(key) or objections.get(key) or put[key] for key in drafts]

    @classmethod
    def _put(cls, letters: Mapping[str, dict[str, Any]], *, at: datetime) -> "dict[str, Letter]":
        """Of many letters in one transaction, the first wakes the worker for all."""
        if not letters:
            return {}
        is_first = not cls.objects.due(at=at).exists()
        written = {
            key: Letter(**facts, key=key, written_at=at, message_id=new_message_id()) for key, facts in letters.items()
        }
        # Somebody else may be writing the same letter at this moment: then theirs counts.
        Letter.objects.bulk_create(written.values(), ignore_conflicts=True)
        found = {letter.key: letter for letter in Letter.objects.filter(key__in=written)}
        for key, letter in written.items():
            if letter.message_id == found[key].message_id:
                letter.pk, found[key] = found[key].pk, letter
        new = [letter for key, letter in written.items() if found[key] is letter]
        if is_first and any(letter.not_before <= at for letter in new):
            transaction.on_commit(send_letters.enqueue)
        return found

    @classmethod
    def among_us(cls, *, key: str, at: datetime, **memo: Unpack[Memo]) -> "Letter":
        """Put a letter to one of us into the outbox, with or without a sign-in here. No client’s permission is asked."""
        if not memo["to"]:
            raise NoAddress(_("Write down the e-mail address of %(name)s first.") % {"name": memo["colleague"]})
        return cls._put({key: {**memo, "not_before": at}}, at=at)[key]

    @staticmethod
    def objection_to(contact: Contact, sender: User, *, scope: str, at: datetime) -> Refusal | None:
        """Why this person may not be written to now, if they may not."""
        return draft.objection_to(contact, sender, scope=scope, at=at)

    @classmethod
    def stop(cls, which: "str | LetterQuerySet", *, why: str, at: datetime) -> int:
        """Hold back letters that have not gone out: those whose key begins so, or those given. Return how many."""
        letters = cls.objects.about(which) if isinstance(which, str) else which
        return letters.waiting().update(state=cls.State.STOPPED, why=why[:300], ended_at=at)

    def take(self, *, at: datetime) -> bool:
        """Note that it goes to the server now. Asks once more whether it may; false if it may not, or somebody else has it."""
        with transaction.atomic():
            if why := self.stands_against(at=at):
                self._move({self.State.WAITING}, self.State.STOPPED, why=why, ended_at=at)
                return False
            if self._waits_for_its_turn(at=at):
                return False
            return self._move({self.State.WAITING}, self.State.SENDING, taken_at=at, attempts=F("attempts") + 1, why="")

    def _waits_for_its_turn(self, *, at: datetime) -> bool:
        """Put it off until they may hear from us again, if somebody else wrote to them meanwhile."""
        today = timezone.localdate(at)
        no = Approach.objection(self.contact, on=today, but=self.key) if self.unasked and self.contact else None
        if no and self.contact:
            later = start_of(Approach.free_day(self.contact, on=today, but=self.key))
            self._move({self.State.WAITING}, self.State.WAITING, not_before=later, why=str(no)[:300])
        return no is not None

    def stands_against(self, *, at: datetime) -> str:
        """Why it must not go out now; nothing if it may."""
        if self.colleague:
            return ""
        if self.contact is None or self.sender is None:
            return _("The person it was for, or from, is not known here any more.")
        return str(self.objection_to(self.contact, self.sender, scope=self.scope, at=at) or "")

    def gone(self, why: str = "", *, at: datetime) -> None:
        """The server took it."""
        self._move({self.State.SENDING, self.State.UNCERTAIN}, self.State.SENT, sent_at=at, why=why)

    def put_off(self, why: str, *, at: datetime) -> None:
        """Not now; try again after a while, and give up after some days."""
        if self.attempts >= MOST_ATTEMPTS:
            return self.fail(why, at=at)
        # Where there was no connection at all, nobody has taken it, and counted, yet.
        tried = self.attempts + (self.state == self.State.WAITING)
        later = at + timedelta(minutes=PAUSES[min(tried, len(PAUSES)) - 1])
        facts = {"why": why[:300], "not_before": later, "attempts": tried}
        self._move({self.State.WAITING, self.State.SENDING}, self.State.WAITING, **facts)
        return None

    def fail(self, why: str, *, at: datetime) -> None:
        """It will not go out by itself any more."""
        self._move({self.State.WAITING, self.State.SENDING}, self.State.FAILED, why=why[:300], ended_at=at)

    def doubt(self, why: str, *, at: datetime) -> None:
        """The server may have taken it. Only a person can find out."""
        self._move({self.State.SENDING}, self.State.UNCERTAIN, why=why[:300], ended_at=at)

    def come_back(self, why: str, *, at: datetime) -> bool:
        """It went out, and did not arrive. False if that is known already, or it never went."""
        return self._move({self.State.SENT, self.State.UNCERTAIN}, self.State.FAILED, why=why[:300], ended_at=at)

    def again(self, *, at: datetime) -> None:
        """Somebody wants it sent after all, though it failed or may have arrived."""
        if why := self.stands_against(at=at):
            raise DoNotContact(why)
        fresh = {"not_before": at, "attempts": 0, "why": "", "ended_at": None}
        ended = {self.State.FAILED, self.State.UNCERTAIN}
        self._must(be_done=self._move(ended, self.State.WAITING, **fresh))
        transaction.on_commit(send_letters.enqueue)

    def arrived(self, *, at: datetime) -> None:
        """Somebody asked: it did arrive."""
        self._must(be_done=self._move({self.State.UNCERTAIN}, self.State.SENT, sent_at=at, ended_at=None, why=""))

    def hold(self, *, by: User, at: datetime) -> None:
        """Somebody does not want it sent."""
        why = _("Stopped by %(name)s") % {"name": by}
        with transaction.atomic():
            self._must(be_done=self._move({self.State.WAITING}, self.State.STOPPED, why=why, ended_at=at))
            held.send(Letter, letter=self)

    def _move(self, before: Collection[str], after: str, **facts: object) -> bool:
        """Change its state only if nobody else did so since."""
        if not Letter.objects.filter(pk=self.pk, state__in=before).update(state=after, **facts):
            return False
        self.refresh_from_db(fields=["state", *facts])
        return True

    def _must(self, *, be_done: bool) -> None:
        if not be_done:
            raise AlreadyDone(_("Look again: this letter has moved on since."))


def new_message_id() -> str:
    """A name for the letter that no other has, by which a mail program knows it again."""
    return f"<{secrets.token_hex(16)}@{urlsplit(settings.WONBACK_URL).hostname}>"
