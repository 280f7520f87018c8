"""A client who vouches for us: who there agreed, to what, in which words, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.advocacy.manners import Known
from wonback.advocacy.queries import ReferenceQuerySet
from wonback.care.models.promise import DayWanted, WordsWanted
from wonback.clients.models import Client, Contact
from wonback.clients.models.permission import TheirWordsMissing
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

AGREED = Verb(
    "reference.agreed",
    gettext_lazy("{contact} at {client} agreed to vouch for us ({ways}), noted by {actor}: “{words}”."),
)
ENDED = Verb(
    "reference.ended", gettext_lazy("{contact} at {client} no longer vouches for us, noted by {actor}: {why}.")
)


class NotNow(Refusal):
    """This is no day to ask them."""

    code = "not_now"


class NotAgreed(Refusal):
    """They agreed to something else."""

    code = "not_agreed"


class Way(models.TextChoices):
    """How somebody vouches for us."""

    CALL = "call", gettext_lazy("A call")
    VISIT = "visit", gettext_lazy("A visit there")
    QUOTE = "quote", gettext_lazy("A written quote")
    LOGO = "logo", gettext_lazy("Their name and logo")


# Those that take their time each time.
CALLS = (Way.CALL, Way.VISIT)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What somebody agreed to, word for word. `until` is the first day it no longer holds; None: they named none."""

    ways: Collection[str]
    words: str
    until: date | None = None


class Reference(models.Model):
    client = models.ForeignKey(Client, models.CASCADE, related_name="references")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="references")
    call = models.BooleanField(default=False)
    visit = models.BooleanField(default=False)
    quote = models.BooleanField(default=False)
    logo = models.BooleanField(default=False)
    words = models.TextField()
    agreed_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, default="")

    # Known to those that were fetched `weighed()`.
    refuses: bool
    is_at_risk: bool
    is_unhappy: bool
    calls: int
    last_but_one: date | None

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["client"], condition=models.Q(ended_at=None), name="references_standing")
        ]

    def __str__(self) -> str:
        return f"{self.contact}, {self.client}"

    @property
    def ways(self) -> list[Way]:
        """What they are willing to do."""
        return [way for way in Way if getattr(self, way)]

    @property
    def in_words(self) -> str:
        return ", ".join(str(way.label).lower() for way in self.ways)

    @classmethod
    def agree(cls, contact: Contact, told: Agreement, *, by: User, at: datetime) -> "Reference":
        """Write down what somebody agreed to, word for word. What they agreed to before ends with it."""
        by.must(Right.WORK)
        today = timezone.localdate(at)
        must_be_whole(told, as_of=today)
        must_be_theirs_to_give(contact, as_of=today)
        with transaction.atomic():
            Contact.objects.select_for_update().get(pk=contact.pk)
            cls.objects.filter(contact=contact, ended_at=None).update(ended_at=at, why=_("They agreed anew"))
            ways = {way.value: way in told.ways for way in Way}
            facts = {"words": told.words.strip(), "until": told.until, "agreed_on": today, "noted_by": by}
            agreed = cls.objects.create(client=contact.client, contact=contact, **ways, **facts)
            words = agreed.words.rstrip(".")
            contact.client.tell(AGREED, by=by, at=at, contact=contact.name, ways=agreed.in_words, words=words)
        return agreed

    def end(self, why: str, *, by: User, at: datetime) -> None:
        """They do not vouch for us any more, and why."""
        by.must(Right.WORK)
        if not why.strip():
            raise WordsWanted(_("Say in one line why they no longer do."))
        with transaction.atomic():
            if not Reference.objects.filter(pk=self.pk, ended_at=None).update(ended_at=at, why=why.strip()[:300]):
                raise AlreadyDone(_("Look again: this has already ended."))
            self.refresh_from_db(fields=["ended_at", "why"])
            self.client.tell(ENDED, by=by, at=at, contact=self.contact.name, why=self.why.rstrip("."))

    def stands(self, *, as_of: date) -> bool:
        return self.ended_at is None and (self.until is None or self.until > as_of)

    @property
    def known(self) -> Known:
        """What speaks for and against asking them; of one that was fetched `weighed()`."""
        return Known(
            client=self.client.name,
            person=self.contact.name,
            is_client=self.client.standing == Client.Standing.ACTIVE,
            is_there=self.contact.left_on is None,
            refuses=self.refuses,
            is_at_risk=self.is_at_risk,
            is_unhappy=self.is_unhappy,
            last_but_one=self.last_but_one,
        )

    def against(self, way: str, *, as_of: date) -> list[str]:
        """Why they are not asked for this today; nothing: they may be. Of one that was fetched `weighed()`."""
        return self.known.against(calls=way in CALLS, as_of=as_of)


def must_be_whole(told: Agreement, *, as_of: date) -> None:
    if not told.words.strip():
        raise TheirWordsMissing(_("Write what they said, in their words."))
    if not told.ways:
        raise NotAgreed(_("Say what they are willing to do."))
    if told.until and told.until <= as_of:
        raise DayWanted(_("Name a day that is still ahead, or none."))


def must_be_theirs_to_give(contact: Contact, *, as_of: date) -> None:
    """Only a client praises us, by somebody who works there and did not ask to be left alone."""
    known = Known(
        client=contact.client.name,
        person=contact.name,
        is_client=contact.client.standing == Client.Standing.ACTIVE,
        is_there=contact.left_on is None,
        refuses=contact.objection(channel="call", as_of=as_of) is not None,
    )
    if reasons := list(known.spoils()):
        raise NotNow(*reasons)
