"""Where a record came from, so that the same row brought in again finds it."""

from django.db import models


class BroughtIn(models.Model):
    """A record that a file may have brought. `source` is blank for what people typed."""

    source = models.CharField(max_length=40, blank=True, default="")
    external_id = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~models.Q(external_id=""),
                name="one_%(class)s_per_source_and_id",
            )
        ]
