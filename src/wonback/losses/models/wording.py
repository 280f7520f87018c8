"""How another system words a reason, and which of ours it means. A table people edit; asked once, remembered."""

from typing import ClassVar

from django.db import models

from wonback.losses.models.reason import Reason
from wonback.team.models import User


class Wording(models.Model):
    # As `Wording.plain` writes it: lower case, single spaces.
    said = models.CharField(max_length=200, unique=True)
    # As it was first seen, for people.
    seen_as = models.CharField(max_length=200)
    reason = models.ForeignKey(Reason, models.PROTECT, null=True, blank=True, related_name="wordings")
    # How many losses came with it; how it was mapped.
    times = models.PositiveIntegerField(default=0)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(said=""), name="a_wording_says_something"),
        ]

    def __str__(self) -> str:
        return self.seen_as
