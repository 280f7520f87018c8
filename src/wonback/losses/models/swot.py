"""Strengths, weaknesses, opportunities and threats: of one loss, and of a quarter's losses together."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.team.models import User


class Swot(models.Model):
    """One note on the board."""

    class Field(models.TextChoices):
        STRENGTH = "strength", gettext_lazy("Strength")
        WEAKNESS = "weakness", gettext_lazy("Weakness")
        OPPORTUNITY = "opportunity", gettext_lazy("Opportunity")
        THREAT = "threat", gettext_lazy("Threat")

    class View(models.TextChoices):
        """Whose eyes: prefilled from what is on file, ours, or those of somebody who had no part in it."""

        PREFILLED = "prefilled", gettext_lazy("From what is on file")
        INSIDE = "inside", gettext_lazy("Ours")
        OUTSIDE = "outside", gettext_lazy("From outside")

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="swot")
    field = models.CharField(max_length=11, choices=Field)
    view = models.CharField(max_length=9, choices=View, default=View.INSIDE)
    text = models.CharField(max_length=300)
    # Says the same as another note; the board counts it there.
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    voters = models.ManyToManyField(User, blank=True, related_name="+")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "field", "text"], name="one_swot_note_a_text"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["written_at"], name="swot_by_quarter")]

    def __str__(self) -> str:
        return self.text


class Look(models.Model):
    """A dated look at the market, our prices or a competitor, because of this loss."""

    class At(models.TextChoices):
        MARKET = "market", gettext_lazy("The market")
        PRICE = "price", gettext_lazy("Our prices")
        COMPETITOR = "competitor", gettext_lazy("The competitor")

    loss = models.ForeignKey("losses.Loss", models.CASCADE, related_name="looks")
    at = models.CharField(max_length=10, choices=At)
    found = models.TextField()
    looked_on = models.DateField()
    looked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["loss", "at"], name="one_look_at_each"),
        ]

    def __str__(self) -> str:
        return f"{self.get_at_display()}: {self.found[:40]}"
