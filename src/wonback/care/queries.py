"""Questions about touches, promises and the rhythm of care."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.care.models import Cadence, Promise, Snooze, Touch
    from wonback.clients.models import Client

# Ideal and maximum days for each tier, until an admin says otherwise.
USUAL = {"A": (21, 35), "B": (45, 75), "C": (90, 150)}


class CadenceQuerySet(models.QuerySet["Cadence"]):
    def of(self, client: "Client") -> "Cadence":
        """The rhythm that holds for this client: their own, else their tier's, else the usual one."""
        own = self.filter(models.Q(client=client) | models.Q(tier=client.tier)).order_by("tier").first()
        if own:
            return own
        ideal, maximum = USUAL[client.tier]
        return self.model(tier=client.tier, ideal_days=ideal, maximum_days=maximum)

    def by_tier(self) -> "dict[str, Cadence]":
        """The rhythm of each tier."""
        set_ones = {cadence.tier: cadence for cadence in self.exclude(tier="")}
        usual = {t: self.model(tier=t, ideal_days=days, maximum_days=most) for t, (days, most) in USUAL.items()}
        return usual | set_ones


class TouchQuerySet(models.QuerySet["Touch"]):
    def real(self) -> Self:
        """Touches in which we reached somebody."""
        return self.filter(reached=True)

    def newest(self) -> Self:
        return self.order_by("-at", "-pk")


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> Self:
        """Promises we still owe; a broken one is still owed."""
        return self.filter(kept_at=None)

    def due(self, *, as_of: date) -> Self:
        return self.open().filter(due_by__lte=as_of).order_by("due_by", "pk")


class SnoozeQuerySet(models.QuerySet["Snooze"]):
    def resting(self, user: User, *, as_of: date) -> Self:
        """What this person put off beyond that day."""
        return self.filter(user=user, until__gt=as_of)
