"""A written question in another language than the house’s: an admin’s to word, like the question itself."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from wonback.core.writing import reconciled
from wonback.interviews.models.guide import Question
from wonback.losses.models import WordsMissing
from wonback.team.models import User
from wonback.team.policy import Right


class Phrasing(models.Model):
    """A written question in another language than the house’s."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="phrasings")
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "language"], name="one_phrasing_a_question_and_language"),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def keep(cls, texts: Mapping[str, str], *, by: User, seen: str = "") -> None:
        """Write down how the short form asks in other languages, by `place`; an empty text: not at all.

        `seen`: the mark of what somebody changed, so that nobody overwrites another.
        """
        by.must(Right.ADMINISTER)
        with transaction.atomic():
            places = {place(one, code): (one, code) for one in Question.objects.in_writing() for code in others()}
            if not places.keys() >= texts.keys():
                raise WordsMissing(_("Choose one of the other languages that letters can be written in."))
            standing = cls.objects.select_for_update(of=("self",)).select_related("question")
            theirs = dict.fromkeys(places, "") | {place(one.question, one.language): one.text for one in standing}
            names = {there: f"{one.in_writing} ({code})" for there, (one, code) in places.items()}
            for there, text in reconciled(texts, theirs=theirs, names=names, seen=seen).items():
                cls._put(*places[there], text.strip())

    @classmethod
    def _put(cls, question: Question, language: str, text: str) -> None:
        if text:
            cls.objects.update_or_create(question=question, language=language, defaults={"text": text})
        else:
            cls.objects.filter(question=question, language=language).delete()


def others() -> list[str]:
    """The languages that letters can be written in, but the house’s own."""
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def place(question: Question, language: str) -> str:
    """How a form calls the field of one question in one language."""
    return f"{question.key}-{language}"
