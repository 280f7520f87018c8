"""What somebody at a client may choose on the booking page."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.interviews.zones import names
from wonback.web.forms import LongSelect


def zone_choices() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in names()]


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(label=gettext_lazy("Your time zone"), choices=zone_choices, widget=LongSelect)


class SlotForm(forms.Form):
    zone = forms.ChoiceField(label="", choices=zone_choices)
    slot = forms.CharField(label="", error_messages={"required": gettext_lazy("Choose a time.")})

    def clean_slot(self) -> datetime:
        """One of our own times, as it stands in the page."""
        try:
            moment = datetime.fromisoformat(self.cleaned_data["slot"])
        except ValueError as unclear:
            raise forms.ValidationError(_("Choose a time from the list.")) from unclear
        if moment.tzinfo is None:
            raise forms.ValidationError(_("Choose a time from the list."))
        return moment


class RefuseForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("What would you rather not?"),
        choices=[
            ("talk", gettext_lazy("Not this talk. You may contact us about other things.")),
            ("contact", gettext_lazy("Do not contact us any more, about anything.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you mean this talk, or any contact.")},
    )
    words = forms.CharField(
        label=gettext_lazy("If you like, in your words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def refusal(self) -> dict[str, Any]:
        """As the verb wants it."""
        return {"forbids": self.cleaned_data["what"] == "contact", "words": self.cleaned_data["words"]}
