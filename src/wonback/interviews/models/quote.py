"""A sentence of theirs worth keeping word for word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from wonback.interviews.models.answer import Feeling
from wonback.interviews.models.guide import Confidence, Question
from wonback.interviews.queries import QuoteQuerySet
from wonback.losses.models import Reason

if TYPE_CHECKING:
    from wonback.interviews.models.interview import Interview


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A sentence as it is typed: at which question, what drives it, how it sounded, who may read it."""

    words: str
    question: Question | None = None
    driver: int | None = None
    feeling: int | None = None
    confidence: str = Confidence.INTERVIEWER_ONLY

    def columns(self) -> dict[str, object]:
        told: dict[str, object] = {"words": self.words.strip(), "driver_id": self.driver, "feeling": self.feeling}
        level = self.question.reader_of(self.confidence) if self.question else self.confidence
        return told | {"confidence": level, "question_id": self.question.pk if self.question else None}


class Quote(models.Model):
    """A sentence of theirs, word for word, with what drives it."""

    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="quotes")
    # By which the screen of the call knows it again, whichever window wrote it.
    key = models.SlugField(max_length=12, blank=True, default="")
    question = models.ForeignKey("interviews.Question", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    driver = models.ForeignKey(Reason, models.PROTECT, null=True, blank=True, related_name="quotes")
    feeling = models.SmallIntegerField(choices=Feeling, null=True, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.INTERVIEWER_ONLY)
    said_at = models.DateTimeField()

    objects = QuoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "key"], condition=~models.Q(key=""), name="one_quote_a_key"),
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def keep(cls, interview: "Interview", said: Mapping[str, Quoted], *, at: datetime) -> None:
        """Write each under its key; one without words is struck."""
        before = {one.key: one for one in interview.quotes.filter(key__in=said)}
        cls.objects.filter(
            interview=interview, key__in=[key for key, one in said.items() if not one.words.strip()]
        ).delete()
        for key, told in said.items():
            kept = before.get(key) or cls(interview=interview, key=key, said_at=at)
            new = {name: value for name, value in told.columns().items() if getattr(kept, name) != value}
            if told.words.strip() and (new or kept.pk is None):
                for name, value in new.items():
                    setattr(kept, name, value)
                kept.save()
