"""What we wrote into one record of another program: five fields, once for each time they change."""

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.connectors.models.connector import Connector
from wonback.connectors.queries import WrittenBackQuerySet


class WrittenBack(models.Model):
    class State(models.TextChoices):
        SENDING = "sending", gettext_lazy("On its way")
        SENT = "sent", gettext_lazy("Written")
        REFUSED = "refused", gettext_lazy("Not written")

    connector = models.ForeignKey(Connector, models.CASCADE, related_name="written_back")
    kind = models.CharField(max_length=30)
    external_id = models.CharField(max_length=120)
    loss = models.ForeignKey("losses.Loss", models.SET_NULL, null=True, blank=True, related_name="+")
    # The five fields as we last sent them.
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.SENDING)
    at = models.DateTimeField()
    problem = models.TextField(blank=True, default="")

    objects = WrittenBackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "written back"
        constraints = [
            models.UniqueConstraint(fields=["connector", "kind", "external_id"], name="written_back_once_a_record")
        ]

    def __str__(self) -> str:
        return f"{self.connector}: {self.kind} {self.external_id}"
