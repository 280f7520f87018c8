"""How a client is, from 0 to 100 (100 = healthy), as of one night; and what each sign counts for."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from wonback.care.models.promise import WordsWanted
from wonback.care.risk_queries import HealthQuerySet, WeighingQuerySet
from wonback.care.signs import ALARM_BELOW, MOST_WEIGHT, USUAL_WEIGHTS, Sign
from wonback.clients.models import Client
from wonback.core.errors import Refusal
from wonback.team.models import User
from wonback.team.policy import Right


class Health(models.Model):
    """The newest score of one client; none where too few signs are known. `reasons`: what takes most away, the strongest first."""

    client = models.OneToOneField(Client, models.CASCADE, related_name="health")
    as_of = models.DateField()
    value = models.FloatField(null=True)
    low = models.FloatField()
    high = models.FloatField()
    known = models.PositiveSmallIntegerField()
    signs = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)

    objects = HealthQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "health"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["value"], name="health_lowest_first")]

    def __str__(self) -> str:
        return _("unknown") if self.value is None else _("%(n)d of 100") % {"n": round(self.value)}


class WeightsImpossible(Refusal):
    """A weight is a number from 0 to 10, and one of them is more than 0."""

    code = "weights_impossible"


class Weighing(models.Model):
    """What each sign counts for, who said so, when and why. The newest holds; the others stay."""

    weights = models.JSONField()
    alarm_below = models.PositiveSmallIntegerField(default=ALARM_BELOW)
    why = models.CharField(max_length=300)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(null=True)

    objects = WeighingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.why

    @classmethod
    def current(cls) -> "Weighing":
        """What holds now; as Wonback comes where nobody has said anything."""
        return cls.objects.order_by("-pk").first() or cls(weights=dict(USUAL_WEIGHTS), why=_("As Wonback comes"))

    @classmethod
    def set(cls, weights: dict[str, Any], *, alarm_below: int, why: str, by: User, at: datetime) -> "Weighing":
        """Say what each sign counts for from tonight on, and below which score a client is at risk."""
        by.must(Right.LEAD)
        told = {sign.value: weights.get(sign.value, USUAL_WEIGHTS[sign.value]) for sign in Sign}
        if not all(0 <= weight <= MOST_WEIGHT for weight in told.values()) or not any(told.values()):
            raise WeightsImpossible(
                _("Give each sign a weight from 0 to %(n)d, and one of them more than 0.") % {"n": MOST_WEIGHT}
            )
        if not 0 < alarm_below <= 100:  # the score goes from 0 to 100
            raise WeightsImpossible(_("Choose a score from 1 to 100 below which a client is at risk."))
        if not why.strip():
            raise WordsWanted(_("Say why you weigh them so."))
        return cls.objects.create(weights=told, alarm_below=alarm_below, why=why.strip()[:300], set_by=by, set_at=at)
