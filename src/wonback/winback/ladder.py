"""The ladder of a plan as one page shows it: rungs, how much of the former spend is back, and what each offer would leave over."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from wonback.figures.models import Figure
from wonback.losses.models import Loss
from wonback.losses.returning import Odds
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models import Offer, Plan
from wonback.winback.offers import Terms, Weighed, ranked
from wonback.winback.stages import TALKING

VALUE = "value_of_return"


@dataclass(frozen=True, kw_only=True)
class RungLine:
    """One rung: what it is, which share of the former spend it brings back, and what is to be said against it."""

    offer: Offer
    share: Decimal | None
    late: bool
    may_approve: bool
    warnings: list[str]

    @property
    def share_written(self) -> str:
        """As a progress bar reads it, in every language; more than before fills it just as well."""
        return f"{min(Decimal(1), self.share or Decimal(0)):.3f}"


@dataclass(frozen=True)
class Ladder:
    """The ladder of one plan, for one person on one day."""

    plan: Plan
    user: User
    today: date

    @cached_property
    def offers(self) -> list[Offer]:
        found = list(self.plan.offers.standing().select_related("product", "approved_by"))
        for offer in found:
            offer.plan = self.plan
        return found

    @property
    def former(self) -> Decimal | None:
        """What they bought a year before; None while nobody knows. A sale has no year."""
        return self.plan.loss.worth or None

    @property
    def is_open(self) -> bool:
        return self.plan.stage in TALKING

    @cached_property
    def lines(self) -> list[RungLine]:
        return [self.line(offer) for offer in self.offers]

    def line(self, offer: Offer) -> RungLine:
        waiting = offer.state in {Offer.State.PLANNED, Offer.State.OFFERED}
        return RungLine(
            offer=offer,
            share=self.share_of(offer.worth),
            late=waiting and offer.due_by < self.today,
            may_approve=offer.waits_for_approval and self.user.may(Right.LEAD),
            warnings=offer.warnings if waiting else [],
        )

    def share_of(self, worth: Decimal | None) -> Decimal | None:
        return worth / self.former if worth is not None and self.former else None

    @property
    def reached(self) -> Decimal | None:
        """What they buy a year by now, on the highest rung they took."""
        return max((one.worth for one in self.offers if one.state == Offer.State.TAKEN), default=None)

    @property
    def share(self) -> Decimal | None:
        """The recovered share of the former spend."""
        return self.share_of(self.reached)

    @cached_property
    def weighed(self) -> list[tuple[Offer, Weighed]]:
        """The open rungs by what they leave over, most first; none where something is not known."""
        if self.why_unknown:
            return []
        offers = {offer.pk: offer for offer in self.offers if offer.state in {"planned", "offered"}}
        return [(offers[int(str(one.key))], one) for one in ranked(map(self.terms, offers.values()))]

    def terms(self, offer: Offer) -> Terms:
        """An offer as the arithmetic sees it, counted as if they stayed on this rung."""
        odds = self.odds
        brings = float(offer.worth) * self.years * (settings.MARGIN or 0.0)
        return Terms(
            key=offer.pk,
            brings=brings,
            brings_alone=brings,
            cost=float(offer.cost),
            called=odds.called,
            alone=odds.alone,
            chance=offer.chance,
        )

    @cached_property
    def odds(self) -> Odds:
        return self.plan.loss.odds(as_of=self.today)

    @property
    def years(self) -> float:
        """For how many years of former spend a return counts today, as the night says."""
        value = self.valued.value if self.valued else None
        return (value or 0.0) / float(self.former or 1)

    @cached_property
    def valued(self) -> Figure | None:
        of_client = Figure.objects.about("client", [self.plan.loss.client_id])
        return of_client.filter(metric=VALUE, currency=self.plan.loss.currency, value__isnull=False).first()

    @cached_property
    def why_unknown(self) -> str:
        """Why no offer can be weighed; nothing if they can."""
        if self.plan.loss.kind == Loss.Kind.DEAL:
            return _("A sale has no former spend to come back to.")
        if not self.former:
            return _("Say what they bought in a year: it is not known.")
        if settings.MARGIN is None:
            return _("Set WONBACK_MARGIN: nobody knows what is left of a sale.")
        if self.valued is None:
            return _("Wait for the night: it has not said yet what a return is worth.")
        return ""
