"""One time a client vouches for us: asked, agreed to or not, held, and the sale it helped to close."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.advocacy.matching import Like
from wonback.advocacy.models.reference import NotAgreed, NotNow, Reference, Way
from wonback.advocacy.queries import VouchingQuerySet
from wonback.care.models.promise import DayWanted, WordsWanted
from wonback.clients.models import Client, Deal, Purchase
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

ASKED = Verb(
    "vouching.asked", gettext_lazy("{actor} asked that {contact} at {client} vouch for us with {whom}: {way}.")
)
ACCEPTED = Verb(
    "vouching.accepted", gettext_lazy("{contact} at {client} will vouch for us with {whom}, noted by {actor}.")
)
DECLINED = Verb("vouching.declined", gettext_lazy("{contact} at {client} does not vouch for us with {whom}: {why}."))
HELD = Verb("vouching.held", gettext_lazy("{contact} at {client} vouched for us with {whom}. {outcome}. {line}"))
HEARD = Verb("vouching.heard", gettext_lazy("{other} vouched for us with {client}. {outcome}. {line}"))
CREDITED = Verb("vouching.credited", gettext_lazy("{client} helped to close a sale, says {actor}: {deal}."))
# Who would fit instead, in a refusal.
OTHERS_NAMED = 3


class NothingToCredit(Refusal):
    """Credit is for a sale that was won after somebody vouched for us."""

    code = "nothing_to_credit"


@dataclass(frozen=True, kw_only=True)
class Need:
    """Who wants to hear it from a client, and how: the other side of a sale, or somebody we would win or win back."""

    way: str = Way.CALL
    prospect: Client | None = None
    deal: Deal | None = None

    @property
    def client(self) -> Client | None:
        return self.prospect or (self.deal.client if self.deal else None)

    @property
    def whom(self) -> str:
        return " · ".join(str(one) for one in (self.client, self.deal) if one)

    @property
    def like(self) -> Like:
        """What somebody should be like to be believed."""
        them = self.client
        if self.deal and self.deal.product:
            products = frozenset({self.deal.product.name})
        else:
            bought = Purchase.objects.filter(client=them).exclude(product="") if them else Purchase.objects.none()
            products = frozenset(bought.order_by().values_list("product", flat=True).distinct()[:200])
        return Like(them.industry, them.tier, them.country, products) if them else Like(products=products)


class Vouching(models.Model):
    class Stage(models.TextChoices):
        ASKED = "asked", gettext_lazy("Asked")
        AGREED = "agreed", gettext_lazy("They will")
        DECLINED = "declined", gettext_lazy("Not this time")
        HELD = "held", gettext_lazy("Done")

    class Outcome(models.TextChoices):
        UNKNOWN = "", gettext_lazy("Nobody has said")
        HELPED = "helped", gettext_lazy("It helped")
        SAME = "same", gettext_lazy("It changed nothing")
        HURT = "hurt", gettext_lazy("It did not help us")

    OPEN = (Stage.ASKED, Stage.AGREED)

    reference = models.ForeignKey(Reference, models.CASCADE, related_name="vouchings")
    way = models.CharField(max_length=5, choices=Way)
    prospect = models.ForeignKey(Client, models.SET_NULL, null=True, blank=True, related_name="vouched_to")
    deal = models.ForeignKey(Deal, models.SET_NULL, null=True, blank=True, related_name="vouchings")
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # The day on which it counts as a call: asked for, until it was held.
    on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, default="")
    outcome = models.CharField(max_length=6, choices=Outcome, blank=True, default=Outcome.UNKNOWN)
    line = models.CharField(max_length=300, blank=True, default="")
    # When the sale was closed that it helped to close, and who says so.
    credited_on = models.DateField(null=True, blank=True)
    credited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VouchingQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-asked_at", "-id"], name="vouchings_newest_first"),
            models.Index(fields=["reference", "-on"], name="vouchings_of_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_way_display()}"

    def get_absolute_url(self) -> str:
        return reverse("advocacy:vouching", args=[self.pk])

    @property
    def client(self) -> Client:
        return self.reference.client

    @property
    def whom(self) -> str:
        """With whom they vouch for us."""
        return Need(prospect=self.prospect, deal=self.deal).whom or _("somebody who is gone")

    @classmethod
    def ask(cls, reference: Reference, need: Need, *, by: User, at: datetime) -> "Vouching":
        """Ask somebody to vouch for us, unless they should be left in peace today: then it says until when, and who fits too."""
        by.must(Right.WORK)
        today = timezone.localdate(at)
        if need.client is None and need.deal is None:
            raise WordsWanted(_("Say who wants to hear it."))
        with transaction.atomic():
            # Two people who ask at once would both see one call left.
            Client.objects.select_for_update().get(pk=reference.client_id)
            must_be_free(reference, need, as_of=today)
            facts = {"prospect": need.client, "deal": need.deal, "asked_by": by, "asked_at": at, "on": today}
            asked = cls.objects.create(reference=reference, way=need.way, **facts)
            asked._tell(ASKED, by=by, at=at, way=str(Way(need.way).label).lower())
        return asked

    def agree(self, *, by: User, at: datetime) -> None:
        """They will do it."""
        by.must(Right.WORK)
        with transaction.atomic():
            self._move((self.Stage.ASKED,), stage=self.Stage.AGREED, answered_at=at)
            self._tell(ACCEPTED, by=by, at=at)

    def decline(self, why: str, *, by: User, at: datetime) -> None:
        """It does not come about, and why. It no longer counts as a call."""
        by.must(Right.WORK)
        if not why.strip():
            raise WordsWanted(_("Say in one line why it does not come about."))
        with transaction.atomic():
            self._move(self.OPEN, stage=self.Stage.DECLINED, answered_at=at, why=why.strip()[:300])
            self._tell(DECLINED, by=by, at=at, why=self.why.rstrip("."))

    def hold(self, outcome: str, line: str = "", *, on: date | None = None, by: User, at: datetime) -> None:
        """They vouched for us, on that day, and what came of it."""
        by.must(Right.WORK)
        day = on or timezone.localdate(at)
        if not timezone.localdate(self.asked_at) <= day <= timezone.localdate(at):
            raise DayWanted(_("Name the day it was: after you asked, and not after today."))
        with transaction.atomic():
            facts = {"outcome": outcome, "line": line.strip()[:300], "on": day}
            self._move(self.OPEN, stage=self.Stage.HELD, **facts)
            told = {"outcome": str(self.get_outcome_display()), "line": self.line}
            self._tell(HELD, by=by, at=at, **told)
            if self.prospect:
                self.prospect.tell(HEARD, by=by, at=at, other=self.client.name, **told)

    def credit(self, deal: Deal | None = None, *, by: User, at: datetime) -> None:
        """Say that it helped to close a sale: once, and on the day the sale was closed."""
        by.must(Right.WORK)
        closed = self.deal or deal
        self._must_have_helped(closed)
        with transaction.atomic():
            day = (closed.closed_on if closed else None) or timezone.localdate(at)
            helped = Vouching.objects.filter(pk=self.pk, credited_on=None)
            if not helped.update(deal=closed, credited_on=day, credited_by=by):
                raise AlreadyDone(_("Look again: it is credited already."))
            self.refresh_from_db()
            self.client.tell(CREDITED, by=by, at=at, deal=str(closed))

    def _must_have_helped(self, deal: Deal | None) -> None:
        if self.stage != self.Stage.HELD or self.outcome != self.Outcome.HELPED:
            raise NothingToCredit(_("Say first that they vouched for us, and that it helped."))
        if deal is None or deal.outcome != Deal.Outcome.WON:
            raise NothingToCredit(_("Choose a sale that was won."))
        if deal.closed_on and deal.closed_on < self.on:
            raise NothingToCredit(_("Choose a sale that was won after they vouched for us."))

    def _move(self, before: tuple[str, ...], **facts: object) -> None:
        """From one of these stages only, so that two people do not move it past each other."""
        if not Vouching.objects.filter(pk=self.pk, stage__in=before).update(**facts):
            raise AlreadyDone(_("Look again: somebody has said what came of it."))
        self.refresh_from_db(fields=list(facts))

    def _tell(self, verb: Verb, *, by: User, at: datetime, **facts: str) -> None:
        known = {"contact": self.reference.contact.name, "whom": self.whom}
        self.client.tell(verb, by=by, at=at, **known, **facts)


def must_be_free(reference: Reference, need: Need, *, as_of: date) -> None:
    """Refused where they did not agree to it, have just been asked, or are not to be asked today."""
    weighed = Reference.objects.weighed(as_of=as_of).get(pk=reference.pk)
    if not weighed.stands(as_of=as_of):
        raise NotAgreed(_("Ask whether they still would: what they agreed to has ended."))
    if need.way not in weighed.ways:
        raise NotAgreed(_("Keep to what they agreed to: %(ways)s.") % {"ways": weighed.in_words})
    same = Vouching.objects.open().filter(reference=reference, prospect=need.client, deal=need.deal)
    if same.exists():
        raise AlreadyDone(_("Look again: they have been asked to vouch for us there."))
    if reasons := weighed.against(need.way, as_of=as_of):
        fitting = Reference.objects.exclude(client=reference.client_id).fitting(need, as_of=as_of, most=OTHERS_NAMED)
        names = ", ".join(one.reference.client.name for one in fitting)
        others = [_("Or ask another who fits: %(names)s.") % {"names": names}] if names else []
        raise NotNow(*reasons, *others)
