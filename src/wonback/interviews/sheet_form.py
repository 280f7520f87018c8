"""The screen of a call as a form: notes and tags by question, quotes, what they allow, and whether it was the person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from wonback.clients.models import Permission
from wonback.interviews.allowed import Allowed
from wonback.interviews.drivers import Tags, chosen, drivers
from wonback.interviews.models import (
    Answer,
    Confidence,
    Feeling,
    Heard,
    Interview,
    IsItMe,
    Note,
    Question,
    Quote,
    Quoted,
    Sheet,
)
from wonback.losses.models import Reason
from wonback.web.forms import LongSelect

LONGEST_NOTE = 5_000
MOST_QUOTES = 40
QUOTED = re.compile(r"^quote-([a-z0-9]{1,12})-words$")
SMALL = {"class": "live-small"}


def area(rows: int, **attrs: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "input live-text", **attrs})


def day() -> forms.TextInput:
    return forms.TextInput(attrs={"type": "date", "class": "input"})


def feeling(kept: int | None) -> forms.TypedChoiceField:
    """How it sounded, from bitter to warm."""
    return forms.TypedChoiceField(
        label=gettext_lazy("How it sounded"),
        required=False,
        choices=[("", gettext_lazy("No sound noted")), *Feeling.choices],
        coerce=int,
        empty_value=None,
        initial=kept,
        widget=forms.Select(attrs={**SMALL, "data-feeling": ""}),
    )


def level(kept: str) -> forms.ChoiceField:
    """Who may read it."""
    return forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        required=False,
        choices=Confidence,
        initial=kept,
        widget=forms.Select(attrs=SMALL),
    )


@dataclass(frozen=True)
class Row:
    """One question as the screen shows it."""

    question: Question
    text: forms.BoundField
    confidence: forms.BoundField
    feeling: forms.BoundField
    tags: Tags


class QuoteForm(forms.Form):
    """One sentence, word for word. Its fields begin with `quote-` and the key of the quote."""

    words = forms.CharField(label=gettext_lazy("Word for word"), required=False, max_length=2_000, widget=area(2))
    driver = forms.ChoiceField(label=gettext_lazy("What drives it"), required=False, widget=LongSelect(attrs=SMALL))
    question = forms.ChoiceField(label=gettext_lazy("Said to"), required=False, widget=LongSelect(attrs=SMALL))

    def __init__(self, sheet: "SheetForm", key: str, *, kept: Quote | None = None) -> None:
        super().__init__(sheet.data if sheet.is_bound else None, prefix=f"quote-{key}", auto_id="note_%s")
        self.key, self.kept, self.sheet = key, kept, sheet
        reasons = [(one.key, one.name) for one in sheet.reasons.values()]
        asked = [(one.key, one.text) for one in sheet.questions]
        self.fields["driver"].choices = [("", gettext_lazy("No reason yet")), *reasons]  # type: ignore[attr-defined]  # a ChoiceField, as above
        self.fields["question"].choices = [("", gettext_lazy("No question")), *asked]  # type: ignore[attr-defined]  # as above
        self.fields["feeling"] = feeling(kept.feeling if kept else None)
        self.fields["confidence"] = level(kept.confidence if kept else Confidence.INTERVIEWER_ONLY)
        if kept:
            self.fields["words"].initial = kept.words
            self.fields["driver"].initial = kept.driver.key if kept.driver else ""
            self.fields["question"].initial = kept.question.key if kept.question else ""

    def said(self) -> Quoted:
        told = self.cleaned_data
        driver = self.sheet.reasons.get(told["driver"])
        asked = {one.key: one for one in self.sheet.questions}
        return Quoted(
            words=told["words"],
            driver=driver.pk if driver else None,
            question=asked.get(told["question"]),
            feeling=told["feeling"],
            confidence=told["confidence"] or Confidence.INTERVIEWER_ONLY,
        )


class AllowedForm(forms.Form):
    """What they allow. Kept as it is typed, and read once the call has ended."""

    answer = forms.ChoiceField(
        label=gettext_lazy("May we contact them again?"),
        required=False,
        choices=[("", gettext_lazy("Not asked yet")), *Permission.Answer.choices],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=gettext_lazy("In their words"), required=False, max_length=1_000, widget=area(2))
    scope = forms.ChoiceField(
        label=gettext_lazy("For what"),
        required=False,
        choices=[("", gettext_lazy("Anything")), *Permission.Scope.choices],
        widget=forms.Select(attrs={"class": "input"}),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How"),
        required=False,
        choices=[
            ("", gettext_lazy("Any way")),
            ("call", gettext_lazy("By telephone")),
            ("mail", gettext_lazy("By mail")),
            ("visit", gettext_lazy("In person")),
        ],
        widget=forms.Select(attrs={"class": "input"}),
    )
    not_before = forms.CharField(label=gettext_lazy("Not before"), required=False, widget=day())
    until = forms.CharField(label=gettext_lazy("No longer from"), required=False, widget=day())

    def details(self) -> list[forms.BoundField]:
        return [self[name] for name in ("scope", "channel", "not_before", "until")]


class SheetForm(forms.Form):
    """Everything on the screen. What the sender does not name stays as it is."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, interview: Interview, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="note_%s")
        self.interview = interview
        self.questions = list(Question.objects.filter(retired_at=None).order_by("position", "pk"))
        self.reasons: dict[str, Reason] = {one.key: one for one in drivers()}
        self.kept = {one.question_id: one for one in interview.answers.filter(form=None).prefetch_related("drivers")}
        self.fields["version"].initial = interview.version
        for question in self.questions:
            self._ask(question, self.kept.get(question.pk))

    def _ask(self, question: Question, kept: Answer | None) -> None:
        self.fields[f"text-{question.key}"] = forms.CharField(
            label=question.text,
            required=False,
            max_length=LONGEST_NOTE,
            initial=kept.text if kept else "",
            widget=area(3, **{"data-question": question.key}),
        )
        self.fields[f"confidence-{question.key}"] = level(kept.confidence if kept else Confidence.INTERVIEWER_ONLY)
        self.fields[f"feeling-{question.key}"] = feeling(kept.feeling if kept else None)

    def rows(self) -> Iterator[Row]:
        """Each question with its fields."""
        reasons = list(self.reasons.values())
        for one in self.questions:
            kept = self.kept.get(one.pk)
            tagged = {reason.pk for reason in kept.drivers.all()} if kept else set()
            text, confidence, sound = (self[f"{name}-{one.key}"] for name in ("text", "confidence", "feeling"))
            yield Row(one, text, confidence, sound, Tags.of(reasons, tagged))

    @cached_property
    def quotes(self) -> list[QuoteForm]:
        """Those kept so far, the oldest first."""
        if self.is_bound:
            keys = [found[1] for name in self.data if (found := QUOTED.match(name))]
            return [QuoteForm(self, key) for key in keys[:MOST_QUOTES]]
        kept = self.interview.quotes.exclude(key="").select_related("driver", "question").order_by("said_at", "pk")
        return [QuoteForm(self, one.key, kept=one) for one in kept]

    @property
    def blank_quote(self) -> QuoteForm:
        """Room for the next one, also where no script runs."""
        taken = {one.key for one in self.quotes}
        return QuoteForm(self, next(key for n in range(1, 2 * MOST_QUOTES) if (key := f"q{n}") not in taken))

    @property
    def quote_to_copy(self) -> QuoteForm:
        """What a script makes further ones of."""
        return QuoteForm(self, "new")

    @cached_property
    def allowed(self) -> AllowedForm:
        typed = self.data if self.is_bound else None
        return AllowedForm(typed, initial=self.interview.allowed, prefix="may", auto_id="note_%s")

    @cached_property
    def person(self) -> list[tuple[str, str, bool]]:
        """The answers about the person: value, words, and whether it is chosen."""
        heard = IsItMe.objects.filter(loss=self.interview.loss_id, raised_by_rep=False).values_list("answer", flat=True)
        now = heard.first() or ""
        return [
            (value, str(label), value == now)
            for value, label in [("", gettext_lazy("Not asked yet")), *IsItMe.Answer.choices]
        ]

    def sheet(self) -> Sheet:
        """What was typed, as it is kept."""
        person = self.data.get("person-answer")
        names_what_they_allow = "may-words" in self.data and self.allowed.is_valid()
        return Sheet(
            notes=dict(self._notes()),
            quotes={one.key: one.said() for one in self.quotes if one.key != "new" and one.is_valid()},
            allowed=Allowed.of(self.allowed.cleaned_data) if names_what_they_allow else None,
            person=person if person in {"", *IsItMe.Answer.values} else None,
        )

    def _notes(self) -> Iterator[tuple[int, Note]]:
        told = self.cleaned_data
        for one in self.questions:
            if f"text-{one.key}" in self.data:
                confidence = told[f"confidence-{one.key}"] or Confidence.INTERVIEWER_ONLY
                yield one.pk, Note(told[f"text-{one.key}"], confidence, self._heard(one))

    def _heard(self, question: Question) -> Heard | None:
        """Tags and sound, if the sender knows of them."""
        if f"feeling-{question.key}" not in self.data:
            return None
        assert isinstance(self.data, QueryDict)  # noqa: S101  # only a form that was sent has notes
        keys = self.data.getlist(f"drivers-{question.key}")
        return Heard(self.cleaned_data[f"feeling-{question.key}"], chosen(keys, self.reasons))


def kept_on(interview: Interview) -> dict[str, Any]:
    """What is on file, by the names of the fields, for a window that has to catch up. Empty fields are left out."""
    kept: dict[str, Any] = {}
    for answer in interview.answers.filter(form=None).select_related("question").prefetch_related("drivers"):
        key = answer.question.key
        kept |= {f"text-{key}": answer.text, f"drivers-{key}": [one.key for one in answer.drivers.all()]}
    for quote in interview.quotes.exclude(key=""):
        kept[f"quote-{quote.key}-words"] = quote.words
    kept |= {f"may-{name}": text for name, text in interview.allowed.items()}
    return {name: value for name, value in kept.items() if value}
