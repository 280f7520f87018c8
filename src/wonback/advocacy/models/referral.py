"""A referral: whom a client knows who might need us. Asked for, given, and won; or nothing came of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.advocacy.manners import Known
from wonback.advocacy.models.reference import NotNow
from wonback.advocacy.queries import ReferralQuerySet
from wonback.care.models import Concern, Risk, Touch
from wonback.care.models.promise import WordsWanted
from wonback.clients.models import Client, Contact, Deal, Permission
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

ASKED = Verb("referral.asked", gettext_lazy("{actor} asked {client} whom they know who might need us."))
GIVEN = Verb("referral.given", gettext_lazy("{client} sent us to somebody: {whom}. Noted by {actor}."))
MET = Verb("referral.met", gettext_lazy("{client} came to us through {other}, noted by {actor}."))
WON = Verb("referral.won", gettext_lazy("Whom {client} sent us to buys from us now: {whom}."))
ENDED = Verb("referral.ended", gettext_lazy("Nothing came of a referral by {client}: {why}."))
# A touch so short ago is the one in which it was asked.
JUST_NOW = timedelta(hours=24)


class NotWonYet(Refusal):
    """A referral is won when whom they sent us to buys from us."""

    code = "not_won_yet"


@dataclass(frozen=True, kw_only=True)
class Told:
    """Whom they named: the company, the person there, and what they said of them."""

    name: str = ""
    person: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Who there was asked, or told us, and in which touch; None: the one just now, if there was any."""

    contact: Contact | None = None
    touch: Touch | None = None


class Referral(models.Model):
    class Stage(models.TextChoices):
        ASKED = "asked", gettext_lazy("Asked for")
        GIVEN = "given", gettext_lazy("Given")
        WON = "won", gettext_lazy("Won")
        NOTHING = "nothing", gettext_lazy("Nothing came of it")

    OPEN = (Stage.ASKED, Stage.GIVEN)

    client = models.ForeignKey(Client, models.CASCADE, related_name="referrals")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="referrals")
    # Who asked, or was told.
    by = models.ForeignKey(User, models.PROTECT, related_name="referrals")
    touch = models.ForeignKey(Touch, models.SET_NULL, null=True, blank=True, related_name="referrals")
    stage = models.CharField(max_length=7, choices=Stage)
    # None: they came with it unasked.
    asked_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=200, blank=True, default="")
    person = models.CharField(max_length=200, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    noted_at = models.DateTimeField()
    # Whom we keep them as, and the sale that came of it.
    became = models.ForeignKey(Client, models.SET_NULL, null=True, blank=True, related_name="sent_by")
    deal = models.ForeignKey(Deal, models.SET_NULL, null=True, blank=True, related_name="referrals")
    won_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, default="")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-noted_at", "-id"], name="referrals_newest_first"),
            models.Index(fields=["client", "-asked_at"], name="referrals_by_client"),
        ]

    def __str__(self) -> str:
        return self.whom or _("a name by %(client)s") % {"client": self.client}

    def get_absolute_url(self) -> str:
        return reverse("advocacy:referral", args=[self.pk])

    @property
    def whom(self) -> str:
        """Whom they sent us to."""
        return ", ".join(filter(None, (self.person, self.name)))

    @classmethod
    def ask(cls, client: Client, talk: Talk | None = None, *, by: User, at: datetime) -> "Referral":
        """Note that they were asked whom they know. Refused where it is not the day for it: then it says what to do first."""
        by.must(Right.WORK)
        talk = talk or Talk()
        with transaction.atomic():
            # Two people who ask on one day would both find nobody has.
            Client.objects.select_for_update().get(pk=client.pk)
            known = known_of(client, talk.contact, as_of=timezone.localdate(at))
            if reasons := known.against_asking_whom_they_know(as_of=timezone.localdate(at)):
                raise NotNow(*reasons)
            asked = cls._begin(client, talk, by=by, at=at, stage=cls.Stage.ASKED, asked_at=at)
            client.tell(ASKED, by=by, at=at)
        return asked

    @classmethod
    def note(cls, client: Client, told: Told, talk: Talk | None = None, *, by: User, at: datetime) -> "Referral":
        """They named somebody without being asked, or one more. There are no manners to keep: it is theirs to give."""
        by.must(Right.WORK)
        facts = facts_of(told)
        with transaction.atomic():
            given = cls._begin(client, talk or Talk(), by=by, at=at, stage=cls.Stage.GIVEN, given_at=at, **facts)
            client.tell(GIVEN, by=by, at=at, whom=given.whom)
        return given

    @classmethod
    def _begin(cls, client: Client, talk: Talk, *, by: User, at: datetime, **facts: object) -> "Referral":
        touch = talk.touch or just_now(client, by=by, at=at)
        contact = talk.contact or (touch.contact if touch else None)
        return cls.objects.create(client=client, contact=contact, touch=touch, by=by, noted_at=at, **facts)

    def give(self, told: Told, *, by: User, at: datetime) -> None:
        """They named somebody, as they had been asked."""
        by.must(Right.WORK)
        facts = facts_of(told)
        with transaction.atomic():
            self._move((self.Stage.ASKED,), stage=self.Stage.GIVEN, given_at=at, **facts)
            self.client.tell(GIVEN, by=by, at=at, whom=self.whom)

    def meet(self, other: Client, *, by: User, at: datetime) -> None:
        """We know them by now: this is who they are on file."""
        by.must(Right.WORK)
        if other.pk == self.client_id:
            raise NotWonYet(_("Choose whom they sent you to, not themselves."))
        with transaction.atomic():
            self._move((self.Stage.GIVEN,), became=other)
            other.tell(MET, by=by, at=at, other=self.client.name)

    def win(self, deal: Deal | None = None, *, by: User, at: datetime) -> None:
        """Whom they sent us to buys from us: on the day the sale was closed, or else today."""
        by.must(Right.WORK)
        self._must_be_won(deal)
        day = (deal.closed_on if deal else None) or timezone.localdate(at)
        with transaction.atomic():
            self._move((self.Stage.GIVEN,), stage=self.Stage.WON, deal=deal, won_on=day)
            self.client.tell(WON, by=by, at=at, whom=str(self.became))

    def end(self, why: str, *, by: User, at: datetime) -> None:
        """Nothing comes of it, and why."""
        by.must(Right.WORK)
        if not why.strip():
            raise WordsWanted(_("Say in one line why nothing came of it."))
        with transaction.atomic():
            self._move(self.OPEN, stage=self.Stage.NOTHING, why=why.strip()[:300])
            self.client.tell(ENDED, by=by, at=at, why=self.why.rstrip("."))

    def _must_be_won(self, deal: Deal | None) -> None:
        if self.became is None:
            raise NotWonYet(_("Say first who they are on file."))
        if deal is None and self.became.standing != Client.Standing.ACTIVE:
            raise NotWonYet(_("Choose the sale that was won: they are no client yet."))
        if deal and (deal.outcome != Deal.Outcome.WON or deal.client_id != self.became_id):
            raise NotWonYet(_("Choose a sale with them that was won."))

    def _move(self, before: tuple[str, ...], **facts: object) -> None:
        """From one of these stages only, so that two people do not move it past each other."""
        if not Referral.objects.filter(pk=self.pk, stage__in=before).update(**facts):
            raise AlreadyDone(_("Look again: it has gone further, or has ended."))
        self.refresh_from_db(fields=list(facts))


def facts_of(told: Told) -> dict[str, str]:
    if not (told.name.strip() or told.person.strip()):
        raise WordsWanted(_("Say whom they named: a company or a person."))
    return {"name": told.name.strip()[:200], "person": told.person.strip()[:200], "words": told.words.strip()[:300]}


def just_now(client: Client, *, by: User, at: datetime) -> Touch | None:
    """The touch in which it was said, if this person noted one within a day."""
    theirs = Touch.objects.real().filter(client=client, by=by, at__gt=at - JUST_NOW, at__lte=at)
    return theirs.select_related("contact").newest().first()


def known_of(client: Client, contact: Contact | None, *, as_of: date) -> Known:
    """What speaks against asking them for a favour."""
    last: date | None = None
    if asked := client.referrals.asked().order_by("-asked_at").first():
        last = timezone.localdate(asked.asked_at)
    company = Permission.objects.refusing(channel="call", as_of=as_of).filter(client=client, contact=None)
    refused_by_them = contact is not None and contact.objection(channel="call", as_of=as_of) is not None
    return Known(
        client=client.name,
        person=contact.name if contact else "",
        is_client=client.standing == Client.Standing.ACTIVE,
        is_there=contact is None or contact.left_on is None,
        refuses=refused_by_them or company.exists(),
        is_at_risk=Risk.objects.open().filter(client=client).exists(),
        is_unhappy=Concern.objects.open().filter(client=client).exists(),
        asked_on=last,
    )
