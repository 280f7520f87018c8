"""Questions about steps and the sequences they stand in."""

from collections.abc import Collection
from datetime import date, datetime
from itertools import batched
from typing import TYPE_CHECKING, Self

from django.db import models, transaction

from wonback.clients.models import Entry, Permission
from wonback.clients.queries import owned_within_reach
from wonback.team.models import User
from wonback.winback.stages import TALKING

if TYPE_CHECKING:
    from wonback.winback.models import Sequence, Step  # noqa: F401  # the querysets’ subjects

# So many sequences are ended in one transaction.
AT_ONCE = 500


class SequenceQuerySet(models.QuerySet["Sequence"]):
    def visible_to(self, user: User) -> Self:
        """The sequences of plans this person may open."""
        return self.filter(owned_within_reach(user, owner="plan__owner"))

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def stop(self, exit: str, *, at: datetime, by: User | None = None, why: str = "") -> int:  # noqa: A002  # as on the model
        """End those that run; return how many. A lost gate, a rest and a refusal come in here."""
        running = self.running().order_by("pk").values_list("pk", flat=True)
        return sum(
            self.model._default_manager.end(some, exit, at=at, by=by, why=why)
            for some in batched(running, AT_ONCE, strict=False)
        )

    def end(self, keys: Collection[int], exit: str, *, at: datetime, by: User | None = None, why: str = "") -> int:  # noqa: A002  # as above
        """End these, one or many, in one transaction, and tell it; return how many had not ended before."""
        facts = {"ended_at": at, "exit": exit, "why": why.strip()[:300]}
        with transaction.atomic():
            # Whoever ends one of them at this moment waits here, or has done it.
            running = self.running().filter(pk__in=keys).select_for_update(of=("self",))
            ended = list(running.select_related("plan__loss__client", "contact").order_by("pk"))
            self.filter(pk__in=[one.pk for one in ended]).update(**facts)
            Entry.objects.bulk_create(one.ending(exit, by=by, at=at, why=why) for one in ended)
        return len(ended)

    def begin_again(self, steps: "StepQuerySet", *, ended_at: datetime) -> int:
        """Those that ended with these steps go on: a step was put back."""
        ended = self.filter(steps__in=steps, exit="taken", ended_at=ended_at, outcome="")
        return self.filter(pk__in=list(ended.values_list("pk", flat=True))).update(ended_at=None, exit="", why="")

    def locked_out(self) -> Self:
        """Those that run though the conversation has closed: it rests, the loss was let go, or they are back."""
        return self.running().exclude(plan__stage__in=TALKING)

    def left(self) -> Self:
        """Those that run towards somebody who works there no longer."""
        return self.running().filter(contact__left_on__isnull=False)

    def refused(self, *, as_of: date) -> Self:
        """Those that run though somebody there asked us not to contact them, as far as that binds us on the day."""
        standing = Permission.objects.speaking(as_of=as_of)
        said = standing.filter(client=models.OuterRef("plan__loss__client"), answer="refused")
        ours = models.Q(contact=None) | models.Q(contact=models.OuterRef("contact"))
        return self.running().filter(models.Exists(said.filter(ours)))


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(owned_within_reach(user, owner="sequence__plan__owner"))

    def ahead(self) -> Self:
        """Steps still to take, of sequences that run in an open conversation."""
        return self.filter(taken_at=None, sequence__ended_at=None, sequence__plan__stage__in=TALKING)

    def due(self, *, as_of: date) -> Self:
        """Steps whose day has come, the longest overdue first."""
        return self.ahead().filter(due_by__lte=as_of).order_by("due_by", "pk")

    def with_plans(self) -> Self:
        return self.select_related("sequence__plan__loss__client", "sequence__plan__loss__reason", "sequence__contact")
