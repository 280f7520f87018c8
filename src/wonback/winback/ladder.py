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
from wonback.stats.offers import Lift
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.effects import lifts
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


@dataclass(frozen=True, kw_only=True)
class Chance:
    """How likely a yes is with an offer: a guess of ours, or learned from `n` answers, with its band."""

    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None


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
    def weighed(self) -> list[tuple[Offer, Weighed, Chance | None]]:
        """The open rungs by what they leave over, most first; none where something is not known."""
        if self.why_unknown:
            return []
        offers = {offer.pk: offer for offer in self.offers if offer.state in {"planned", "offered"}}
        found = ((offers[int(str(one.key))], one) for one in ranked(map(self.terms, offers.values())))
        return [(offer, one, self.chances[offer.pk]) for offer, one in found]

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
            chance=chance.value if (chance := self.chances[offer.pk]) else None,
        )

    @cached_property
    def chances(self) -> dict[int, Chance | None]:
        """Of each open rung how likely a yes is and how we know; None where nothing is given, and where nobody knows what that adds."""
        open_ones = [one for one in self.offers if one.state in {"planned", "offered"}]
        asks = any(one.cost and one.chance is None for one in open_ones)
        learned = lifts(as_of=self.today) if asks else {}
        return {one.pk: self.chance_of(one, learned) for one in open_ones}

    def chance_of(self, offer: Offer, learned: dict[str, Lift]) -> Chance | None:
        """Somebody’s own guess counts before what the others taught: they know these people."""
        if offer.chance is not None:
            return Chance(value=offer.chance)
        lift = learned.get(offer.given)
        if lift is None:
            return None
        value, low, high = lift.chance(self.odds.called)
        return Chance(value=value, low=low, high=high, n=lift.n)

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
