"""One line of a statement: what somebody got, for what, and from which numbers."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.advocacy.models import Referral
from wonback.clients.models import Client
from wonback.renewals.models import Renewal
from wonback.rewards.pay_queries import CreditQuerySet
from wonback.rewards.scheme import Part
from wonback.team.models import User
from wonback.winback.models import Plan


class Kind(models.TextChoices):
    RETAINED = "retained", gettext_lazy("Bought by clients who stayed")
    RENEWED = "renewed", gettext_lazy("Renewed")
    RECOVERED = "recovered", gettext_lazy("Recovered")
    REFERRED = "referred", gettext_lazy("Sent to us by clients who stayed")


class Credit(models.Model):
    closing = models.ForeignKey("rewards.Closing", models.PROTECT, related_name="credits")
    person = models.ForeignKey(User, models.PROTECT, related_name="credits")
    # The deed and its part; with the person and the currency it is paid once, over all months.
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=9, choices=Kind)
    part = models.CharField(max_length=6, blank=True, default="")
    earned_on = models.DateField()
    client = models.ForeignKey(Client, models.SET_NULL, null=True, blank=True, related_name="credits")
    # As they were called then: a statement does not change.
    client_name = models.CharField(max_length=200)
    renewal = models.ForeignKey(Renewal, models.SET_NULL, null=True, blank=True, related_name="credits")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="credits")
    referral = models.ForeignKey(Referral, models.SET_NULL, null=True, blank=True, related_name="credits")
    base = models.DecimalField(max_digits=16, decimal_places=2)
    rate = models.DecimalField(max_digits=9, decimal_places=8)
    days = models.PositiveSmallIntegerField()
    of_days = models.PositiveSmallIntegerField()
    # What closed months had said of it until then; more than nothing makes this line a correction.
    was = models.DecimalField(max_digits=16, decimal_places=2, default=Decimal(0))
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)

    objects = CreditQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["closing", "person", "key", "currency"], name="one_line_a_month_and_deed"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="a_line_is_not_nothing"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "closing"], name="credits_by_person"),
            models.Index(fields=["earned_on"], name="credits_by_day"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        """For what it is, in words."""
        if self.kind == Kind.RETAINED:
            words = _("What %(client)s bought in %(month)s")
        elif self.kind == Kind.RENEWED:
            words = _("%(client)s renewed")
        elif self.kind == Kind.REFERRED:
            words = _("%(client)s sent us a client")
        elif self.part == Part.STAYED:
            words = _("%(client)s came back, and has stayed")
        else:
            words = _("%(client)s came back")
        return words % {"client": self.client_name, "month": date_format(self.earned_on, "F Y")}

    @property
    def when(self) -> str:
        """What a line among others of its kind has to say besides the client: which part it is."""
        if self.part:
            return str(_("has stayed") if self.part == Part.STAYED else _("came back"))
        return date_format(self.earned_on, "F Y") if self.kind == Kind.RETAINED else date_format(self.earned_on, "j M")

    @property
    def is_correction(self) -> bool:
        return self.was != 0
