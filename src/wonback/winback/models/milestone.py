"""A benchmark of a plan: what should be true, by when."""

from datetime import datetime

from django.db import models


class Milestone(models.Model):
    plan = models.ForeignKey("winback.Plan", models.CASCADE, related_name="milestones")
    what = models.CharField(max_length=200)
    due_by = models.DateField()
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "due_by"], name="milestones_by_plan")]

    def __str__(self) -> str:
        return self.what

    def reach(self, *, at: datetime) -> None:
        self.reached_at = at
        self.save(update_fields=["reached_at"])
