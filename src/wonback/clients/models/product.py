"""Something we sell, with its list price."""

from django.db import models

from wonback.clients.models.brought_in import BroughtIn
from wonback.clients.names import name_key


class Product(BroughtIn):
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, unique=True, editable=False)
    series = models.CharField(max_length=120, blank=True, default="")
    list_price = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unread
