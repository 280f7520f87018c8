"""Questions about connections, what they brought, and what went back."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.connectors.models import Connector, Gone, Pull, Sync, WrittenBack  # noqa: F401  # the querysets' subjects


class ConnectorQuerySet(models.QuerySet["Connector"]):
    def visible_to(self, user: User) -> Self:
        """Connections are an admin's."""
        return self if user.may(Right.ADMINISTER) else self.none()

    def joined(self) -> Self:
        """Those that still have their token."""
        return self.exclude(secret="")


class SyncQuerySet(models.QuerySet["Sync"]):
    def newest(self) -> Self:
        return self.order_by("-pk")

    def unfinished(self) -> Self:
        """Those at work or cut off."""
        return self.filter(state__in=["waiting", "pulling", "reading"]).order_by("pk")

    def to_go_on(self, *, now: datetime) -> Self:
        """Those whose program wanted to be left alone until now."""
        return self.filter(state="later", go_on_at__lte=now).order_by("pk")


class GoneQuerySet(models.QuerySet["Gone"]):
    def newest(self) -> Self:
        return self.order_by("-noticed_at", "-pk")

    def by_kind(self) -> dict[str, int]:
        """How many of each kind."""
        return dict(self.order_by("kind").values_list("kind").annotate(n=models.Count("pk")))


class WrittenBackQuerySet(models.QuerySet["WrittenBack"]):
    def in_trouble(self) -> Self:
        return self.filter(state="refused").order_by("-at", "pk")
