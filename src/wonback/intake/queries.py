"""Questions about imports."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.intake.models import Batch  # noqa: F401  # the queryset's subject

AT_WORK = ("checking", "importing", "undoing")


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> Self:
        """Imports are shown to those who may import: their own and their team's. A file quotes clients of anybody."""
        if not user.may(Right.IMPORT):
            return self.none()
        return self.all() if user.may(Right.ADMINISTER) else self.filter(by__in=User.objects.colleagues_of(user))

    def newest(self) -> Self:
        return self.order_by("-at", "-pk")

    def for_cards(self) -> Self:
        """All that a line of the history shows, in three queries."""
        return self.select_related("by").prefetch_related("sheets", "arrivals")

    def interrupted(self) -> Self:
        """Imports that somebody is at work on, or was when the power failed."""
        return self.filter(state__in=AT_WORK).order_by("pk")

    def half_uploaded(self) -> Self:
        """Imports whose files were being copied for a person on the page. A command copies its own files."""
        return self.filter(state="waiting", by__isnull=False).order_by("pk")

    def abandoned(self, *, as_of: date) -> Self:
        """Imports whose files have been on their way for two weeks."""
        return self.filter(state="arriving", at__date__lt=as_of - timedelta(days=14))
