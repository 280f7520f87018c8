"""A person says, or an admin knows, that they cannot be neutral about a client."""

from typing import ClassVar

from django.db import models

from wonback.team.models import User


class Conflict(models.Model):
    person = models.ForeignKey(User, models.CASCADE, related_name="conflicts")
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="conflicts")
    why = models.CharField(max_length=200)
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "client"], name="one_conflict_a_person_and_client"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.client}: {self.why}"
