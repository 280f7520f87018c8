"""Two clients that seem to be one company, until a person says so, or says that they are not."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction

from wonback.clients.likeness import Likeness
from wonback.clients.models import Client
from wonback.duplicates.models.twice import Twice
from wonback.duplicates.queries import PairQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable


class Pair(Twice):
    # The one that was written down first.
    one = models.ForeignKey(Client, models.CASCADE, related_name="+")
    other = models.ForeignKey(Client, models.CASCADE, related_name="+")
    identical = models.BooleanField(default=False)

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
