"""Questions about touches, promises and the rhythm of care."""

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models

from wonback.care.seasons import Seasons
from wonback.clients.queries import of_visible_client
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.care.models import (  # noqa: F401  # the querysets' subjects
        Cadence,
        Concern,
        Defence,
        DefenceStep,
        Expansion,
        Piece,
        Promise,
        Reminder,
        Snooze,
        Touch,
    )
    from wonback.clients.models import Client
    from wonback.clients.queries import ClientQuerySet

# Ideal and maximum days for each tier, until an admin says otherwise.
USUAL = {"A": (21, 35), "B": (45, 75), "C": (90, 150)}


class CadenceQuerySet(models.QuerySet["Cadence"]):
    def of(self, client: "Client") -> "Cadence":
        """The rhythm that holds for this client, with their seasons: their own, else their tier's, else the usual one."""
        own = self.filter(models.Q(client=client) | models.Q(tier=client.tier)).order_by("tier").first()
        return (own or self.usual(client.tier)).with_seasons(self.seasons_of(client))

    @staticmethod
    def seasons_of(client: "Client") -> Seasons:
        kept = apps.get_model("care.QuietSeason").objects.that_hold_for(client)
        return tuple(one.as_rule() for one in kept)

    def of_tiers(self) -> "dict[str, Cadence]":
        """The rhythm of every tier, as somebody said or as Wonback comes."""
        return {tier: self.usual(tier) for tier in USUAL} | {one.tier: one for one in self.filter(client=None)}

    def usual(self, tier: str) -> "Cadence":
        """The rhythm of a tier as Wonback comes."""
        return shared(self.model, tier, *USUAL[tier])

    def laid_beside(self, clients: "ClientQuerySet") -> "ClientQuerySet":
        """Clients with what `beside` needs, so that a list of them asks for no rhythm one by one."""
        of_tier = self.filter(tier=models.OuterRef("tier"), client=None)
        days = {name: models.Subquery(of_tier.values(name)[:1]) for name in ("ideal_days", "maximum_days")}
        return clients.select_related("cadence").annotate(
            tier_ideal_days=days["ideal_days"], tier_maximum_days=days["maximum_days"]
        )

    def beside(self, client: "Client") -> "Cadence":
        """The rhythm of a client that was fetched through `laid_beside`."""
        if hasattr(client, "cadence"):
            return client.cadence
        ideal, maximum = getattr(client, "tier_ideal_days", None), getattr(client, "tier_maximum_days", None)
        if ideal is None or maximum is None:
            return self.usual(client.tier)
        return shared(self.model, client.tier, ideal, maximum)


@lru_cache(maxsize=256)
def shared(model: "type[Cadence]", tier: str, ideal: int, maximum: int) -> "Cadence":
    """The rhythm of a tier: the hundreds of clients on one page have three of them."""
    return model(tier=tier, ideal_days=ideal, maximum_days=maximum)


class TouchQuerySet(models.QuerySet["Touch"]):
    def standing(self) -> Self:
        """Touches that nobody took back."""
        return self.filter(taken_back_at=None)

    def real(self) -> Self:
        """Touches in which we reached somebody."""
        return self.standing().filter(reached=True)

    def newest(self) -> Self:
        return self.order_by("-at", "-pk")

    def logged_by(self, *people: User, since: datetime) -> Self:
        """What these people wrote down since that moment, newest first."""
        return self.standing().filter(by__in=people, at__gte=since).select_related("client").newest()

    def visible_to(self, user: User) -> Self:
        return self.filter(of_visible_client(user))


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> Self:
        """Promises we still owe; a broken one is still owed."""
        return self.filter(kept_at=None)

    def due(self, *, as_of: date) -> Self:
        return self.open().filter(due_by__lte=as_of).order_by("due_by", "pk")

    def to_break(self, *, as_of: date) -> Self:
        """Promises whose day has passed, and of which the story does not say so yet."""
        return self.open().filter(due_by__lt=as_of, broken_on=None)

    def visible_to(self, user: User) -> Self:
        """The promises to clients this person may open, and their own."""
        return self.filter(of_visible_client(user) | models.Q(owner=user))


class ConcernQuerySet(models.QuerySet["Concern"]):
    def open(self) -> Self:
        """What nobody has settled yet."""
        return self.filter(settled_at=None)

    def due(self, *, as_of: date) -> Self:
        return self.open().filter(due_by__lte=as_of).order_by("due_by", "pk")

    def visible_to(self, user: User) -> Self:
        """The concerns of clients this person may open, and those they see to."""
        return self.filter(of_visible_client(user) | models.Q(owner=user))


class SnoozeQuerySet(models.QuerySet["Snooze"]):
    def resting(self, user: User | models.OuterRef, *, as_of: date) -> Self:
        """What this person put off beyond that day."""
        return self.filter(user=user, until__gt=as_of)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def for_answering(self) -> Self:
        """With all that a link names. Whoever does not work here any more opens none."""
        return self.filter(morning__user__is_active=True).select_related("client", "morning__user")


class DefenceQuerySet(models.QuerySet["Defence"]):
    def open(self) -> Self:
        """Those under way."""
        return self.filter(outcome="")

    def that_nothing_speaks_for(self) -> Self:
        """Those under way whose sightings were slips, and for which nobody has done anything."""
        begun = self.model.objects.filter(steps__done_at__isnull=False).values("pk")
        return self.open().filter(sightings=None).exclude(pk__in=begun)

    def visible_to(self, user: User) -> Self:
        return self.filter(of_visible_client(user))


class DefenceStepQuerySet(models.QuerySet["DefenceStep"]):
    def open(self) -> Self:
        """What is still to be done for defences under way."""
        return self.filter(done_at=None, defence__outcome="")

    def due(self, *, as_of: date) -> Self:
        return self.open().filter(due_by__lte=as_of).order_by("due_by", "pk")

    def visible_to(self, user: User) -> Self:
        """The steps for clients this person may open, and their own."""
        return self.filter(of_visible_client(user, path="defence__client_id") | models.Q(owner=user))


class ExpansionQuerySet(models.QuerySet["Expansion"]):
    def open(self) -> Self:
        return self.filter(outcome="")

    def due(self, *, as_of: date) -> Self:
        return self.open().filter(due_by__lte=as_of).order_by("due_by", "pk")

    def visible_to(self, user: User) -> Self:
        """What clients want whom this person may open, and what they see to."""
        return self.filter(of_visible_client(user) | models.Q(owner=user))


class PieceQuerySet(models.QuerySet["Piece"]):
    def on_the_shelf(self) -> Self:
        """What may be given, the newest first."""
        return self.filter(retired_at=None).order_by("-put_at", "-pk")

    def counted(self) -> Self:
        """With how often each was given, and by whom it came here."""
        return self.select_related("put_by").annotate(given=models.Count("shares"))
