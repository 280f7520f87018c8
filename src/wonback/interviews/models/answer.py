"""What the client answered to one question, and the sentences worth keeping word for word."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.losses.models import Reason


class Confidence(models.TextChoices):
    """Who may read it. The strictest is the default: it can be relaxed, but not taken back."""

    ATTRIBUTABLE = "attributable", gettext_lazy("With their name")
    UNATTRIBUTED = "unattributed", gettext_lazy("Without their name")
    INTERVIEWER_ONLY = "interviewer", gettext_lazy("For the interviewer only")


class Feeling(models.IntegerChoices):
    BITTER = -2, gettext_lazy("Bitter")
    SORRY = -1, gettext_lazy("Disappointed")
    EVEN = 0, gettext_lazy("Even")
    KIND = 1, gettext_lazy("Friendly")
    WARM = 2, gettext_lazy("Warm")


class Answer(models.Model):
    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="answers")
    question = models.ForeignKey("interviews.Question", models.PROTECT, related_name="answers")
    text = models.TextField(blank=True, default="")
    feeling = models.SmallIntegerField(choices=Feeling, null=True, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.INTERVIEWER_ONLY)
    drivers = models.ManyToManyField(Reason, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "question"], name="one_answer_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:40]}"


class Quote(models.Model):
    """A sentence of theirs, word for word, with what drives it."""

    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="quotes")
    question = models.ForeignKey("interviews.Question", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    driver = models.ForeignKey(Reason, models.PROTECT, null=True, blank=True, related_name="quotes")
    feeling = models.SmallIntegerField(choices=Feeling, null=True, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.INTERVIEWER_ONLY)
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words
