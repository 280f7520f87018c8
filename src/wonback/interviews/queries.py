"""Questions about many interviews, and about what belongs to them."""

from typing import TYPE_CHECKING, Self

from django.db import models

from wonback.losses.queries import within_reach
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.interviews.models import Interview  # noqa: F401  # the queryset’s subject


class InterviewQuerySet(models.QuerySet["Interview"]):
    def readable_by(self, user: User) -> Self:
        """What was said in confidence: for those who may ask, and only of losses they may open."""
        if not user.may(Right.INTERVIEW):
            return self.none()
        return self.filter(within_reach(user, holder="loss__holder"))
