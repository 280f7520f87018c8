"""A term for which a client is bound to us, and we to them."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import models

from wonback.clients.models.brought_in import BroughtIn
from wonback.clients.queries import ContractQuerySet


class Contract(BroughtIn):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="contracts")
    name = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="exclusive: the first day without the contract")
    notice_by = models.DateField(null=True, blank=True)
    # How long before the end notice must be given, where the contract says it so.
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    amount_per_year = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    # What files say of it besides.
    more = models.JSONField(default=dict, blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta(BroughtIn.Meta):
        indexes = [models.Index(fields=["client", "until"], name="contracts_by_client")]

    def __str__(self) -> str:
        return self.name or f"until {self.until or 'further notice'}"

    @property
    def last_notice_on(self) -> date | None:
        """The last day on which either side can give notice; None while nobody knows."""
        if self.notice_by or self.notice_days is None or self.until is None:
            return self.notice_by
        return self.until - timedelta(days=self.notice_days)

    def renew(self, until: date, *, amount_per_year: Decimal | None, notice_days: int | None) -> "Contract":
        """The contract that follows this one without a gap; called by the renewal that tells the story."""
        amount = {"amount_per_year": amount_per_year, "currency": self.currency, "notice_days": notice_days}
        return Contract.objects.create(client=self.client, name=self.name, starts_on=self.until, until=until, **amount)
