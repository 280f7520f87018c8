"""What an interviewer types after the call, and what the client answers."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact


class RecapForm(forms.Form):
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("To"))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What I heard"), widget=forms.Textarea(attrs={"rows": 16}), max_length=20_000
    )
    # Set once the hints were on the page: whoever sends it now has read them.
    is_hinted = forms.BooleanField(required=False)

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
    allowed = forms.CharField(
        label=gettext_lazy("What you allow us, in your words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ForbidForm(forms.Form):
    """They want to hear no more from us."""

    words = forms.CharField(
        label=gettext_lazy("If you like, in your words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
