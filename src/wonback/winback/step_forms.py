"""What people may type about steps."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.losses.forms import DayField
from wonback.web.forms import SeenField
from wonback.winback.models import Sequence
from wonback.winback.sequences import TEMPLATES


class BeginForm(forms.Form):
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("Towards whom"))
    template = forms.ChoiceField(label=gettext_lazy("Which steps"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, as above
        choices = [(key, f"{one.name}: {one.when}") for key, one in TEMPLATES.items()]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, as above


class TakeStepForm(forms.Form):
    line = forms.CharField(required=False, max_length=500)
    reached = forms.BooleanField(required=False)


class MoveStepForm(forms.Form):
    due_by = DayField(label=gettext_lazy("On which day instead"))
    seen = SeenField()


class ConcludeForm(forms.Form):
    outcome = forms.ChoiceField(choices=Sequence.Outcome)
