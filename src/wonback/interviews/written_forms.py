"""What somebody at a client may type on the pages of the short form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.interviews import writing
from wonback.interviews.models import Confidence

LONGEST = 5_000


def readers(interviewer: str) -> list[tuple[str, str]]:
    """Who may read an answer, as one says it to whoever gives it; what goes furthest last."""
    return [
        (Confidence.INTERVIEWER_ONLY, _("%(name)s alone") % {"name": interviewer}),
        (Confidence.UNATTRIBUTED, _("Those who can change it, without my name")),
        (Confidence.ATTRIBUTABLE, _("Those who can change it, with my name")),
    ]


class ReadersForm(forms.Form):
    """Who may read the answers, said once before the first."""

    confidence = forms.ChoiceField(label=gettext_lazy("Who may read what you write?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, interviewer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interviewer = interviewer
        self.fields["confidence"].choices = readers(interviewer)  # type: ignore[attr-defined]  # a ChoiceField


class LeafForm(ReadersForm):
    """One page."""

    text = forms.CharField(
        label="",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "autocapitalize": "sentences"}),
    )

    field_order = ["text", "confidence"]

    def __init__(self, *args: Any, leaf: writing.Leaf, **kwargs: Any) -> None:
        super().__init__(*args, initial=leaf.said.as_kept(), **kwargs)
        self.fields["text"].label = _("Your answer")
        self.fields["confidence"].label = _("Who may read this answer?")

    @property
    def reader(self) -> str:
        """Who may read it, as it stands."""
        chosen = self.data.get("confidence") or self.initial.get("confidence") or writing.STRICTEST
        return dict(readers(self.interviewer)).get(chosen, "")

    def said(self) -> writing.Said:
        """As the verb wants it."""
        told = self.cleaned_data
        moment = told.get("not_before")
        return writing.Said(
            text=told["text"],
            confidence=told["confidence"],
            may=told.get("may", ""),
            channel=told.get("channel", ""),
            not_before=moment.isoformat() if moment else "",
        )


class LastWordForm(LeafForm):
    """The page on which they allow us something, or nothing."""

    may = forms.ChoiceField(label="", required=False, widget=forms.RadioSelect)
    not_before = forms.DateField(
        label=gettext_lazy("Not before"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    channel = forms.ChoiceField(label=gettext_lazy("How"), required=False)

    field_order = ["may", "not_before", "channel", "text", "confidence"]

    def __init__(self, *args: Any, leaf: writing.Leaf, **kwargs: Any) -> None:
        super().__init__(*args, leaf=leaf, **kwargs)
        self.fields["may"].choices = writing.may_choices()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["may"].label = _("May we?")
        self.fields["channel"].choices = writing.channel_choices()  # type: ignore[attr-defined]  # as above
        self.fields["text"].label = _("In your words")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("may") == "later" and not told.get("not_before"):
            raise forms.ValidationError({"not_before": _("Name the day from which we may contact you.")})
        if told.get("may") != "later":
            told["not_before"] = None
        return told


def form_of(leaf: writing.Leaf, posted: Any = None, *, interviewer: str) -> LeafForm:
    kind = LastWordForm if leaf.is_last_word else LeafForm
    return kind(posted, leaf=leaf, interviewer=interviewer)
