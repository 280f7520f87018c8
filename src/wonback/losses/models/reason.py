"""Why clients leave: an editable tree that ships filled. A reason is retired, never deleted."""

from django.db import models
from django.utils.translation import gettext_lazy

NOT_ASKED = "not-asked"


class Reason(models.Model):
    class Side(models.TextChoices):
        US = "us", gettext_lazy("Us")
        THEM = "them", gettext_lazy("Them")
        MARKET = "market", gettext_lazy("The market")

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    side = models.CharField(max_length=6, choices=Side, blank=True, default="")
    # Pick et al. 2016: these two decide whether a lost client is willing to return. None: it depends.
    can_change = models.BooleanField(null=True, blank=True)
    we_control = models.BooleanField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def not_asked(cls) -> "Reason":
        """The honest reason of a loss that nobody has explained yet."""
        return cls.objects.get(key=NOT_ASKED)

    @property
    def is_known(self) -> bool:
        return self.key != NOT_ASKED
