"""One thing a merge did, so that it can be taken back exactly."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy


class Moved(models.Model):
    class Action(models.TextChoices):
        # Many rows at once now point at the survivor: `keys`, by `field`, from `was` to `now`.
        MOVED = "moved", gettext_lazy("moved")
        # A row that cannot stand beside the survivor's own is kept here: `row`.
        ASIDE = "aside", gettext_lazy("laid aside")
        # Columns of a row that stays: `row` is column → [before, after].
        CHANGED = "changed", gettext_lazy("changed")
        MADE = "made", gettext_lazy("made")

    merge = models.ForeignKey("duplicates.Merge", models.CASCADE, related_name="moved")
    place = models.PositiveIntegerField()
    action = models.CharField(max_length=7, choices=Action)
    model = models.CharField(max_length=60)
    field = models.CharField(max_length=60, blank=True, default="")
    keys = models.JSONField(default=list)
    was = models.BigIntegerField(null=True, blank=True)
    now = models.BigIntegerField(null=True, blank=True)
    row = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "moved"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["merge", "place"], name="one_thing_a_place_of_a_merge")
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.get_action_display()}"
