"""The questions of an interview. It ships with those of the trade; an admin edits it; a question is retired, never deleted."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import AlreadyDone, Refusal
from wonback.core.writing import parts_of, reconciled
from wonback.interviews.queries import PERSON, QuestionQuerySet
from wonback.losses.models import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right

# As many as people answer in writing before they stop.
IN_WRITING = 5
STEP = 10
# What an admin writes of a question, as it is called.
TEXTS = {
    "text": gettext_lazy("As it is asked"),
    "hint": gettext_lazy("What helps the one who asks"),
    "in_writing": gettext_lazy("In the short form"),
}


class FormIsFull(Refusal):
    """The short form asks five questions."""

    code = "form_is_full"


class QuestionNeeded(Refusal):
    """A talk without a question is no interview."""

    code = "question_needed"


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

    objects = QuestionQuerySet.as_manager()

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

    def in_language(self, language: str = "") -> str:
        """As the short form asks it in that language, or the one that is spoken now; in the house’s where nobody wrote it."""
        spoken = language or translation.get_language()
        return next((one.text for one in self.phrasings.all() if one.language == spoken), self.in_writing)

    @classmethod
    def add(cls, text: str, *, hint: str = "", by: User) -> "Question":
        """Ask one thing more, at the end of the guide."""
        by.must(Right.ADMINISTER)
        if not text.strip():
            raise WordsMissing(_("Write the question as you would ask it."))
        key = slugify(text)[:32].strip("-") or "question"
        key = f"{key}-{cls.objects.count() + 1}" if cls.objects.filter(key=key).exists() else key
        last = cls.objects.aggregate(last=models.Max("position"))["last"] or 0
        return cls.objects.create(key=key, text=text.strip(), hint=hint.strip(), position=last + STEP)

    def edit(self, *, by: User, seen: str = "", **texts: str) -> None:
        """Ask it differently from now on: text, hint, in_writing. What was answered keeps the question as it was asked.

        `seen`: the mark of what somebody changed, so that nobody overwrites another.
        """
        by.must(Right.ADMINISTER)
        with transaction.atomic():
            theirs = parts_of(Question.objects.select_for_update().get(pk=self.pk), TEXTS)
            told = theirs | reconciled(texts, theirs=theirs, names=TEXTS, seen=seen)
            text, hint, in_writing = (told[part].strip() for part in TEXTS)
            if not text:
                raise WordsMissing(_("Write the question as you would ask it."))
            if in_writing and not theirs["in_writing"]:
                self._must_find_room()
            self.text, self.in_writing = theirs["text"], theirs["in_writing"]
            self._leave_the_old_words(text, in_writing)
            self.text, self.hint, self.in_writing = text, hint, in_writing
            self.save(update_fields=list(TEXTS))

    def _must_find_room(self) -> None:
        if self.is_about_a_person:
            raise FormIsFull(_("Ask it on the phone only: who answers in writing cannot see who reads it."))
        if Question.objects.filter(retired_at=None).exclude(in_writing="").count() >= IN_WRITING:
            raise FormIsFull(_("Take another question out of the short form first: five are what people answer."))

    def _leave_the_old_words(self, text: str, in_writing: str) -> None:
        """Answers so far show what was asked then."""
        unnamed = self.answers.filter(asked_as="")
        written = unnamed.filter(interview__stage="written")
        if self.in_writing and in_writing != self.in_writing:
            written.update(asked_as=self.in_writing)
        if text != self.text:
            unnamed.exclude(pk__in=written).update(asked_as=self.text)

    def move(self, *, up: bool, by: User) -> None:
        """Ask it one place earlier, or later."""
        by.must(Right.ADMINISTER)
        with transaction.atomic():
            guide = list(Question.objects.filter(retired_at=None).order_by("position", "pk"))
            here = guide.index(self)
            there = here - 1 if up else here + 1
            if 0 <= there < len(guide):
                guide[here], guide[there] = guide[there], guide[here]
            for place, question in enumerate(guide, 1):
                question.position = place * STEP
            Question.objects.bulk_update(guide, ["position"])
        self.refresh_from_db(fields=["position"])

    def retire(self, *, by: User, at: datetime) -> None:
        """Ask it no more. What was answered stays."""
        by.must(Right.ADMINISTER)
        if not Question.objects.filter(retired_at=None).exclude(pk=self.pk).exists():
            raise QuestionNeeded(_("Keep one question: a talk begins with it."))
        self.retired_at = at
        self.save(update_fields=["retired_at"])

    def bring_back(self, *, by: User) -> None:
        """Ask it again."""
        by.must(Right.ADMINISTER)
        if not self.retired_at:
            raise AlreadyDone(_("Look again: this question is in the guide."))
        if self.in_writing:
            self._must_find_room()
        self.retired_at = None
        self.save(update_fields=["retired_at"])
