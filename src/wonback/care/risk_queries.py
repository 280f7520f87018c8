"""Questions about clients at risk, their health, and what other systems say of them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery

from wonback.clients.queries import of_visible_client
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.care.models import Health, Reading, Risk, Weighing  # noqa: F401  # the querysets' subjects


class RiskQuerySet(models.QuerySet["Risk"]):
    def open(self) -> Self:
        """Those that are neither saved nor lost."""
        return self.filter(stage__in=("at_risk", "planned", "saving"))

    def due(self, *, as_of: date) -> Self:
        return self.open().filter(due_by__lte=as_of).order_by("due_by", "pk")

    def visible_to(self, user: User) -> Self:
        """Those of clients this person may open, and those they see to."""
        return self.filter(of_visible_client(user) | models.Q(owner=user))

    def with_since(self) -> Self:
        """With the moment since which each stands in its stage."""
        stages = apps.get_model("care.RiskStage").objects
        # Nobody goes back a stage; another plan in the same stage does not begin it anew.
        mine = stages.filter(risk=OuterRef("pk"), stage=OuterRef("stage")).order_by("at", "pk")
        return self.annotate(stage_since=Subquery(mine.values("at")[:1]))


class HealthQuerySet(models.QuerySet["Health"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(of_visible_client(user))


class WeighingQuerySet(models.QuerySet["Weighing"]):
    def told(self) -> Self:
        """Who weighed the signs how, the newest first."""
        return self.select_related("set_by").order_by("-pk")


class ReadingQuerySet(models.QuerySet["Reading"]):
    def newest(self) -> Self:
        return self.order_by("-on", "kind", "-pk")

    def visible_to(self, user: User) -> Self:
        return self.filter(of_visible_client(user))
