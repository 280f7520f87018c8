"""The questions of an interview. It ships with those of the trade; an admin edits it; a question is retired, never deleted."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

# The question about a person. Its answer goes to their lead alone; see `IsItMe`.
PERSON = "person"


class Confidence(models.TextChoices):
    """Who may read it. The strictest is the default: it can be relaxed, but not taken back."""

    ATTRIBUTABLE = "attributable", gettext_lazy("With their name")
    UNATTRIBUTED = "unattributed", gettext_lazy("Without their name")
    INTERVIEWER_ONLY = "interviewer", gettext_lazy("For the interviewer only")


class Question(models.Model):
    key = models.SlugField(max_length=40, unique=True)
    text = models.TextField()
    # What the interviewer does well here: “Let the silence work.”
    hint = models.CharField(max_length=200, blank=True, default="")
    # The same, as the short form asks it; empty: the form leaves it out.
    in_writing = models.TextField(blank=True, default="")
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["position", "id"], name="questions_in_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_about_a_person(self) -> bool:
        return self.key == PERSON

    def reader_of(self, confidence: str) -> str:
        """Who may read an answer to it: as the interviewer says, but about a person nobody beside them."""
        return Confidence.INTERVIEWER_ONLY if self.is_about_a_person else confidence
