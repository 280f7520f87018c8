"""What we heard, in writing, to the client: sent right after the call, confirmed or corrected by them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.team.models import User


class Recap(models.Model):
    class Verdict(models.TextChoices):
        NONE = "", gettext_lazy("No answer yet")
        RIGHT = "right", gettext_lazy("That’s right")
        NOT_QUITE = "not quite", gettext_lazy("Not quite")

    interview = models.OneToOneField("interviews.Interview", models.CASCADE, related_name="recap")
    contact = models.ForeignKey("clients.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=200)
    # Client-safe: nothing marked confidential, no sales talk. As sent, it is never changed.
    text = models.TextField()
    drafted_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    # Part of the signed link; see Invitation.nonce.
    nonce = models.CharField(max_length=22)
    revoked_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=9, choices=Verdict, default=Verdict.NONE, blank=True)
    correction = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sent_at"], condition=models.Q(verdict=""), name="recaps_without_an_answer"),
        ]

    def __str__(self) -> str:
        return self.subject
