"""One number about one subject, with its day, interval and sample size, or the reason why there is none."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from wonback.figures.subjects import Subject
from wonback.figures.units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


# An expression of its own, so that only who asks for the largest is led along its index: SQLite keeps no statistics here, and
# would take an index on the value for questions about one client, too.
FROM_THE_LARGEST = models.Func(models.F("value"), function="-", output_field=models.FloatField())


class FigureQuerySet(models.QuerySet["Figure"]):
    def about(self, subject: str, pks: "Iterable[int]") -> Self:
        return self.filter(subject=subject, subject_id__in=list(pks))

    def from_the_largest(self, metric: str, *, at_least: float) -> Self:
        """The clients' figures of one metric, the largest first."""
        largest = self.annotate(below=FROM_THE_LARGEST).filter(metric=metric, subject="client", below__lte=-at_least)
        return largest.order_by("below", "subject_id")

    def of(self, subject: Subject) -> Self:
        """Everything known about one subject."""
        return self.filter(subject=subject.kind, subject_id=subject.pk)


class Figure(models.Model):
    """The newest value of one metric for one subject. Amounts in two currencies are two figures."""

    metric = models.CharField(max_length=60)
    # client, book (of a person), team or company, whose id is 0
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True, default="")
    as_of = models.DateField()
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=40, choices=Unit, blank=True, default="")
    why_none = models.CharField(max_length=200, blank=True, default="")

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["metric", "subject", "subject_id", "currency"], name="one_figure_a_subject_and_currency"
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(why_none=""),
                name="a_figure_has_a_value_or_a_reason",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "subject_id"], name="figures_by_subject"),
            # A list of those with most of something reads its first rows, however many clients there are.
            models.Index("metric", FROM_THE_LARGEST, name="figures_from_the_largest"),
        ]

    def __str__(self) -> str:
        return self.why_none if self.value is None else f"{self.written} {self.unit_words}".strip()

    @property
    def written(self) -> str:
        """The value as people read it, without its unit."""
        return "" if self.value is None else Unit(self.unit).write(self.value)

    @property
    def unit_words(self) -> str:
        return Unit(self.unit).follow(self.currency)

    @property
    def band(self) -> str:
        """Between which values it lies eight times in ten."""
        if self.low is None or self.high is None:
            return ""
        unit = Unit(self.unit)
        return _("%(low)s to %(high)s") % {"low": unit.write(self.low), "high": unit.write(self.high)}

    @property
    def explained_at(self) -> str:
        """The page that says where it comes from."""
        return explanation(self.metric, Subject(self.subject, self.subject_id))


def explanation(metric: str, subject: Subject) -> str:
    """The address of the page that explains one metric of one subject."""
    return f"{reverse('metrics:metric', args=[metric.replace('_', '-')])}?of={subject}"


def figures_for(things: "Iterable[object]", metrics: "Iterable[str]") -> dict[int, dict[str, list[Figure]]]:
    """The figures of many records of one kind, in one query; each record also keeps its own for the page to show."""
    subjects = [(thing, Subject.of(thing)) for thing in things]
    keys = list(metrics)
    known: dict[int, dict[str, list[Figure]]] = {subject.pk: {key: [] for key in keys} for _thing, subject in subjects}
    kind = subjects[0][1].kind if subjects else ""
    for figure in Figure.objects.about(kind, known).filter(metric__in=keys).order_by("currency"):
        known[figure.subject_id][figure.metric].append(figure)
    for thing, subject in subjects:
        thing.__dict__.setdefault("figures", {}).update(known[subject.pk])
    return known
