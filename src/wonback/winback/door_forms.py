"""What people may type about doors and windows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Competitor
from wonback.clients.models import Client
from wonback.clients.names import name_key
from wonback.losses.forms import DayField
from wonback.team.models import User
from wonback.web.forms import LongSelect
from wonback.winback.models import Fact, Gone, Window
from wonback.winback.windows import Estimate


class FactForm(forms.Form):
    """Something that is true now. Only what its kind needs is read."""

    about = forms.ChoiceField(label=gettext_lazy("What is true now"), choices=Fact.About)
    capability = forms.CharField(
        label=gettext_lazy("What we can do"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "wanted"}),
        help_text=gettext_lazy("In the words of the reason, so that it is found."),
    )
    price = forms.DecimalField(
        label=gettext_lazy("What it costs now"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    currency = forms.RegexField(r"^[A-Za-z]{3}$", label=gettext_lazy("Currency"), required=False)
    colleague = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Which person of ours"),
        required=False,
        empty_label=gettext_lazy("Choose…"),
        widget=LongSelect,
    )
    competitor = forms.ModelChoiceField(
        Competitor.objects.none(),
        label=gettext_lazy("Which competitor"),
        required=False,
        empty_label=gettext_lazy("Choose…"),
        widget=LongSelect,
    )
    country = forms.CharField(label=gettext_lazy("Which land"), required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = User.objects.only("name").order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField, as above
        self.fields["competitor"].queryset = Competitor.objects.order_by("name")  # type: ignore[attr-defined]  # as above


class GoneForm(forms.Form):
    on = DayField(label=gettext_lazy("Since which day"), required=False)
    successor = forms.CharField(label=gettext_lazy("Who follows"), required=False, max_length=200)
    successor_email = forms.EmailField(label=gettext_lazy("Their e-mail"), required=False)
    to = forms.CharField(
        label=gettext_lazy("Where they work now"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The name of a client or a lost one, exactly as it is on file; or leave it."),
    )
    words = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_to(self) -> Client | None:
        name = self.cleaned_data["to"].strip()
        known = Client.objects.visible_to(self.by).filter(name_key=name_key(name)).first() if name else None
        if name and known is None:
            raise forms.ValidationError(_("Choose somebody on file, or leave it empty."))
        return known

    def told(self, *, today: date) -> Gone:
        return Gone(**self.cleaned_data | {"on": self.cleaned_data["on"] or today})


class WindowForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What happens then"), choices=Window.Kind)
    on = DayField(label=gettext_lazy("On which day"))
    confidence = forms.ChoiceField(label=gettext_lazy("How sure are we"), choices=Window.Confidence)
    why = forms.CharField(label=gettext_lazy("What it rests on"), required=False, max_length=200)
    lead_days = forms.IntegerField(
        label=gettext_lazy("Days before it opens"), required=False, min_value=0, max_value=730
    )

    def expected(self) -> Estimate:
        told = self.cleaned_data
        return Estimate(told["kind"], told["on"], told["confidence"], told["why"])
