"""What the client answered to one question, how it sounded, and which reasons they named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.interviews.models.guide import Confidence, Question
from wonback.interviews.queries import AnswerQuerySet
from wonback.losses.models import Reason
from wonback.team.models import User

if TYPE_CHECKING:
    from wonback.interviews.models.interview import Interview


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
class Heard:
    """How it sounded, and which reasons they named, by number."""

    feeling: int | None = None
    drivers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Note:
    """What stands in the field of one question, and who may read it. Without `heard`, tags stay as they are."""

    text: str
    confidence: str = Confidence.INTERVIEWER_ONLY
    heard: Heard | None = None


class Answer(models.Model):
    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="answers")
    question = models.ForeignKey("interviews.Question", models.PROTECT, related_name="answers")
    # The question as it was asked, once it is asked differently.
    asked_as = models.TextField(blank=True, default="")
    # The short form they wrote it in; empty: they said it on the phone.
    form = models.ForeignKey("interviews.Form", models.CASCADE, null=True, blank=True, related_name="answers")
    text = models.TextField(blank=True, default="")
    feeling = models.SmallIntegerField(choices=Feeling, null=True, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.INTERVIEWER_ONLY)
    drivers = models.ManyToManyField(Reason, blank=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["interview", "question"], condition=models.Q(form=None), name="one_answer_a_question"
            ),
            models.UniqueConstraint(fields=["form", "question"], name="one_answer_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text[:40]}"

    @property
    def asked(self) -> str:
        """The question in the words in which it was asked."""
        return self.asked_as or self.question.text

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
            before = {one.question_id: one for one in interview.answers.filter(form=None).prefetch_related("drivers")}
            for question in Question.objects.filter(pk__in=notes):
                answer = before.get(question.pk) or cls(interview=interview, question=question, saved_at=at)
                answer._write(notes[question.pk], question.reader_of(notes[question.pk].confidence), at=at)
        return version + 1

    def _write(self, note: Note, confidence: str, *, at: datetime) -> None:
        """Put down what changed; most questions stay as they are while one is spoken about."""
        tagged = {one.pk for one in self.drivers.all()} if self.pk else set()
        heard = note.heard or Heard(self.feeling, tuple(tagged))
        told = {"text": note.text, "confidence": confidence, "feeling": heard.feeling}
        if self.pk is None or any(getattr(self, name) != value for name, value in told.items()):
            for name, value in {**told, "saved_at": at}.items():
                setattr(self, name, value)
            self.save()
        if tagged != set(heard.drivers):
            self.drivers.set(heard.drivers)
