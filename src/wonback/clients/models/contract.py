"""A term for which a client is bound to us, and we to them."""

from django.db import models

from wonback.clients.models.brought_in import BroughtIn
from wonback.clients.queries import ContractQuerySet


class Contract(BroughtIn):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="contracts")
    name = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True, help_text="exclusive: the first day without the contract")
    notice_by = models.DateField(null=True, blank=True)
    amount_per_year = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)

    objects = ContractQuerySet.as_manager()

    class Meta(BroughtIn.Meta):
        indexes = [models.Index(fields=["client", "until"], name="contracts_by_client")]

    def __str__(self) -> str:
        return self.name or f"until {self.until or 'further notice'}"
