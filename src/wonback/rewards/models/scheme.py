"""What we pay for keeping clients: written as a draft, in force from a month on, and never changed after that."""

from dataclasses import asdict, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.losses.models import WordsMissing
from wonback.rewards.pay_queries import SchemeQuerySet, last_closed
from wonback.rewards.scheme import Terms
from wonback.rewards.scheme import Whose as Rule
from wonback.team.models import User
from wonback.team.policy import Right

MOST_MONTHS = 60


class NoSuchTerms(Refusal):
    """A rate is a share, and somebody has to stay for a while to have stayed."""

    code = "no_such_terms"


class MonthTaken(Refusal):
    """What is closed, and what is in force from a month on, does not change."""

    code = "month_taken"


class Whose(models.TextChoices):
    DAY = Rule.DAY.value, gettext_lazy("Whoever has the client on the day")
    SPLIT = Rule.SPLIT.value, gettext_lazy("Everybody who had them in the year before, by days")


def rate() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=5, decimal_places=4, default=Decimal(0))


class Scheme(models.Model):
    retained_rate = rate()
    retained_after_months = models.PositiveSmallIntegerField(default=12)
    renewed_rate = rate()
    recovered_rate = rate()
    referred_rate = rate()
    return_share = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.5"))
    stays_months = models.PositiveSmallIntegerField(default=12)
    whose = models.CharField(max_length=5, choices=Whose, default=Whose.DAY)
    why = models.CharField(max_length=300)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    # The first month it holds for; none: it is a draft.
    from_month = models.DateField(null=True, blank=True)
    in_force_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["from_month"], name="one_scheme_from_a_month"),
            models.CheckConstraint(
                condition=models.Q(
                    retained_rate__range=(0, 1),
                    renewed_rate__range=(0, 1),
                    recovered_rate__range=(0, 1),
                    referred_rate__range=(0, 1),
                    return_share__range=(0, 1),
                ),
                name="a_rate_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.why

    @property
    def terms(self) -> Terms:
        return Terms(**{field.name: getattr(self, field.name) for field in fields(Terms)})

    @classmethod
    def draft(cls, terms: Terms, why: str, *, by: User, at: datetime) -> "Scheme":
        """Write down what we might pay. Each draft is a new one; the newest is looked at."""
        by.must(Right.LEAD)
        shares = (
            terms.retained_rate,
            terms.renewed_rate,
            terms.recovered_rate,
            terms.referred_rate,
            terms.return_share,
        )
        if not all(0 <= share <= 1 for share in shares):
            raise NoSuchTerms(_("Give each rate as a share of the money, from 0 to 100 percent."))
        if not (0 <= terms.retained_after_months <= MOST_MONTHS and 1 <= terms.stays_months <= MOST_MONTHS):
            raise NoSuchTerms(_("Choose a number of months up to %(n)d.") % {"n": MOST_MONTHS})
        if not why.strip():
            raise WordsMissing(_("Say in one line what it is to bring about."))
        return cls.objects.create(**asdict(terms), why=why.strip()[:300], drafted_by=by, drafted_at=at)

    def put_in_force(self, month: date, *, by: User, at: datetime) -> None:
        """From that month on it holds, until another does. Who is paid by it does not decide it: an admin does."""
        by.must(Right.ADMINISTER)
        month = month.replace(day=1)
        with transaction.atomic():
            # Two admins who choose one month for two drafts would both find it free.
            list(Scheme.objects.select_for_update().order_by("pk").values_list("pk"))
            if (closed := last_closed()) and month <= closed:
                raise MonthTaken(_("Choose a later month: what is closed stays as it is."))
            if Scheme.objects.filter(from_month=month).exists():
                raise MonthTaken(_("Choose another month: a scheme begins in this one."))
            facts = {"from_month": month, "in_force_by": by, "in_force_at": at}
            if not Scheme.objects.filter(pk=self.pk, from_month=None).update(**facts):
                raise AlreadyDone(_("Look again: it is in force. Write another draft."))
        self.refresh_from_db()
