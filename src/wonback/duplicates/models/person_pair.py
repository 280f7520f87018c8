"""Two people at one client who seem to be one person, until somebody says so, or says that they are not."""

from typing import ClassVar

from django.db import models

from wonback.clients.models import Client, Contact
from wonback.duplicates.models.twice import Twice
from wonback.duplicates.queries import PersonPairQuerySet


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
