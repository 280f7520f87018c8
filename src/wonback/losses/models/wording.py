"""How another system words a reason, and which of ours it means. A table people edit; asked once, remembered."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.core.writing import mark, reconciled
from wonback.losses.models.reason import Reason
from wonback.losses.queries import WordingQuerySet
from wonback.team.models import User
from wonback.team.policy import Right

LONGEST = 200


class Wording(models.Model):
    # As `Wording.plain` writes it: lower case, single spaces.
    said = models.CharField(max_length=LONGEST, unique=True)
    # As it was first seen, for people.
    seen_as = models.CharField(max_length=LONGEST)
    # Nothing: nobody has said what it means; it counts as something else.
    reason = models.ForeignKey(Reason, models.PROTECT, null=True, blank=True, related_name="wordings")
    # How many losses came with it; how it was mapped.
    times = models.PositiveIntegerField(default=0)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(said=""), name="a_wording_says_something"),
        ]

    def __str__(self) -> str:
        return self.seen_as

    @staticmethod
    def plain(text: str) -> str:
        """A wording as it is compared: without capitals, doubled spaces and the underscores of programs.

        >>> Wording.plain("  Competitor_made  better OFFER ")
        'competitor made better offer'
        """
        return " ".join(text.replace("_", " ").casefold().split())[:LONGEST]

    @classmethod
    def known(cls) -> dict[str, str]:
        """What people have said wordings mean: the key of a reason by the plain wording."""
        settled = cls.objects.exclude(reason=None).values_list("said", "reason__key")
        return dict(settled)

    @property
    def seen(self) -> str:
        """The mark of what it is taken to mean."""
        return mark({"reason": self.reason.key if self.reason else ""})

    def settle(self, reason: Reason, *, by: User, at: datetime, seen: str = "") -> int:
        """Say what it means, also for what came with it before; return how many losses follow now.

        `seen`: the mark of what it was taken to mean, so that nobody overwrites another.
        """
        by.must(Right.ADMINISTER)
        from wonback.losses.models.loss import Loss  # noqa: PLC0415  # a loss looks its causes up here

        with transaction.atomic():
            now = Wording.objects.select_for_update(of=("self",)).select_related("reason").get(pk=self.pk)
            stands = {"reason": now.reason.key if now.reason else ""}
            words = {"reason": dict(Reason.objects.values_list("key", "name"))}
            told = {"reason": reason.key}
            if not reconciled(told, theirs=stands, names={"reason": _("What it means")}, seen=seen, choices=words):
                return 0
            self.reason, self.settled_by, self.settled_at = reason, by, at
            self.save(update_fields=["reason", "settled_by", "settled_at"])
            theirs = self.causes.exclude(reason=reason)
            # Where somebody noted the same reason in the same voice by hand, theirs stands.
            doubled = theirs.filter(loss__causes__reason=reason, loss__causes__voice=models.F("voice"))
            moving = list(theirs.exclude(pk__in=doubled.values("pk")).values_list("pk", "loss_id"))
            self.causes.filter(pk__in=[pk for pk, _loss in moving]).update(reason=reason)
            losses: Iterable[int] = {loss for _pk, loss in moving}
            return Loss.objects.filter(pk__in=losses).listen_again(as_of=timezone.localdate(at))
