"""Questions about many clients and what belongs to them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from wonback.clients import names
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.clients.models import Client, Contract, Deal, Permission  # noqa: F401  # the querysets' subjects


def owned_within_reach(user: User, *, owner: str = "owner") -> Q:
    """Whose work a person sees: an admin everybody's, a lead their team's and nobody's, anyone else their own."""
    if user.may(Right.ADMINISTER):
        return Q()
    if user.may(Right.LEAD):
        team = list(User.objects.filter(Q(team=user.team_id, team__isnull=False) | Q(pk=user.pk)).values_list("pk", flat=True))
        return Q(**{f"{owner}__in": team}) | Q(**{f"{owner}__isnull": True})
    return Q(**{owner: user.pk})


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, user: User) -> Self:
        """The clients this person may open: those in their book, and the lost ones they work on or may interview."""
        within_reach = owned_within_reach(user)
        if not within_reach:
            return self.all()
        losses = Q(losses__isnull=False) if user.may(Right.INTERVIEW) else Q(losses__holder=user)
        return self.filter(within_reach | Q(pk__in=self.model.objects.filter(losses).values("pk")))

    def in_book_of(self, user: User) -> Self:
        """The clients this person answers for; a lead's and an admin's book also holds those of nobody."""
        return self.filter(owned_within_reach(user))

    def search(self, text: str) -> Self:
        """Clients whose name has, for each word of `text`, a word that begins with it."""
        found = self
        for word in names.words(text)[:5]:
            # A range instead of LIKE, because both databases can walk the index with it.
            hits = self.model.objects.filter(words__word__gte=word, words__word__lt=f"{word}\U0010ffff")
            found = found.filter(pk__in=hits.values("pk"))
        return found

    def due(self, *, as_of: date) -> Self:
        """Clients whose next touch is due on that day or was before, the longest overdue first."""
        return self.filter(touch_by__lte=as_of).order_by("touch_by", "pk")


class PermissionQuerySet(models.QuerySet["Permission"]):
    def standing(self) -> Self:
        """The newest answer of each client. A refusal by anybody there counts before any older or newer yes."""
        return self.order_by("client", models.Case(models.When(answer="refused", then=0), default=1), "-given_at")


class ContractQuerySet(models.QuerySet["Contract"]):
    def running(self, *, as_of: date) -> Self:
        """Contracts in force on that day. `until` is exclusive; an unknown start or end does not stop one."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=as_of), Q(until=None) | Q(until__gt=as_of))


class DealQuerySet(models.QuerySet["Deal"]):
    def visible_to(self, user: User) -> Self:
        """The deals of people whose work this person sees."""
        return self.filter(owned_within_reach(user))
