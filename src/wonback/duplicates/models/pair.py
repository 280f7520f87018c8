"""Two clients that seem to be one company, until a person says so, or says that they are not."""

from typing import ClassVar

from django.db import models

from wonback.clients.models import Client
from wonback.duplicates.models.twice import Twice
from wonback.duplicates.queries import PairQuerySet


class Pair(Twice):
    ALSO_FOUND = ("identical",)

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
