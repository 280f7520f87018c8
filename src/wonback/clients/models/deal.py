"""An opportunity to sell: open, won or lost."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.clients.models.brought_in import BroughtIn
from wonback.clients.queries import DealQuerySet
from wonback.team.models import User


class Known(models.TextChoices):
    """How we know an amount. An estimate is always shown as one."""

    KNOWN = "known", gettext_lazy("known")
    ESTIMATED = "estimated", gettext_lazy("estimated")
    UNKNOWN = "unknown", gettext_lazy("unknown")


class Deal(BroughtIn):
    class Outcome(models.TextChoices):
        OPEN = "open", gettext_lazy("Open")
        WON = "won", gettext_lazy("Won")
        LOST = "lost", gettext_lazy("Lost")

    # Exports hold deals that name no client; they are kept, and may be given one later.
    client = models.ForeignKey("clients.Client", models.CASCADE, null=True, blank=True, related_name="deals")
    name = models.CharField(max_length=200)
    stage = models.CharField(max_length=80, blank=True, default="")
    outcome = models.CharField(max_length=4, choices=Outcome, default=Outcome.OPEN)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    amount_known = models.CharField(max_length=9, choices=Known, default=Known.UNKNOWN)
    currency = models.CharField(max_length=3)
    product = models.ForeignKey("clients.Product", models.SET_NULL, null=True, blank=True, related_name="deals")
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="deals")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # What files say of it besides.
    more = models.JSONField(default=dict, blank=True)

    objects = DealQuerySet.as_manager()

    class Meta(BroughtIn.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["client", "-closed_on"], name="deals_newest_first")
        ]

    def __str__(self) -> str:
        return self.name
