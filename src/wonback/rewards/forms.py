"""What a lead may say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.rewards.deeds import Deeds
from wonback.rewards.models import Deed
from wonback.rewards.models.praise import Kind
from wonback.team.models import User


class PraiseForm(forms.Form):
    """One line, about a deed on file (`deed` is its key) or about a person and what they did."""

    deed = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Whom"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("For what"), choices=Kind, required=False)
    line = forms.CharField(
        label=gettext_lazy("What they did well, in one line"),
        max_length=300,
        help_text=gettext_lazy("Everybody here reads it. Name no client, and nothing a client said."),
    )

    def __init__(self, *args: Any, deeds: Deeds, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deeds = deeds
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)  # noqa: S101  # it is made one above
        person.queryset = deeds.people

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = self.cleaned_data
        if not told.get("deed") and not told.get("person"):
            self.add_error("person", gettext_lazy("Choose whom you praise."))
        return told

    @property
    def about(self) -> Deed | None:
        """What was done; None where the key names nothing this lead may praise."""
        told = self.cleaned_data
        if told["deed"]:
            return self.deeds.named(told["deed"])
        return Deed(told["kind"] or Kind.TRUTH, told["person"])
