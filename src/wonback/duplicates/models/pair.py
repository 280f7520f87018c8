"""Two clients that seem to be one company, until a person says so, or says that they are not."""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from wonback.clients import why_alike
from wonback.clients.likeness import Likeness
from wonback.clients.models import Client
from wonback.core.errors import AlreadyDone
from wonback.duplicates.queries import PairQuerySet
from wonback.team.models import User
from wonback.team.policy import Right

if TYPE_CHECKING:
    from collections.abc import Iterable


class Pair(models.Model):
    # The one that was written down first.
    one = models.ForeignKey(Client, models.CASCADE, related_name="+")
    other = models.ForeignKey(Client, models.CASCADE, related_name="+")
    # The chance that they are one, and what speaks for it and against: [["domain", "acme.com"], …]
    score = models.FloatField(null=True)
    signs = models.JSONField(default=list)
    identical = models.BooleanField(default=False)
    found_on = models.DateField()
    # Somebody knows that they are two: never proposed again.
    apart_at = models.DateTimeField(null=True, blank=True)
    apart_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["one", "other"], name="one_pair_of_two"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="a_pair_is_of_two"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-score", "id"], condition=models.Q(apart_at=None), name="pairs_surest_first")
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"

    @property
    def clients(self) -> tuple[Client, Client]:
        return self.one, self.other

    @cached_property
    def why(self) -> str:
        """What speaks for it and against, in words."""
        return why_alike.why(self.signs)

    def keep_apart(self, *, by: User, at: datetime) -> None:
        """They are two companies. It is remembered, and they are not proposed again."""
        by.must(Right.WORK)
        if not Pair.objects.filter(pk=self.pk, apart_at=None).update(apart_at=at, apart_by=by):
            raise AlreadyDone(_("Look again: somebody has already said that they are two."))
        self.apart_at, self.apart_by = at, by

    def reconsider(self, *, by: User) -> None:
        """Perhaps they are one after all."""
        by.must(Right.WORK)
        Pair.objects.filter(pk=self.pk).update(apart_at=None, apart_by=None)
        self.refresh_from_db()

    @classmethod
    def note_all(cls, found: "Iterable[Likeness]", *, as_of: date) -> int:
        """Keep what the night found: new pairs come, those that no longer look alike go, what people said stays. Return how many are open."""
        rows = [
            Pair(
                one_id=like.one,
                other_id=like.other,
                score=like.score,
                signs=[[sign.kind, sign.told] for sign in like.signs],
                identical=like.identical,
                found_on=as_of,
            )
            for like in found
        ]
        with transaction.atomic():
            Pair.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["one", "other"],
                update_fields=["score", "signs", "identical", "found_on"],
                batch_size=2_000,
            )
            cls.objects.open().filter(found_on__lt=as_of).delete()
        return len(rows)
