"""The end of one contract: what we expect in three views, and what came of it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contract
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.core.writing import mark, reconciled
from wonback.losses.models import Loss
from wonback.losses.models.story import Story, WordsMissing
from wonback.renewals.deadlines import Deadlines
from wonback.renewals.queries import RenewalQuerySet
from wonback.team.models import User
from wonback.team.policy import Right

EXPECTED = Verb("renewal.expected", gettext_lazy("{actor} said of the renewal with {client}: {what}. {line}"))
COUNTED = Verb("renewal.counted_on", gettext_lazy("{actor} decided what we count on with {client}: {what}. {line}"))
RENEWED = Verb("renewal.renewed", gettext_lazy("{client} renewed until {until}, noted by {actor}."))
LOST = Verb("renewal.lost", gettext_lazy("{client} does not renew, noted by {actor}."))


class NoRenewal(Refusal):
    """A contract that is renewed ends later than before."""

    code = "no_renewal"


class View(models.TextChoices):
    NONE = "", gettext_lazy("Nobody has said")
    RENEWS = "renews", gettext_lazy("They renew")
    UNSURE = "unsure", gettext_lazy("Not sure")
    LEAVES = "leaves", gettext_lazy("They leave")


SAID = {"view": gettext_lazy("What will come of it"), "why": gettext_lazy("Why, in one line")}


class Renewal(models.Model):
    class Outcome(models.TextChoices):
        OPEN = "", gettext_lazy("Open")
        RENEWED = "renewed", gettext_lazy("Renewed")
        LOST = "lost", gettext_lazy("Lost")

    contract = models.OneToOneField("clients.Contract", models.CASCADE, related_name="renewal")
    opened_on = models.DateField()
    notice_by = models.DateField(null=True, blank=True)
    # The automated view, written every night; nothing while too few renewals are known.
    automated = models.CharField(max_length=6, choices=View, blank=True, default=View.NONE)
    chance = models.FloatField(null=True, blank=True)
    chance_low = models.FloatField(null=True, blank=True)
    chance_high = models.FloatField(null=True, blank=True)
    chance_n = models.PositiveIntegerField(default=0)
    rep_view = models.CharField(max_length=6, choices=View, blank=True, default=View.NONE)
    rep_why = models.CharField(max_length=300, blank=True, default="")
    rep_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    final_view = models.CharField(max_length=6, choices=View, blank=True, default=View.NONE)
    final_why = models.CharField(max_length=300, blank=True, default="")
    final_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True, default=Outcome.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    follows = models.OneToOneField(
        "clients.Contract", models.SET_NULL, null=True, blank=True, related_name="renewed_from"
    )
    loss = models.OneToOneField("losses.Loss", models.SET_NULL, null=True, blank=True, related_name="renewal")

    objects = RenewalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contract"], condition=models.Q(outcome=""), name="renewals_open")
        ]

    def __str__(self) -> str:
        return f"{self.contract.client}: {self.contract}"

    def get_absolute_url(self) -> str:
        return reverse("renewals:renewal", args=[self.pk])

    @property
    def until(self) -> date:
        """The day the contract ends; only one that ends has a renewal."""
        return self.contract.until or self.opened_on

    @property
    def deadlines(self) -> Deadlines:
        return Deadlines(self.until, self.notice_by, has_view=bool(self.rep_view), has_final=bool(self.final_view))

    @property
    def disagreements(self) -> list[str]:
        """Which two views do not say the same."""
        said = {_("the numbers"): self.automated, _("the rep"): self.rep_view, _("the lead"): self.final_view}
        known = [(who, view) for who, view in said.items() if view]
        pairs = [(a, b) for n, a in enumerate(known) for b in known[n + 1 :] if a[1] != b[1]]
        return [
            _("%(a)s: %(said)s; %(b)s: %(other)s")
            % {"a": a, "said": View(x).label.lower(), "b": b, "other": View(y).label.lower()}
            for (a, x), (b, y) in pairs
        ]

    @property
    def rep_seen(self) -> str:
        """The mark of what the rep expects, for whoever looks at it and may change it."""
        return mark(self._said("rep"))

    @property
    def final_seen(self) -> str:
        """The mark of what we count on."""
        return mark(self._said("final"))

    def expect(self, view: str, why: str, *, by: User, at: datetime, seen: str = "") -> None:
        """Say what will come of it, as whoever looks after them. It may change until the end.

        `seen`: the mark of what was changed, so that nobody overwrites another.
        """
        by.must(Right.WORK)
        self._must_be_open()
        with transaction.atomic():
            self.rep_view, self.rep_why = self._taken("rep", view, why, seen=seen)
            self.rep_by = by
            self._say(EXPECTED, self.rep_view, self.rep_why, by=by, at=at)

    def count_on(self, view: str, why: str, *, by: User, at: datetime, seen: str = "") -> None:
        """Decide what we count on. Who decides against the rep's view says why. `seen` as in `expect`."""
        by.must(Right.LEAD)
        self._must_be_open()
        if self.rep_view and view != self.rep_view and not why.strip():
            raise WordsMissing(_("Say why you see it in another way than the rep."))
        with transaction.atomic():
            self.final_view, self.final_why = self._taken("final", view, why, seen=seen)
            self.final_by = by
            self._say(COUNTED, self.final_view, self.final_why, by=by, at=at)

    def _said(self, side: str) -> dict[str, str]:
        return {"view": getattr(self, f"{side}_view"), "why": getattr(self, f"{side}_why")}

    def _taken(self, side: str, view: str, why: str, *, seen: str) -> tuple[str, str]:
        """What that side says now; refused if another has said something else since they looked."""
        theirs = Renewal.objects.select_for_update().get(pk=self.pk)._said(side)
        told = {"view": view, "why": sentence(why)}
        told = theirs | reconciled(told, theirs=theirs, names=SAID, seen=seen, choices={"view": dict(View.choices)})
        return told["view"], told["why"]

    def _say(self, verb: Verb, view: str, why: str, *, by: User, at: datetime) -> None:
        side = "rep" if verb is EXPECTED else "final"
        self.save(update_fields=[f"{side}_view", f"{side}_why", f"{side}_by"])
        self.contract.client.tell(verb, by=by, at=at, what=str(View(view).label).lower(), line=why)

    def renew(
        self, until: date, *, amount_per_year: Decimal | None, notice_days: int | None, by: User, at: datetime
    ) -> Contract:
        """They stay: write down the contract that follows."""
        by.must(Right.WORK)
        if until <= self.until:
            raise NoRenewal(_("Give a day after the old contract ends: the new one begins on that day."))
        with transaction.atomic():
            self._decide(self.Outcome.RENEWED, at=at)
            self.follows = self.contract.renew(until, amount_per_year=amount_per_year, notice_days=notice_days)
            self.save(update_fields=["follows"])
            self.contract.client.tell(RENEWED, by=by, at=at, until=until.isoformat())
        return self.follows

    def lose(self, story: Story, *, by: User, at: datetime) -> Loss:
        """They leave with the end of the contract: a loss, with its reason."""
        by.must(Right.WORK)
        told = replace(story, lost_on=self.until)
        if told.worth is None and self.contract.amount_per_year is not None:
            told = replace(told, worth=self.contract.amount_per_year, currency=self.contract.currency)
        with transaction.atomic():
            self._decide(self.Outcome.LOST, at=at)
            self.loss = Loss.record(self.contract.client, told, by=by, at=at)
            self.save(update_fields=["loss"])
            self.contract.client.tell(LOST, by=by, at=at)
        return self.loss

    def _must_be_open(self) -> None:
        if self.outcome:
            raise AlreadyDone(_("Look again: somebody has said what came of it."))

    def _decide(self, outcome: str, *, at: datetime) -> None:
        """Once; whoever comes second is told."""
        if not Renewal.objects.filter(pk=self.pk, outcome="").update(outcome=outcome, decided_at=at):
            raise AlreadyDone(_("Look again: somebody has said what came of it."))
        self.outcome, self.decided_at = outcome, at


def sentence(words: str) -> str:
    return words.strip()[:300]
