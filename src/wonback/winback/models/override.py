"""A lead lets us ask although something is undone, says why, and it is reported. It covers those duties and no others."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from wonback.team.models import User
from wonback.winback.queries import OverrideQuerySet

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan


class Override(models.Model):
    plan = models.ForeignKey("winback.Plan", models.CASCADE, related_name="overrides")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300)
    # The keys of the duties a lead answers for, and the sentences as they stood then.
    duties = models.JSONField()
    undone = models.JSONField()
    # When something happened after which it covers nothing any more.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["plan"], condition=models.Q(ended_at=None), name="overrides_in_force"),
            models.Index(fields=["-at", "-id"], name="overrides_newest_first"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~models.Q(why=""), name="an_override_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.why}"

    def get_absolute_url(self) -> str:
        return self.plan.get_absolute_url()

    @classmethod
    def covering(cls, plan: "Plan") -> frozenset[str]:
        """The duties of a plan that a lead answers for now."""
        return frozenset(key for one in plan.overrides.all() if one.ended_at is None for key in one.duties)

    @classmethod
    def end(cls, plans: Collection[int], *, at: datetime) -> None:
        """What was answered for has changed: nothing of these plans is covered any more."""
        cls.objects.in_force().filter(plan__in=plans).update(ended_at=at)
