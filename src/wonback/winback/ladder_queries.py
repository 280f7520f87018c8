"""Questions about the rungs of ladders."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models

from wonback.clients.queries import owned_within_reach
from wonback.core.days import start_of
from wonback.stats.offers import BARE, Answers
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.winback.models import Offer  # noqa: F401  # the queryset’s subject


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: User) -> Self:
        """The rungs of plans this person may open."""
        return self.filter(owned_within_reach(user, owner="plan__owner"))

    def standing(self) -> Self:
        """The rungs of a ladder, the smallest yes first; what was taken off is not among them."""
        return self.exclude(state="withdrawn").order_by("worth", "due_by", "pk")

    def taken(self) -> Self:
        return self.filter(state="taken")

    def open(self) -> Self:
        """Rungs that are still to be offered or answered."""
        return self.filter(state__in=["planned", "offered"])

    def answers(self, *, as_of: date) -> dict[str, Answers]:
        """How many rungs of each kind were answered up to that day, and how many with a yes, in one query."""
        before = start_of(as_of + timedelta(days=1))
        discount, extra = models.Q(discount__gt=0), models.Q(extra__gt=0)
        which = {
            BARE: ~discount & ~extra,
            "discount": discount & ~extra,
            "extra": extra & ~discount,
            "both": discount & extra,
        }
        counts = {
            f"{kind}_{name}": models.Count("pk", filter=given & also)
            for kind, given in which.items()
            for name, also in (("yes", models.Q(state="taken")), ("n", models.Q()))
        }
        found = self.filter(state__in=["taken", "declined"], answered_at__lt=before).aggregate(**counts)
        return {kind: Answers(found[f"{kind}_yes"], found[f"{kind}_n"]) for kind in which}

    def with_plans(self) -> Self:
        return self.select_related("plan__loss__client", "plan__loss__reason", "product", "approved_by")

    def reached(self) -> Decimal | None:
        """What they buy a year on the highest rung they took; None before the first yes."""
        most: Decimal | None = self.taken().aggregate(most=models.Max("worth"))["most"]
        return most
