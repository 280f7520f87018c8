"""A record that was deleted in another program. Here it stays; it is told, and nothing is written back to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import batched

from django.db import models

from wonback.clients.models import Alias, Client, Contact
from wonback.connectors.models.connector import Connector
from wonback.connectors.queries import GoneQuerySet
from wonback.connectors.sources import Source
from wonback.intake.comparing import Model
from wonback.intake.presets import BY_NAME
from wonback.intake.writing import MODELS

AT_ONCE = 500


class Gone(models.Model):
    connector = models.ForeignKey(Connector, models.CASCADE, related_name="gone")
    kind = models.CharField(max_length=30)
    external_id = models.CharField(max_length=120)
    # By their clock; unknown where they do not say.
    gone_at = models.DateTimeField(null=True, blank=True)
    noticed_at = models.DateTimeField()

    objects = GoneQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "gone there"
        constraints = [models.UniqueConstraint(fields=["connector", "kind", "external_id"], name="gone_once_a_record")]

    def __str__(self) -> str:
        return f"{self.connector}: {self.kind} {self.external_id}"

    @classmethod
    def note(cls, connector: Connector, kind: str, told: Mapping[str, datetime | None], *, at: datetime) -> None:
        """Keep which of these were deleted there, of those that are here."""
        for some in batched(told, AT_ONCE):
            known = known_here(connector.source, kind, some)
            rows = [
                Gone(connector=connector, kind=kind, external_id=key, gone_at=told[key], noticed_at=at)
                for key in some
                if key in known
            ]
            Gone.objects.bulk_create(rows, ignore_conflicts=True)


def model_of(source: Source, kind: str) -> Model:
    """What a kind of record of theirs is here."""
    preset = next(one.preset for one in source.kinds if one.name == kind)
    return MODELS[BY_NAME[preset].makes]


def known_here(source: Source, kind: str, keys: Iterable[str]) -> set[str]:
    """Which of these are here, also as a part of another by now."""
    model, named = model_of(source, kind), {"source": source.name, "external_id__in": list(keys)}
    found = set(model._default_manager.filter(**named).values_list("external_id", flat=True))
    if model in {Client, Contact}:
        part_of = {"client__isnull" if model is Client else "contact__isnull": False}
        found.update(Alias.objects.filter(**named, **part_of).values_list("external_id", flat=True))
    return found
