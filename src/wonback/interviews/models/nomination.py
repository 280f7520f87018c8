"""One neutral person asked to do one interview, and what they answered. The trail shows that nobody chose their own judge."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from wonback.team.models import User


class Nomination(models.Model):
    class Answer(models.TextChoices):
        OPEN = "open", gettext_lazy("No answer yet")
        ACCEPTED = "accepted", gettext_lazy("Accepted")
        DECLINED = "declined", gettext_lazy("Handed on")
        EXPIRED = "expired", gettext_lazy("Handed on: no answer in time")

    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="nominations")
    person = models.ForeignKey(User, models.CASCADE, related_name="nominations")
    nominated_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["interview", "person"], name="one_nomination_a_person_and_interview"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"
