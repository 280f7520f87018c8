"""A person says, or an admin knows, that they cannot be neutral about a client."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _

from wonback.clients.models import Client
from wonback.losses.models.story import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def visible_to(self, user: User) -> Self:
        """Those about oneself, those one declared, and for an admin all: why somebody has a stake is theirs to tell."""
        mine = models.Q(person=user) | models.Q(declared_by=user)
        return self.all() if user.may(Right.ADMINISTER) else self.filter(mine)


class Conflict(models.Model):
    person = models.ForeignKey(User, models.CASCADE, related_name="conflicts")
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="conflicts")
    why = models.CharField(max_length=200)
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "client"], name="one_conflict_a_person_and_client"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.client}: {self.why}"

    @classmethod
    def declare(cls, person: User, client: Client, why: str, *, by: User, at: datetime) -> "Conflict":
        """Say that this person cannot be neutral about this client: they themselves, or an admin who knows."""
        if by != person:
            by.must(Right.ADMINISTER)
        if not why.strip():
            raise WordsMissing(_("Say why they cannot be neutral about this client."))
        facts = {"why": why.strip()[:200], "declared_by": by, "declared_at": at}
        return cls.objects.update_or_create(person=person, client=client, defaults=facts)[0]

    def withdraw(self, *, by: User) -> None:
        """It was a mistake, or long ago. Whoever declared it may say so, and an admin."""
        if by.pk != self.declared_by_id:
            by.must(Right.ADMINISTER)
        self.delete()
