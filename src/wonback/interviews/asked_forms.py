"""Whom an interviewer asks in writing, and how the five questions read in other languages."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.writing import mark
from wonback.interviews.models import Form, Question
from wonback.interviews.models.phrasing import place
from wonback.web.forms import SeenField


class PeopleForm(forms.Form):
    """The people at one client who can be written to."""

    people = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        label=gettext_lazy("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one person.")},
    )

    def __init__(self, *args: Any, people: "models.QuerySet[Contact]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
        self.listed = list(people)
        for one in self.listed:
            self.fields[f"language-{one.pk}"] = forms.ChoiceField(
                label=gettext_lazy("Language"), choices=settings.LANGUAGES, initial=one.reads, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each person with a tick and a language."""
        ticked = {str(one) for one in (self["people"].value() or [])}
        return [
            {"person": one, "is_ticked": str(one.pk) in ticked, "language": self[f"language-{one.pk}"]}
            for one in self.listed
        ]

    def chosen(self) -> list[tuple[Contact, str]]:
        """Whom, and in which language."""
        told = self.cleaned_data
        return [(one, told.get(f"language-{one.pk}", "")) for one in told["people"]]


class RemindForm(forms.Form):
    forms_chosen = forms.ModelMultipleChoiceField(
        Form.objects.none(),
        label="",
        error_messages={"required": gettext_lazy("Choose whom to remind.")},
    )

    def __init__(self, *args: Any, among: "models.QuerySet[Form]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forms_chosen"].queryset = among  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


class PhrasingsForm(forms.Form):
    """Each written question in each language but the house’s."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = SeenField()
        self.questions = list(Question.objects.in_writing())
        for question in self.questions:
            written = {one.language: one.text for one in question.phrasings.all()}
            for code, name in settings.LANGUAGES[1:]:
                self.fields[place(question, code)] = forms.CharField(
                    label=name,
                    required=False,
                    max_length=500,
                    initial=written.get(code, ""),
                    widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
                )
        texts = {name: field.initial for name, field in self.fields.items() if name != "seen"}
        self.initial["seen"] = mark(texts)

    def rows(self) -> list[tuple[Question, list[forms.BoundField]]]:
        return [(one, [self[place(one, code)] for code, _name in settings.LANGUAGES[1:]]) for one in self.questions]
