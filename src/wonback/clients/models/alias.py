"""Under what a record was known before it became part of another, so that files and old addresses find the one that stays."""

from typing import ClassVar

from django.db import models


class Alias(models.Model):
    # Where the record that is no more came from; blank for what people typed.
    source = models.CharField(max_length=40, blank=True, default="")
    external_id = models.CharField(max_length=120, blank=True, default="")
    name_key = models.CharField(max_length=200, blank=True, default="")
    was = models.BigIntegerField()
    # One of the two: what it is part of.
    client = models.ForeignKey("clients.Client", models.CASCADE, null=True, blank=True, related_name="aliases")
    contact = models.ForeignKey("clients.Contact", models.CASCADE, null=True, blank=True, related_name="aliases")
    # The fields for which a person believed this record: what its file says of them goes on to count.
    speaks_for = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "aliases"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(client=None, contact__isnull=False) | models.Q(client__isnull=False, contact=None),
                name="an_alias_is_of_a_client_or_of_a_contact",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source", "external_id"], name="aliases_by_source_and_id"),
            models.Index(fields=["was"], name="aliases_by_what_was"),
        ]

    def __str__(self) -> str:
        return f"{self.was} is part of {self.client or self.contact}"
