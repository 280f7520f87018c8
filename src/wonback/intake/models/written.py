"""One row that an import changed, so that it gets its earlier values back; and one it made that could not go."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy


class Written(models.Model):
    class Kept(models.TextChoices):
        EDITED = "edited", gettext_lazy("a person changed it since")
        USED = "used", gettext_lazy("something else hangs on it now")
        GONE = "gone", gettext_lazy("it is gone already")
        MERGED = "merged", gettext_lazy("it was put together with another; take that back first")

    batch = models.ForeignKey("intake.Batch", models.CASCADE, related_name="written")
    model = models.CharField(max_length=40)
    key = models.BigIntegerField()
    action = models.CharField(max_length=7)
    # Of a changed row: column → [before, after].
    changes = models.JSONField(default=dict)
    # The file that changed it, by its place; nothing if it was all of them together.
    sheet = models.PositiveSmallIntegerField(null=True)
    kept = models.CharField(max_length=6, choices=Kept, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["batch", "model", "action", "key"], name="written_by_batch_and_model")]

    def __str__(self) -> str:
        return f"{self.model} {self.key} {self.action}"

    @property
    def restored(self) -> dict[str, Any]:
        """What the columns held before."""
        return {name: old for name, (old, _new) in self.changes.items()}
