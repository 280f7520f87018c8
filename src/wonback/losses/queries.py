"""Questions about many losses."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models


from wonback.clients.queries import owned_within_reach
from wonback.losses import ranking
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.losses.models import Loss, Proposal

BATCH = 2_000


class LossQuerySet(models.QuerySet["Loss"]):
    def visible_to(self, user: User) -> Self:
        """The losses this person may open: those they hold; a neutral interviewer and an admin see all."""
        if user.may(Right.INTERVIEW) and not user.may(Right.LEAD):
            return self.all()
        return self.filter(owned_within_reach(user, owner="holder"))

    def pursued(self) -> Self:
        """Losses that nobody has let go."""
        return self.filter(let_go_at=None)

    def ranked(self) -> Self:
        """The most worthwhile first."""
        return self.order_by("-rank", "pk")

    def for_cards(self) -> Self:
        """All that a card or row of the lost list shows, in two queries. Anything more is an error, not a slow page."""
        related = self.select_related("client", "reason", "holder", "owner_then", "deal", "competitor", "plan")
        return related.prefetch_related("client__permissions")

    def put_in_rank(self, *, as_of: date) -> int:
        """Rank all of these anew; return how many. One query a batch reads, one writes."""
        count = 0
        pks = list(self.values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH):
            losses = list(self.model.objects.filter(pk__in=pks[start : start + BATCH]).for_cards_of_ranking())
            for loss in losses:
                loss.rank = ranking.score(loss.standing(as_of=as_of), as_of=as_of)
            count += self.model.objects.bulk_update(losses, ["rank"], batch_size=BATCH)
        return count

    def for_cards_of_ranking(self) -> Self:
        """What the ranking reads."""
        return self.select_related("reason", "client").prefetch_related("client__permissions")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(owned_within_reach(user, owner="client__owner"))

    def open(self) -> Self:
        """Silences nobody has decided about, the largest first."""
        return self.filter(settled_at=None, client__isnull=False).order_by("-worth", "pk")

