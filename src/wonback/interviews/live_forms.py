"""What an interviewer types during the call, and after it."""

from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.interviews.models import Answer, Confidence, Interview, Note, Question

LONGEST_NOTE = 5_000


class NotesForm(forms.Form):
    """One field a question, with who may read what stands in it."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, interview: Interview, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="note_%s")
        self.questions = list(Question.objects.filter(retired_at=None).order_by("position", "pk"))
        self.fields["version"].initial = interview.version
        kept = {answer.question_id: answer for answer in interview.answers.all()}
        for question in self.questions:
            self._ask(question, kept.get(question.pk))

    def _ask(self, question: Question, kept: Answer | None) -> None:
        self.fields[f"text-{question.key}"] = forms.CharField(
            label=question.text,
            required=False,
            max_length=LONGEST_NOTE,
            initial=kept.text if kept else "",
            widget=forms.Textarea(attrs={"class": "input live-text", "rows": 2, "data-question": question.key}),
        )
        self.fields[f"confidence-{question.key}"] = forms.ChoiceField(
            label=gettext_lazy("Who may read it"),
            required=False,
            choices=Confidence,
            initial=kept.confidence if kept else Confidence.INTERVIEWER_ONLY,
            widget=forms.Select(attrs={"class": "live-confidence"}),
        )

    def rows(self) -> list[dict[str, Any]]:
        """Each question with its two fields, as the screen shows them."""
        return [
            {"question": one, "text": self[f"text-{one.key}"], "confidence": self[f"confidence-{one.key}"]}
            for one in self.questions
        ]

    def notes(self) -> dict[int, Note]:
        """What was typed, by question. A question the sender does not name stays as it is."""
        told = self.cleaned_data
        return {
            one.pk: Note(told[f"text-{one.key}"], told[f"confidence-{one.key}"] or Confidence.INTERVIEWER_ONLY)
            for one in self.questions
            if f"text-{one.key}" in self.data
        }


class RecapForm(forms.Form):
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("To"))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What I heard"), widget=forms.Textarea(attrs={"rows": 16}), max_length=20_000
    )

    def __init__(self, *args: Any, people: "models.QuerySet[Contact]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, as above


class VerdictForm(forms.Form):
    """What the client says to our recap."""

    verdict = forms.ChoiceField(
        choices=[("right", gettext_lazy("That’s right")), ("not quite", gettext_lazy("Not quite"))]
    )
    correction = forms.CharField(
        label=gettext_lazy("What did we get wrong?"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
