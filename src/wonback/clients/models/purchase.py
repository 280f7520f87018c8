"""One invoiced purchase. A credit note is a purchase with a negative amount."""

from django.db import models

from wonback.clients.models.brought_in import BroughtIn


class Purchase(BroughtIn):
    client = models.ForeignKey("clients.Client", models.CASCADE, related_name="purchases")
    bought_on = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=120, blank=True, default="")
    product = models.CharField(max_length=200, blank=True, default="")
    lines = models.PositiveIntegerField(default=1)

    class Meta(BroughtIn.Meta):
        indexes = [models.Index(fields=["client", "-bought_on"], name="purchases_newest_first")]

    def __str__(self) -> str:
        return f"{self.bought_on} {self.amount} {self.currency}"
