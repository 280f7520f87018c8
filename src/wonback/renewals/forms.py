"""What people may say about a renewal."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.losses.forms import DayField, ReasonField
from wonback.losses.models import Loss, Story
from wonback.renewals.models import Renewal, View
from wonback.web.forms import SeenField


class ViewForm(forms.Form):
    view = forms.ChoiceField(
        label=gettext_lazy("What will come of it"), choices=View.choices[1:], widget=forms.RadioSelect
    )
    why = forms.CharField(label=gettext_lazy("Why, in one line"), required=False, max_length=300)
    seen = SeenField()


class RenewForm(forms.Form):
    until = DayField(label=gettext_lazy("It runs until"), help_text=gettext_lazy("The first day without it."))
    amount_per_year = forms.DecimalField(
        label=gettext_lazy("Worth a year"), required=False, min_value=Decimal(0), max_digits=14, decimal_places=2
    )
    notice_days = forms.IntegerField(label=gettext_lazy("Days of notice"), required=False, min_value=0, max_value=1000)

    @classmethod
    def after(cls, renewal: Renewal) -> "RenewForm":
        """As the old contract was, for as long again."""
        old = renewal.contract
        term = (renewal.until - old.starts_on) if old.starts_on else None
        given = {
            "until": renewal.until + term if term else None,
            "amount_per_year": old.amount_per_year,
            "notice_days": old.notice_days,
        }
        return cls(initial=given, auto_id="renew_%s")


class LoseForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What goes"),
        choices=[(Loss.Kind.CLIENT, Loss.Kind.CLIENT.label), (Loss.Kind.PART, Loss.Kind.PART.label)],
        initial=Loss.Kind.CLIENT,
        widget=forms.RadioSelect,
    )
    reason = ReasonField()
    words = forms.CharField(label=gettext_lazy("In one line"), required=False, max_length=500)

    def story(self, renewal: Renewal) -> Story:
        told: dict[str, Any] = self.cleaned_data
        return Story(lost_on=renewal.until, **told)
