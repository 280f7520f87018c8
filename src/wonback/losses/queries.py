"""Questions about many losses, and about what belongs to them."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from wonback.clients.models import Client, Permission
from wonback.clients.queries import owned_within_reach
from wonback.losses import ranking
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.losses.models import Cause, Interview, Loss, Proposal, Reason  # noqa: F401  # the querysets’ subjects

BATCH = 2_000
NOT_KNOWN = "not-asked"


def within_reach(user: User, *, holder: str = "holder") -> Q:
    """Whose losses a person may open: a neutral interviewer's everybody's, else as far as clients are within reach."""
    is_neutral = user.may(Right.INTERVIEW) and not user.may(Right.LEAD)
    return Q() if is_neutral else owned_within_reach(user, owner=holder)


class LossQuerySet(models.QuerySet["Loss"]):
    def visible_to(self, user: User) -> Self:
        """The losses this person may open: those they hold; a neutral interviewer and an admin see all."""
        return self.filter(within_reach(user))

    def pursued(self) -> Self:
        """Losses that nobody has let go, and that have not come back."""
        return self.filter(let_go_at=None, recovered_on=None)

    def let_go(self) -> Self:
        return self.filter(let_go_at__isnull=False)

    def recovered(self) -> Self:
        """Losses that were won back."""
        return self.filter(recovered_on__isnull=False)

    def ranked(self) -> Self:
        """The most worthwhile first."""
        return self.order_by("-rank", "pk")

    def in_pool(self) -> Self:
        """Losses that nobody works on."""
        return self.filter(holder=None)

    def explained(self, *, known: bool) -> Self:
        """Losses whose reason we know, or those nobody has explained."""
        return self.exclude(reason__key=NOT_KNOWN) if known else self.filter(reason__key=NOT_KNOWN)

    def may_follow_up(self, *, as_of: date) -> Self:
        """Losses whose client allowed us to follow up, and where nobody refused."""
        answers = Permission.objects.filter(client=OuterRef("client"))
        allowed = answers.filter(
            Q(not_before=None) | Q(not_before__lte=as_of), Q(until=None) | Q(until__gt=as_of), answer="allowed"
        )
        return self.filter(Exists(allowed), ~Exists(answers.filter(answer="refused")))

    def of_clients_called(self, text: str) -> Self:
        """Losses of clients whose name has these words."""
        return self.filter(client__in=Client.objects.search(text).values("pk")) if text.strip() else self

    def taking_effect(self, *, as_of: date) -> Self:
        """Losses that lay ahead when they were recorded, and whose day has come."""
        return self.filter(in_effect=False, lost_on__lte=as_of, recovered_on=None)

    def to_review(self, *, as_of: date) -> Self:
        """Losses let go whose day to look again has come."""
        return self.filter(let_go_at__isnull=False, review_on__lte=as_of)

    def for_cards(self) -> Self:
        """All that a card or row of the lost list shows, in two queries. Anything more is asked once for all rows."""
        related = self.select_related("client", "reason", "holder", "owner_then", "deal", "competitor", "plan")
        return related.prefetch_related("client__permissions").fetch_mode(models.FETCH_PEERS)

    def for_ranking(self) -> Self:
        """What the ranking reads."""
        return self.select_related("reason", "client").prefetch_related("client__permissions")

    def put_in_rank(self, *, as_of: date) -> int:
        """Rank all of these anew; return how many moved. One query a batch reads, one writes."""
        pks = list(self.values_list("pk", flat=True))
        return sum(self._rank_batch(pks[start : start + BATCH], as_of=as_of) for start in range(0, len(pks), BATCH))

    def _rank_batch(self, pks: list[int], *, as_of: date) -> int:
        moved = []
        for loss in self.model.objects.filter(pk__in=pks).for_ranking():
            rank = ranking.score(loss.standing(as_of=as_of), as_of=as_of)
            if rank != loss.rank:
                loss.rank = rank
                moved.append(loss)
        return self.model.objects.bulk_update(moved, ["rank"], batch_size=BATCH // 4)


class CauseQuerySet(models.QuerySet["Cause"]):
    def loudest(self) -> "Cause":
        """The one that counts: confirmed before client before rep; of one voice the weightiest, then the newest."""
        voice = Case(When(voice="confirmed", then=Value(0)), When(voice="client", then=Value(1)), default=Value(2))
        return self.select_related("reason").order_by(voice, "-weight", "-noted_at", "-pk")[0]


class ReasonQuerySet(models.QuerySet["Reason"]):
    def offered(self) -> Self:
        """The reasons people may choose today."""
        return self.filter(retired_at=None)

    def as_tree(self) -> "list[tuple[Reason, list[Reason]]]":
        """The classes, each with its reasons, in two queries."""
        details: dict[int, list[Reason]] = {}
        for reason in self.filter(parent__isnull=False).order_by("pk"):
            details.setdefault(reason.parent_id or 0, []).append(reason)
        return [(top, details.get(top.pk, [])) for top in self.filter(parent=None).order_by("pk")]


class InterviewQuerySet(models.QuerySet["Interview"]):
    def readable_by(self, user: User) -> Self:
        """What was said in confidence: for those who may ask, and only of losses they may open."""
        if not user.may(Right.INTERVIEW):
            return self.none()
        return self.filter(within_reach(user, holder="loss__holder"))


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(owned_within_reach(user, owner="client__owner"))

    def open(self) -> Self:
        """Silences nobody has decided about, the largest first."""
        return self.filter(settled_at=None, client__isnull=False).order_by(F("worth").desc(nulls_last=True), "pk")

    def for_cards(self) -> Self:
        """All that the list of silences shows, in one query."""
        return self.select_related("client__owner").fetch_mode(models.FETCH_PEERS)
