"""What people may say about pay."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.rewards.models import Scheme
from wonback.rewards.models.scheme import MOST_MONTHS, Whose
from wonback.rewards.scheme import Terms

HUNDRED = Decimal(100)
RATES = ("retained_rate", "renewed_rate", "recovered_rate", "referred_rate", "return_share")


class PercentField(forms.DecimalField):
    """A share, typed as percent."""

    def __init__(self, **told: Any) -> None:
        super().__init__(min_value=Decimal(0), max_value=HUNDRED, max_digits=5, decimal_places=2, **told)

    def clean(self, value: Any) -> Decimal:
        typed = super().clean(value)
        return (typed or Decimal(0)) / HUNDRED


def months(label: Any, least: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=MOST_MONTHS)


class SchemeForm(forms.Form):
    retained_rate = PercentField(
        label=gettext_lazy("Of what clients buy who stay, percent"),
        help_text=gettext_lazy("Each month, credit notes taken off."),
    )
    retained_after_months = months(gettext_lazy("from so many months as a client"), 0)
    renewed_rate = PercentField(
        label=gettext_lazy("Of a contract that is renewed, percent of a year"),
        help_text=gettext_lazy("Of no more than before, and no more than they pay now: neither growth nor a discount."),
    )
    recovered_rate = PercentField(
        label=gettext_lazy("Of a client who comes back, percent of a year"),
        help_text=gettext_lazy("Of what they agreed to, less what we gave for it."),
    )
    return_share = PercentField(label=gettext_lazy("of which at once, percent"))
    stays_months = months(gettext_lazy("and the rest after so many months"), 1)
    referred_rate = PercentField(
        label=gettext_lazy("Of a sale a client sent us, percent"),
        help_text=gettext_lazy("For whoever has the client who did, and has stayed as long as above."),
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Where a client changed hands"), choices=Whose.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(label=gettext_lazy("What it is to bring about, in one line"), max_length=300)

    @classmethod
    def of(cls, scheme: Scheme | None) -> "SchemeForm":
        """As the newest one says, to be changed."""
        terms = scheme.terms if scheme else Terms()
        told = {name: getattr(terms, name) for name in cls.base_fields if name != "why"}
        shown = told | {name: (told[name] * HUNDRED).normalize() for name in RATES}
        return cls(initial={name: f"{value:f}" if name in RATES else value for name, value in shown.items()})

    @property
    def terms(self) -> Terms:
        return Terms(**{name: value for name, value in self.cleaned_data.items() if name != "why"})


class MonthForm(forms.Form):
    """A month, named by its first day."""

    month = forms.DateField(label=gettext_lazy("From"), input_formats=["%Y-%m-%d", "%Y-%m"])

    @classmethod
    def among(cls, months: Sequence[date]) -> "MonthForm":
        form = cls(auto_id="from_%s")
        named = [(month.isoformat(), date_format(month, "F Y")) for month in months]
        form.fields["month"] = forms.ChoiceField(label=_("From"), choices=named)
        return form
