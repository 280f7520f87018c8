"""What people may type about a reason they heard."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.writing import mark
from wonback.losses.forms import DayField, ReasonField
from wonback.losses.models import Condition, Grounds, Loss, Reason, Voice
from wonback.team.models import User
from wonback.web.forms import LongSelect, SeenField


class HearForm(forms.Form):
    reason = ReasonField()
    voice = forms.ChoiceField(label=gettext_lazy("Who says so"), choices=Voice)
    words = forms.CharField(label=gettext_lazy("In their words"), required=False, max_length=500)
    weight = forms.IntegerField(
        label=gettext_lazy("How much of it, in percent"), required=False, min_value=1, max_value=100
    )
    evidence = forms.CharField(label=gettext_lazy("How we know"), required=False, max_length=300)
    side = forms.ChoiceField(
        label=gettext_lazy("Whose side"),
        choices=[("", gettext_lazy("As the reason says")), *Reason.Side.choices],
        required=False,
    )
    condition = forms.ChoiceField(
        label=gettext_lazy("What it stands on"),
        choices=[("", gettext_lazy("Nothing we know of")), *Condition.choices],
        required=False,
        help_text=gettext_lazy("For a confirmed reason: what must change before we ask again."),
    )
    above = forms.DecimalField(
        label=gettext_lazy("Above"), required=False, min_value=Decimal(0), max_digits=14, decimal_places=2
    )
    currency = forms.RegexField(r"^[A-Za-z]{3}$", label=gettext_lazy("Currency"), required=False)
    missing = forms.CharField(label=gettext_lazy("What we cannot do"), required=False, max_length=120)
    colleague = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Which person of ours"),
        required=False,
        empty_label=gettext_lazy("Choose…"),
        widget=LongSelect,
    )
    decider = forms.ModelChoiceField(
        Contact.objects.none(),
        label=gettext_lazy("Which person of theirs"),
        required=False,
        empty_label=gettext_lazy("Choose…"),
    )
    until = DayField(label=gettext_lazy("Until which day"), required=False)
    # Who adds a reason has seen no words to it; where somebody wrote some meanwhile, both are shown.
    seen = SeenField(mark({"words": ""}))

    def __init__(self, *args: Any, loss: Loss, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).only("name").order_by("name")
        self.fields["colleague"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, as above
        deciders = loss.client.contacts.filter(left_on=None).order_by("name")
        self.fields["decider"].queryset = deciders  # type: ignore[attr-defined]  # as above
        self.fields["currency"].initial = loss.currency or settings.CURRENCY

    def clean_weight(self) -> int:
        return self.cleaned_data.get("weight") or 100

    def grounds(self) -> Grounds:
        """Whose it is, how we know, and what it stands on."""
        told = {name: self.cleaned_data[name] for name in Grounds.__dataclass_fields__ if name in self.cleaned_data}
        return Grounds(**told | {"currency": told["currency"].upper()})
