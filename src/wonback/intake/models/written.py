"""One row that an import created or changed, so that it can be taken back."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy


class WrittenQuerySet(models.QuerySet["Written"]):
    def created(self, label: str) -> Self:
        """The rows of one model that the import made and that are to go."""
        return self.filter(model=label, action="created", kept="")


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
    # Of a changed row: column → [before, after]. Of a created one nothing; its state is in `mark`.
    changes = models.JSONField(default=dict)
    mark = models.BigIntegerField(default=0)
    kept = models.CharField(max_length=6, choices=Kept, blank=True, default="")

    objects = WrittenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["batch", "model", "action", "key"], name="written_by_batch_and_model")]

    def __str__(self) -> str:
        return f"{self.model} {self.key} {self.action}"
