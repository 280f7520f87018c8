"""Questions about pay: which scheme holds when, and whose statement one may read."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Optional, Self

from django.apps import apps
from django.db import models
from django.db.models import Max, Q, Sum

from wonback.clients.queries import owned_within_reach
from wonback.rewards.scheme import Due, Kind, Paid
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.rewards.models import Credit, Scheme  # noqa: F401  # the querysets' subjects


def within_reach(user: User) -> models.QuerySet[User]:
    """Whose statements this person reads, also of those who have left."""
    return User.objects.filter(owned_within_reach(user, owner="pk")).order_by("name", "pk")


def last_closed() -> date | None:
    """The last month whose statements stand."""
    month: date | None = apps.get_model("rewards.Closing").objects.aggregate(last=Max("month"))["last"]
    return month


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def visible_to(self, user: User) -> Self:
        """What holds, everybody who is paid by it reads; drafts are for leads."""
        return self.all() if user.may(Right.LEAD) else self.in_force()

    def in_force(self) -> Self:
        """Those that hold or held from a month on, the newest first."""
        return self.filter(from_month__isnull=False).order_by("-from_month")

    def of(self, month: date) -> Optional["Scheme"]:
        """What holds in a month; None before the first scheme."""
        return self.in_force().filter(from_month__lte=month).first()

    def newest_draft(self) -> Optional["Scheme"]:
        """The draft written last, unless something written later is in force."""
        newest = self.order_by("-pk").first()
        return newest if newest and newest.from_month is None else None


class CreditQuerySet(models.QuerySet["Credit"]):
    def visible_to(self, user: User) -> Self:
        """Everybody their own; a lead their team's; an admin all."""
        return self.filter(owned_within_reach(user, owner="person"))

    def for_lines(self) -> Self:
        related = self.select_related("person", "closing", "client")
        return related.order_by("person__name", "person", "currency", "kind", "client_name", "pk")

    def paid(self, due: Collection[Due], *, since: date, until: date) -> list[Paid]:
        """What closed months say of everything earned between two days (the second exclusive), each due in one sum.

        Of what is due now it is said also where it was paid as of another day: whose day moves is not paid twice.
        """
        moved = [one.key for one in due if one.fact.kind != Kind.RETAINED]
        found = self.filter(Q(earned_on__gte=since, earned_on__lt=until) | Q(key__in=moved))
        sums = found.order_by().values("key", "person", "currency").annotate(amount=Sum("amount"))
        return [Paid(**row) for row in sums]
