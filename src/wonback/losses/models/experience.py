"""What our own attempts taught about who comes back. Written anew by the night; read by the ranking."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction

from wonback.losses import returning
from wonback.losses.models.reason import Reason
from wonback.losses.returning import Odds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wonback.losses.models.loss import Loss


class Experience(models.Model):
    """The odds of those who left for one reason and are gone for one period of four weeks."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="experiences")
    period = models.PositiveSmallIntegerField()
    called = models.FloatField()
    alone = models.FloatField()
    called_low = models.FloatField()
    called_high = models.FloatField()
    attempts = models.PositiveIntegerField()
    # False: a rule of thumb, for want of attempts.
    ours = models.BooleanField()
    as_of = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reason", "period"], name="one_experience_a_reason_and_period")
        ]

    def __str__(self) -> str:
        return f"{self.reason}, {self.period}"

    @classmethod
    def learned(cls) -> dict[tuple[str, int], Odds]:
        """All there is, in one query: the odds by the key of a reason and the period since the loss."""
        return cls.table_of(cls.objects.all())

    @classmethod
    def about(cls, losses: "Iterable[Loss]", *, as_of: date) -> dict[tuple[str, int], Odds]:
        """What was learned of these losses, in one query; nothing before the first night."""
        whose = [(loss.reason_id, returning.period_of(loss.lost_on, as_of=as_of)) for loss in losses]
        found = cls.objects.filter(reason__in={pk for pk, _period in whose}, period__in={each for _pk, each in whose})
        return cls.table_of(found)

    @classmethod
    def table_of(cls, found: "models.QuerySet[Experience]") -> dict[tuple[str, int], Odds]:
        rows = found.values_list("reason__key", "period", *Odds._fields)
        return {(reason, period): Odds(*odds) for reason, period, *odds in rows}

    @classmethod
    def learn(cls, *, as_of: date) -> int:
        """Replace all by what the past up to that day teaches; return how many. Done again, it changes nothing."""
        from wonback.losses.models.loss import Loss  # noqa: PLC0415  # a loss looks its odds up here

        kinds = {reason.pk: reason.kind for reason in Reason.objects.select_related("parent")}
        tried = Loss.objects.attempted(as_of=as_of)
        counts = {"attempts": tried.count(), "drawn": tried.drawn_to_be_called().count()}
        base = returning.learn(Loss.objects.past(as_of=as_of), list(kinds.values()), **counts)
        pks = {kind.key: pk for pk, kind in kinds.items()}
        rows = [
            Experience(reason_id=pks[reason], period=period, as_of=as_of, **odds._asdict())
            for (reason, period), odds in returning.table(list(kinds.values()), base).items()
        ]
        with transaction.atomic():
            cls.objects.all().delete()
            Experience.objects.bulk_create(rows, batch_size=500)
        return len(rows)
