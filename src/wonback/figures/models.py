"""One number about one subject, with its day, interval and sample size, or the reason why there is none."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable


class FigureQuerySet(models.QuerySet["Figure"]):
    def about(self, subject: str, pks: "Iterable[int]") -> Self:
        return self.filter(subject=subject, subject_id__in=list(pks))


class Figure(models.Model):
    """The newest value of one metric for one subject. `subject_id` is 0 for the whole book."""

    metric = models.CharField(max_length=60)
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(default=0)
    as_of = models.DateField()
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=40, blank=True, default="")
    why_none = models.CharField(max_length=200, blank=True, default="")

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["metric", "subject", "subject_id"], name="one_figure_a_subject"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(why_none=""), name="a_figure_has_a_value_or_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["subject", "subject_id"], name="figures_by_subject")]

    def __str__(self) -> str:
        return f"{self.metric} of {self.subject} {self.subject_id}: {self.value if self.value is not None else self.why_none}"
