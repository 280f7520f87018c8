"""What people, and clients, may type about staying close."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.losses.forms import DayField
from wonback.team.models import User
from wonback.web.forms import LongSelect


class CheckForm(forms.Form):
    line = forms.CharField(label=gettext_lazy("How it goes, in one line"), max_length=500)
    channel = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[("call", gettext_lazy("Call")), ("visit", gettext_lazy("Visit"))],
        required=False,
    )


class LedgerForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What we promised"), max_length=300)
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who keeps it"),
        required=False,
        empty_label=gettext_lazy("I do"),
        widget=LongSelect,
    )
    due_by = DayField(label=gettext_lazy("By when"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).only("name").order_by("name")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, as above


class AskForm(forms.Form):
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("Whom to ask"))

    def __init__(self, *args: Any, people: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, as above


class JudgeForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Anything we should know?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
