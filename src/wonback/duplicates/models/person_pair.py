"""Two people at one client who seem to be one person, until somebody says so, or says that they are not."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction

from wonback.clients.models import Client, Contact
from wonback.clients.same_person import Likely
from wonback.duplicates.models.twice import Twice
from wonback.duplicates.queries import PersonPairQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable


class PersonPair(Twice):
    # The one who was written down first.
    one = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    other = models.ForeignKey(Contact, models.CASCADE, related_name="+")

    objects = PersonPairQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["one", "other"], name="one_pair_of_two_people"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="a_pair_is_of_two_people"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-score", "id"], condition=models.Q(apart_at=None), name="people_surest_first")
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"

    @property
    def client(self) -> Client:
        return self.one.client

    @classmethod
    def note_all(cls, found: "Iterable[Likely]", *, as_of: date) -> int:
        """Keep what the night found: new pairs come, those that no longer look alike go, what people said stays. Return how many are open."""
        rows = [
            PersonPair(
                one_id=like.one,
                other_id=like.other,
                score=like.score,
                signs=[[sign.kind, sign.told] for sign in like.signs],
                found_on=as_of,
            )
            for like in found
        ]
        with transaction.atomic():
            PersonPair.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["one", "other"],
                update_fields=["score", "signs", "found_on"],
                batch_size=2_000,
            )
            cls.objects.open().filter(found_on__lt=as_of).delete()
        return len(rows)
