"""The questions of an interview. It ships with those of the trade; an admin edits it; a question is retired, never deleted."""

from typing import ClassVar

from django.db import models


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
