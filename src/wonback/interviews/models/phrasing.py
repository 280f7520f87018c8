"""A written question in another language than the house’s: an admin’s to word, like the question itself."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

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
    def keep(cls, question: Question, language: str, text: str, *, by: User) -> None:
        """Write down how the short form asks it there, in the place of what stood before; empty: not at all."""
        by.must(Right.ADMINISTER)
        if language == settings.LANGUAGE_CODE or language not in dict(settings.LANGUAGES):
            raise WordsMissing(_("Choose one of the other languages that letters can be written in."))
        if text.strip():
            cls.objects.update_or_create(question=question, language=language, defaults={"text": text.strip()})
        else:
            cls.objects.filter(question=question, language=language).delete()
