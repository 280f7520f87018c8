"""Questions about clients who came back."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from wonback.clients.models import Permission
from wonback.clients.queries import owned_within_reach
from wonback.losses.models import Loss
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.winback.models import Aftercare, Check  # noqa: F401  # the querysets’ subjects


class AftercareQuerySet(models.QuerySet["Aftercare"]):
    def visible_to(self, user: User) -> Self:
        """Those of plans this person may open."""
        return self.filter(owned_within_reach(user, owner="plan__owner"))

    def running(self) -> Self:
        return self.filter(ended_on=None)

    def over(self, *, as_of: date) -> Self:
        """Those whose twelve months have passed."""
        return self.running().filter(until__lte=as_of)

    def of_those_gone_again(self) -> Self:
        """Those of clients who came back and have been lost once more."""
        newer = Loss.objects.filter(kind="client", in_effect=True, recovered_on=None)
        newer = newer.filter(client=models.OuterRef("plan__loss__client")).exclude(pk=models.OuterRef("plan__loss"))
        return self.running().filter(models.Exists(newer)).select_related("plan__loss__client")

    def with_next(self) -> Self:
        """With the next check still to do, the longest overdue first."""
        from wonback.winback.models import Check  # noqa: PLC0415  # models import their querysets from here

        ahead = Check.objects.filter(aftercare=models.OuterRef("pk"), done_at=None).order_by("due_by", "pk")
        first = {name: models.Subquery(ahead.values(name)[:1]) for name in ("kind", "due_by")}
        return self.annotate(next_kind=first["kind"], next_by=first["due_by"]).order_by("next_by", "pk")

    def for_cards(self) -> Self:
        return self.select_related("plan__owner", "plan__loss__client", "plan__loss__reason")


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(owned_within_reach(user, owner="aftercare__plan__owner"))

    def ahead(self) -> Self:
        """Checks still to do with clients we still stay close to."""
        return self.filter(done_at=None, aftercare__ended_on=None)

    def due(self, *, as_of: date) -> Self:
        """Checks whose day has come, the longest overdue first; none with a client who asked us, as a company, not to."""
        no = Permission.objects.filter(client=models.OuterRef("aftercare__plan__loss__client"), contact=None)
        heard = self.ahead().exclude(models.Exists(no.refusing(channel="call", scope="call", as_of=as_of)))
        return heard.filter(due_by__lte=as_of).order_by("due_by", "pk")
