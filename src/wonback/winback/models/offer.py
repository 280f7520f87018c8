"""A rung of the ladder: a smaller yes with a value and a day. Planned, offered, and then taken or declined."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Product
from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.verbs import Verb
from wonback.losses.models import Reason, WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback import offers
from wonback.winback.ladder_queries import OfferQuerySet
from wonback.winback.stages import TALKING

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan

PLANNED = Verb("offer.planned", gettext_lazy("{actor} put a smaller yes on the ladder for {client}: {what}."))
APPROVED = Verb("offer.approved", gettext_lazy("{actor} approved a discount for {client}: {what}."))
OFFERED = Verb("offer.offered", gettext_lazy("{actor} offered {client}: {what}."))
TAKEN = Verb("offer.taken", gettext_lazy("{client} said yes: {what}."))
DECLINED = Verb("offer.declined", gettext_lazy("{client} said no to {what}: {why}."))
WITHDRAWN = Verb("offer.withdrawn", gettext_lazy("{actor} took a rung off the ladder for {client}: {what}."))


class NotOpen(Refusal):
    """An offer is part of a conversation."""

    code = "conversation_not_open"


class ApprovalMissing(Refusal):
    """A discount for a client we failed is a lead’s decision."""

    code = "approval_missing"


class CannotBeOffered(Refusal):
    """An offer has a value and a day, and a discount ends."""

    code = "cannot_be_offered"


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A smaller yes as told. Money in the currency of the loss; `worth` is what they would then buy a year, in all.

    `discount` and `extra` are what the offer costs us as a whole: a lower price until `full_price_from`, something given free.
    """

    what: str
    worth: Decimal
    due_by: date
    kind: str = "portion"
    product: Product | None = None
    discount: Decimal = Decimal(0)
    full_price_from: date | None = None
    extra: Decimal = Decimal(0)
    chance: float | None = None

    def must_hold_together(self) -> None:
        if not self.what.strip():
            raise WordsMissing(_("Say in one line what they would say yes to."))
        if self.worth <= 0:
            raise CannotBeOffered(_("Give what they would then buy a year: a rung has a value."))
        if self.discount < 0 or self.extra < 0:
            raise CannotBeOffered(_("Give what the offer costs us as an amount from 0 up."))
        if self.chance is not None and not 0 <= self.chance <= 1:
            raise CannotBeOffered(_("Give the chance of a yes as a share from 0 to 1."))
        self._must_end()

    def _must_end(self) -> None:
        if self.discount and not self.full_price_from:
            raise CannotBeOffered(_("Say from which day they pay the full price: a discount ends."))


class Offer(models.Model):
    class Kind(models.TextChoices):
        PORTION = "portion", gettext_lazy("A smaller portion")
        PRODUCT = "product", gettext_lazy("A different product")
        WHOLE = "whole", gettext_lazy("All of it again")

    class State(models.TextChoices):
        PLANNED = "planned", gettext_lazy("Planned")
        OFFERED = "offered", gettext_lazy("Offered")
        TAKEN = "taken", gettext_lazy("Yes")
        DECLINED = "declined", gettext_lazy("No")
        WITHDRAWN = "withdrawn", gettext_lazy("Taken off")

    plan = models.ForeignKey("winback.Plan", models.CASCADE, related_name="offers")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.PORTION)
    what = models.CharField(max_length=200)
    product = models.ForeignKey(Product, models.SET_NULL, null=True, blank=True, related_name="+")
    # What they would then buy a year, in all and at the price of the offer; in the currency of the loss.
    worth = models.DecimalField(max_digits=16, decimal_places=2)
    due_by = models.DateField()
    # Price at the return and price after it stay apart (Thomas, Blattberg & Fox 2004).
    discount = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    full_price_from = models.DateField(null=True, blank=True)
    extra = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    # Our guess of a yes, where we have one.
    chance = models.FloatField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True, default="")

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(worth__gt=0), name="a_rung_has_a_value"),
            models.CheckConstraint(
                condition=models.Q(discount__gte=0, extra__gte=0), name="an_offer_costs_nothing_or_something"
            ),
            models.CheckConstraint(
                condition=models.Q(discount=0) | models.Q(full_price_from__isnull=False), name="a_discount_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(state="taken", taken_on__isnull=False)
                | (~models.Q(state="taken") & models.Q(taken_on=None)),
                name="a_yes_has_its_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan", "worth"], name="rungs_by_plan"),
            models.Index(fields=["state", "due_by"], name="rungs_by_day"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return self.plan.get_absolute_url() + "#ladder"

    @classmethod
    def add(cls, plan: "Plan", rung: Rung, *, by: User, at: datetime) -> "Offer":
        """Put a rung onto the ladder of a plan."""
        by.must(Right.WORK)
        rung.must_hold_together()
        if rung.due_by < timezone.localdate(at):
            raise CannotBeOffered(_("Choose today or a later day for this rung."))
        with transaction.atomic():
            facts = {field: getattr(rung, field) for field in asdict(rung)} | {"what": rung.what.strip()}
            offer = cls.objects.create(plan=plan, **facts, planned_by=by, planned_at=at)
            offer._tell(PLANNED, by=by, at=at)
        return offer

    @property
    def currency(self) -> str:
        return self.plan.loss.currency

    @property
    def cost(self) -> Decimal:
        """What giving it costs us in all."""
        return self.discount + self.extra

    @property
    def given(self) -> str:
        """Which kind of offer it is: bare, a discount, something free, or both."""
        return {(0, 0): "bare", (1, 0): "discount", (0, 1): "extra", (1, 1): "both"}[self.discount > 0, self.extra > 0]

    @property
    def answers_our_failure(self) -> bool:
        """Whether they left because we failed them."""
        return was_our_failure(self.plan.loss.reason)

    @property
    def waits_for_approval(self) -> bool:
        return self.discount > 0 and self.answers_our_failure and self.approved_at is None

    @property
    def warnings(self) -> list[str]:
        return offers.warnings(discount=self.discount > 0, extra=self.extra > 0, our_failure=self.answers_our_failure)

    def approve(self, *, by: User, at: datetime) -> None:
        """A lead says yes to a discount for a client we failed."""
        by.must(Right.LEAD)
        with transaction.atomic():
            self._move({self.State.PLANNED}, self.State.PLANNED, unless_approved=True, approved_by=by, approved_at=at)
            self._tell(APPROVED, by=by, at=at)

    def offer(self, *, by: User, at: datetime) -> None:
        """Put it to them. The conversation must be open, and a discount for a client we failed approved."""
        by.must(Right.WORK)
        self._must_be_offerable(at=at)
        with transaction.atomic():
            self._move({self.State.PLANNED}, self.State.OFFERED, offered_by=by, offered_at=at)
            self._tell(OFFERED, by=by, at=at)

    def _must_be_offerable(self, *, at: datetime) -> None:
        if self.plan.stage not in TALKING:
            undone = self.plan.undone(as_of=timezone.localdate(at))
            raise NotOpen(_("Open the conversation first: an offer is part of it."), *undone)
        self.plan.must_be_open(as_of=timezone.localdate(at))
        if self.waits_for_approval:
            raise ApprovalMissing(_("Have a lead approve the discount: they left because we failed them."))

    def take(self, *, by: User, at: datetime, on: date) -> None:
        """They said yes, from that day on."""
        by.must(Right.WORK)
        with transaction.atomic():
            self._move({self.State.OFFERED}, self.State.TAKEN, answered_at=at, taken_on=on)
            self._tell(TAKEN, by=by, at=at)
            self.plan.step_up(on=on, at=at)

    def decline(self, why: str, *, by: User, at: datetime) -> None:
        """They said no to this rung; the others stand."""
        by.must(Right.WORK)
        if not why.strip():
            raise WordsMissing(_("Say what kept them from a yes; the next rung is better for it."))
        with transaction.atomic():
            self._move({self.State.OFFERED}, self.State.DECLINED, answered_at=at, why=why.strip())
            self._tell(DECLINED, by=by, at=at, why=self.why.rstrip("."))

    def withdraw(self, *, by: User, at: datetime) -> None:
        """Take a rung off that nobody has been offered yet."""
        by.must(Right.WORK)
        with transaction.atomic():
            self._move({self.State.PLANNED}, self.State.WITHDRAWN)
            self._tell(WITHDRAWN, by=by, at=at)

    def _move(self, before: Collection[str], after: str, *, unless_approved: bool = False, **facts: object) -> None:
        """Change its state only if nobody else did so since we looked."""
        standing = Offer.objects.filter(pk=self.pk, state__in=before)
        if unless_approved:
            standing = standing.filter(approved_at=None)
        if not standing.update(state=after, **facts):
            raise AlreadyDone(_("Look again: this rung has moved on since."))
        self.refresh_from_db(fields=["state", *facts])

    def _tell(self, verb: Verb, *, by: User, at: datetime, **facts: str) -> None:
        self.plan.loss.client.tell(verb, by=by, at=at, what=self.what.rstrip("."), **facts)


def was_our_failure(reason: Reason) -> bool:
    """Whether a reason is something we did or failed to do, and could do better."""
    return reason.side == Reason.Side.US and reason.can_change is not False
