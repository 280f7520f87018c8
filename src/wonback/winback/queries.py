"""Questions about many plans, changes and hand-outs."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q, Sum

from wonback.clients.queries import owned_within_reach
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.winback.models import Change, HandOut, Plan


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> Self:
        """The plans this person may open: their own; a lead's team's; an admin everybody's."""
        return self.filter(owned_within_reach(user))

    def due(self, *, as_of: date) -> Self:
        """Plans still in preparation on the day we meant to call, the longest overdue first."""
        waiting = self.filter(stage=self.model.Stage.PREPARING, reach_out_by__lte=as_of)
        return waiting.order_by("reach_out_by", "pk")

    def to_wake(self, *, as_of: date) -> Self:
        """Resting plans whose day to look again has come."""
        return self.filter(stage=self.model.Stage.RESTING, next_look_on__lte=as_of)

    def for_cards(self) -> Self:
        """All that a plan card shows, in one query."""
        return self.select_related("owner", "loss__client", "loss__reason", "loss__deal", "loss__holder")


class ChangeQuerySet(models.QuerySet["Change"]):
    def by_blocked_money(self) -> Self:
        """Changes still to be made, those that hold up most former revenue first."""
        preparing = Q(plans__stage="preparing")
        blocked = Sum("plans__loss__worth", filter=preparing)
        waiting = Count("plans", filter=preparing)
        return self.select_related("owner").annotate(blocked=blocked, waiting=waiting).order_by(
            models.F("made_at").asc(nulls_first=True), models.F("blocked").desc(nulls_last=True), "pk"
        )


class HandOutQuerySet(models.QuerySet["HandOut"]):
    def open(self) -> Self:
        """Hand-outs not given back, whose loss is still being worked on."""
        finished = Q(loss__plan__stage="recovered") | Q(loss__let_go_at__isnull=False)
        return self.filter(given_back_at=None).exclude(finished)
