"""What people may choose about their morning mail, and tick in its answers."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from wonback.care.models import Promise
from wonback.interviews.booking_forms import zone_choices
from wonback.team.models import USUAL_MORNING, User
from wonback.web.forms import LongSelect


class KeptForm(forms.Form):
    """Which of the promises that were due are kept now."""

    kept = forms.ModelMultipleChoiceField(Promise.objects.none(), required=False)

    def __init__(self, *args: Any, promises: QuerySet[Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].queryset = promises  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


class MorningForm(forms.Form):
    wanted = forms.BooleanField(label=gettext_lazy("Send me my day every working day"), required=False)
    at = forms.TimeField(
        label=gettext_lazy("At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "min": "05:00", "max": "11:30", "step": "300"}, format="%H:%M"),
    )
    zone = forms.ChoiceField(label=gettext_lazy("Your time zone"), choices=zone_choices, widget=LongSelect)

    @classmethod
    def of(cls, user: User) -> "MorningForm":
        """As this person has it now."""
        now = {"wanted": user.morning_at is not None, "at": user.morning_at or USUAL_MORNING, "zone": user.zone.key}
        return cls(initial=now)

    def clean(self) -> dict[str, Any]:
        """An hour, or none if no mail is wanted."""
        told = dict(self.cleaned_data)
        wanted, at = told.pop("wanted", False), told.pop("at", None)
        return told | {"at": (at or USUAL_MORNING) if wanted else None}
