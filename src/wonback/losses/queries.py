"""Questions about many losses, and about what belongs to them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext

from wonback.clients.models import Client, Permission
from wonback.clients.queries import owned_within_reach
from wonback.core.days import start_of
from wonback.core.writing import reconciled
from wonback.losses import ranking
from wonback.losses.returning import PERIOD_DAYS, Past
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from wonback.losses.models import Cause, Loss, Proposal, Reason, TheirLoss, Wording  # noqa: F401  # the querysets’ subjects

BATCH = 2_000
NOT_KNOWN = "not-asked"
WRITTEN_AT_ONCE = """
    UPDATE losses_loss SET rank = moved.rank
    FROM unnest(%s::double precision[], %s::bigint[]) AS moved (rank, id) WHERE losses_loss.id = moved.id
"""


def within_reach(user: User, *, holder: str = "holder") -> Q:
    """Whose losses a person may open: a neutral interviewer's everybody's, else as far as clients are within reach."""
    is_neutral = user.may(Right.INTERVIEW) and not user.may(Right.LEAD)
    return Q() if is_neutral else owned_within_reach(user, owner=holder)


def allowing(answers: "models.QuerySet[Permission]", *, as_of: date) -> "models.QuerySet[Permission]":
    """The answers that let us follow up on that day."""
    begun, not_over = Q(not_before=None) | Q(not_before__lte=as_of), Q(until=None) | Q(until__gt=as_of)
    return answers.filter(begun, not_over, answer="allowed")


def by_number[Row: tuple[Any, ...]](rows: "models.QuerySet[Any, Row]") -> Iterator[Row]:
    """Rows whose first column is their number, in its order, so many at a time: a million never lie in memory at once."""
    last, numbers = 0, rows.order_by("pk").values_list("pk", flat=True)
    # Told from where to where, PostgreSQL looks up what belongs to these; told only how many, it reads all there is, batch by batch.
    while batch := list(numbers.filter(pk__gt=last)[:BATCH]):
        yield from rows.filter(pk__gt=last, pk__lte=batch[-1]).order_by("pk")
        if len(batch) < BATCH:
            return
        last = batch[-1]


def _write_ranks(ranks: list[tuple[float, int]]) -> int:
    """Write many ranks, as one prepared statement or, where a server has to hear of each, as one question; return how many."""
    if not ranks:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(WRITTEN_AT_ONCE, [list(column) for column in zip(*ranks, strict=True)])
        else:
            cursor.executemany("UPDATE losses_loss SET rank = %s WHERE id = %s", ranks)
    return len(ranks)


class LossQuerySet(models.QuerySet["Loss"]):
    def visible_to(self, user: User) -> Self:
        """The losses this person may open: those they hold, or are asked to talk about; an interviewer and an admin see all."""
        if not (user.may(Right.INTERVIEW) and user.may(Right.LEAD)) or user.may(Right.ADMINISTER):
            return self.filter(within_reach(user))
        talks = apps.get_model("interviews.Interview").objects.filter(interviewer=user)
        return self.filter(within_reach(user) | Q(pk__in=talks.values("loss")))

    def pursued(self) -> Self:
        """Losses that nobody has let go, and that have not come back."""
        return self.filter(let_go_at=None, recovered_on=None)

    def beyond_control(self) -> Self:
        """Losses for a reason that will not change and that is not in our hands. They are part of business."""
        return self.filter(reason__can_change=False, reason__we_control=False)

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
        answers = Permission.objects.speaking(as_of=as_of).filter(client=OuterRef("client"))
        return self.filter(Exists(allowing(answers, as_of=as_of)), ~Exists(answers.filter(answer="refused")))

    def of_clients_called(self, text: str) -> Self:
        """Losses of clients whose name has these words."""
        return self.filter(client__in=Client.objects.search(text).values("pk")) if text.strip() else self

    def taking_effect(self, *, as_of: date) -> Self:
        """Losses that lay ahead when they were recorded, and whose day has come."""
        return self.filter(in_effect=False, lost_on__lte=as_of, recovered_on=None)

    def to_review(self, *, as_of: date) -> Self:
        """Losses let go whose day to look again has come."""
        return self.filter(let_go_at__isnull=False, review_on__lte=as_of, recovered_on=None)

    def for_cards(self) -> Self:
        """All that a card or row of the lost list shows, in two queries. Anything more is asked once for all rows."""
        related = self.select_related("client", "reason", "holder", "owner_then", "deal", "competitor", "plan")
        return related.prefetch_related("client__permissions").fetch_mode(models.FETCH_PEERS)

    def attempted(self, *, as_of: date) -> Self:
        """Losses with which we opened a conversation up to that day."""
        return self.filter(plan__launched_at__lt=start_of(as_of + timedelta(days=1)))

    def drawn_to_be_called(self) -> Self:
        """Losses that lot, not a person, chose to call."""
        return self.filter(campaign_arm__arm="contact")

    def past(self, *, as_of: date) -> Iterator[Past]:
        """Each loss as the odds learn from it: how long it lasted, when we called, whether they returned."""
        columns = ("reason__key", "lost_on", "plan__launched_at", "recovered_on")
        losses = self.filter(lost_on__lte=as_of).values_list(*columns).iterator(chunk_size=BATCH)
        for reason, lost_on, launched_at, back_on in losses:
            returned = back_on is not None and back_on <= as_of
            until = max(lost_on, back_on if returned else as_of)
            launched_on = timezone.localdate(launched_at) if launched_at else None
            called = (launched_on - lost_on).days // PERIOD_DAYS if launched_on and launched_on <= as_of else -1
            yield Past(reason, (until - lost_on).days // PERIOD_DAYS + 1, max(called, -1), returned)

    def put_in_rank(self, *, as_of: date) -> int:
        """Rank all of these anew; return how many moved. One query reads what was learned, one each batch of losses."""
        from wonback.losses.models.experience import Experience  # noqa: PLC0415  # models import their querysets from here

        learned, moved = Experience.learned(), 0
        for batch in batched(self.standings(as_of=as_of), BATCH, strict=False):
            ranks = [(ranking.score(one, as_of=as_of, learned=learned), before, pk) for pk, before, one in batch]
            moved += _write_ranks([(rank, pk) for rank, before, pk in ranks if rank != before])
        return moved

    def standings(self, *, as_of: date) -> "Iterator[tuple[int, float, ranking.Standing]]":
        """Each loss with its number, its rank so far, and what the ranking looks at; one query each batch."""
        names = ("worth", "lost_on", "reason__can_change", "reason__we_control", "reason__key")
        found = self.with_answers(as_of=as_of).values_list("pk", "rank", *names, "refused", "allowed", "answered")
        for pk, rank, worth, lost_on, can_change, we_control, reason, refused, allowed, answered in by_number(found):
            standing = ranking.Standing(
                worth=worth,
                lost_on=lost_on,
                can_change=can_change,
                we_control=we_control,
                reason=reason,
                reason_known=reason != NOT_KNOWN,
                may_follow_up=False if refused else allowed if answered else None,
            )
            yield pk, rank, standing

    def with_voices(self) -> Self:
        """What our rep says and what the client says, as reasons that count; a confirmed one stands for the client's.

        The main reason of a voice is its weightiest; of equally weighty ones the first in the tree, as in the numbers.
        """
        return self.annotate(
            rep_reason=main_reason("rep"), client_reason=Coalesce(main_reason("confirmed"), main_reason("client"))
        )

    def where_voices_differ(self) -> Self:
        """Losses with both voices that name different reasons."""
        both = self.filter(Exists(spoken("rep")), Exists(spoken("confirmed")) | Exists(spoken("client")))
        return both.with_voices().exclude(rep_reason=F("client_reason"))

    def listen_again(self, *, as_of: date) -> int:
        """Let each follow its best voice anew, as after reasons were merged or mapped; return how many moved."""
        moved = 0
        for batch in batched(list(self.order_by("pk").values_list("pk", flat=True)), BATCH, strict=False):
            moved += self.model._default_manager.filter(pk__in=batch).follow(best_of(batch))
            self.model._default_manager.filter(pk__in=batch).put_in_rank(as_of=as_of)
        return moved

    def follow(self, best: "dict[int, tuple[int, str]]") -> int:
        """Write the reason and the voice that count for each loss, where they are others."""
        losses = list(self.only("reason_id", "voice"))
        moving = [one for one in losses if best.get(one.pk, (one.reason_id, one.voice)) != (one.reason_id, one.voice)]
        for loss in moving:
            loss.reason_id, loss.voice = best[loss.pk]
        self.bulk_update(moving, ["reason", "voice"], batch_size=500)
        return len(moving)

    def with_answers(self, *, as_of: date) -> Self:
        """What the clients answered when asked whether we may follow up: refused, allowed, anything at all."""
        answers = Permission.objects.speaking(as_of=as_of).filter(client=OuterRef("client"))
        return self.annotate(
            refused=Exists(answers.filter(answer="refused")),
            allowed=Exists(allowing(answers, as_of=as_of)),
            answered=Exists(answers),
        )


class CauseQuerySet(models.QuerySet["Cause"]):
    def leave_unseen(self, reason: "Reason", voice: str, words: str, *, seen: str) -> None:
        """Refuse to write over what somebody said to this reason in that voice, and whoever writes now has not seen."""
        there = self.select_for_update().filter(reason=reason, voice=voice).values_list("words", flat=True).first()
        names = {"words": gettext("In their words")}
        reconciled({"words": words.strip()}, theirs={"words": there or ""}, names=names, seen=seen)

    def loudest(self) -> "Cause":
        """The one that counts: confirmed before client before rep; of one voice the weightiest, then the newest."""
        return self.select_related("reason__same_as").loudest_first()[0]

    def loudest_first(self) -> Self:
        voice = Case(When(voice="confirmed", then=Value(0)), When(voice="client", then=Value(1)), default=Value(2))
        return self.order_by(voice, "-weight", "-noted_at", "-pk")


def spoken(voice: str) -> "models.QuerySet[Cause]":
    """What one voice says of the loss in the outer query."""
    from wonback.losses.models.cause import Cause  # noqa: PLC0415  # models import their querysets from here

    return Cause.objects.filter(loss=OuterRef("pk"), voice=voice).exclude(reason__key=NOT_KNOWN)


def main_reason(voice: str) -> Subquery:
    counted = Coalesce("reason__same_as_id", "reason_id")
    return Subquery(spoken(voice).order_by("-weight", "reason_id").values_list(counted)[:1])


def best_of(losses: Iterable[int]) -> dict[int, tuple[int, str]]:
    """The reason and the voice that count for each of these losses; merged reasons are resolved."""
    from wonback.losses.models.cause import Cause  # noqa: PLC0415  # models import their querysets from here

    spoken = Cause.objects.filter(loss__in=losses).loudest_first()
    best: dict[int, tuple[int, str]] = {}
    for loss, reason, same_as, voice in spoken.values_list("loss_id", "reason_id", "reason__same_as_id", "voice"):
        best.setdefault(loss, (same_as or reason, voice))
    return best


class ReasonQuerySet(models.QuerySet["Reason"]):
    def offered(self) -> Self:
        """The reasons people may choose today."""
        return self.filter(retired_at=None, same_as=None)

    def counted(self) -> Self:
        """Each with how many losses are recorded with it."""
        return self.annotate(recorded=Count("losses")).select_related("same_as")

    def as_tree(self) -> "list[tuple[Reason, list[Reason]]]":
        """The classes, each with its reasons, in one query."""
        details: dict[int | None, list[Reason]] = {}
        for reason in self.order_by("pk"):
            details.setdefault(reason.parent_id, []).append(reason)
        return [(top, details.get(top.pk, [])) for top in details.get(None, [])]


class WordingQuerySet(models.QuerySet["Wording"]):
    def counted(self) -> Self:
        """Each with how many losses came with it; what nobody has settled first, then the most frequent."""
        asked = self.select_related("reason__same_as", "settled_by").annotate(
            losses=Count("causes__loss", distinct=True)
        )
        return asked.order_by(F("reason").asc(nulls_first=True), "-losses", "said")


class TheirLossQuerySet(models.QuerySet["TheirLoss"]):
    def visible_to(self, user: User) -> Self:
        """What clients lost whom this person may open."""
        return self.filter(client__in=Client.objects.visible_to(user).values("pk"))

    def newest(self) -> Self:
        """Those we have not helped with first, the newest of them on top."""
        return self.select_related("noted_by").order_by(F("helped_at").asc(nulls_first=True), "-heard_on", "-pk")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(owned_within_reach(user, owner="client__owner"))

    def open(self) -> Self:
        """Silences nobody has decided about, the largest first."""
        return self.filter(settled_at=None, client__isnull=False).order_by(F("worth").desc(nulls_last=True), "pk")

    def for_cards(self) -> Self:
        """All that the list of silences shows, in one query."""
        return self.select_related("client__owner").fetch_mode(models.FETCH_PEERS)
