"""The short form for those who will not talk: five questions, one a page, by a link that works once."""

from typing import ClassVar

from django.db import models

from wonback.team.models import User


class Form(models.Model):
    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="forms")
    contact = models.ForeignKey("clients.Contact", models.CASCADE, related_name="forms")
    nonce = models.CharField(max_length=22)
    language = models.CharField(max_length=10)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    # The number of pages answered, so that they go on where they stopped.
    pages = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "contact"], name="one_form_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.pages}"
