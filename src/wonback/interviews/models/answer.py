"""What the client answered to one question, and the sentences worth keeping word for word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.interviews.queries import AnswerQuerySet, QuoteQuerySet
from wonback.losses.models import Reason
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.interviews.models.interview import Interview


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


class WrittenElsewhere(Refusal):
    """Somebody, perhaps you in another window, wrote here since you looked."""

    code = "written_elsewhere"


@dataclass(frozen=True)
class Note:
    """What stands in the field of one question, and who may read it."""

    text: str
    confidence: str = Confidence.INTERVIEWER_ONLY


class Answer(models.Model):
    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="answers")
    question = models.ForeignKey("interviews.Question", models.PROTECT, related_name="answers")
    text = models.TextField(blank=True, default="")
    feeling = models.SmallIntegerField(choices=Feeling, null=True, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.INTERVIEWER_ONLY)
    drivers = models.ManyToManyField(Reason, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "question"], name="one_answer_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:40]}"

    @classmethod
    def keep(cls, interview: "Interview", notes: Mapping[int, Note], *, version: int, by: User, at: datetime) -> int:
        """Write the notes, by question; return the version they are now. Refused if somebody wrote since `version`."""
        interview.must_be_held_by(by)
        if interview.stage != interview.Stage.LIVE:
            raise AlreadyDone(_("Open the recap: this call has ended, and its notes stay as they are."))
        with transaction.atomic():
            seen = type(interview).objects.filter(pk=interview.pk, version=version, stage=interview.Stage.LIVE)
            if not seen.update(version=F("version") + 1):
                raise WrittenElsewhere(_("Compare: these notes were changed in another window since you opened them."))
            for question, note in notes.items():
                facts = {"text": note.text, "confidence": note.confidence, "saved_at": at}
                cls.objects.update_or_create(interview=interview, question_id=question, defaults=facts)
        return version + 1


class Quote(models.Model):
    """A sentence of theirs, word for word, with what drives it."""

    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="quotes")
    question = models.ForeignKey("interviews.Question", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField()
    driver = models.ForeignKey(Reason, models.PROTECT, null=True, blank=True, related_name="quotes")
    feeling = models.SmallIntegerField(choices=Feeling, null=True, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.INTERVIEWER_ONLY)
    said_at = models.DateTimeField()

    objects = QuoteQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words
