"""Questions about many notes of many losses."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

from wonback.core.quarter import Quarter
from wonback.losses.queries import within_reach
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.losses.models import Swot  # noqa: F401  # the queryset’s subject


class SwotQuerySet(models.QuerySet["Swot"]):
    def visible_to(self, user: User) -> Self:
        """The notes on losses this person may open."""
        return self.filter(within_reach(user, holder="loss__holder"))

    def of_quarter(self, quarter: Quarter) -> Self:
        """Notes on what was lost in that quarter."""
        return self.filter(loss__lost_on__gte=quarter.first, loss__lost_on__lt=quarter.until)

    def on_board(self, user: User) -> Self:
        """Notes that stand for themselves, with how many votes they have, those of merged ones too; the most voted first."""
        standing = self.visible_to(user).filter(same_as=None).select_related("loss__client", "written_by")
        votes = Count("voters", distinct=True) + Count("merged__voters", distinct=True)
        mine = Count("voters", filter=Q(voters=user), distinct=True)
        return (
            standing.annotate(votes=votes, mine=mine).prefetch_related("merged__loss__client").order_by("-votes", "pk")
        )
