"""What people may type about a rung of the ladder."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.clients.models import Product
from wonback.losses.forms import DayField
from wonback.web.forms import LongSelect
from wonback.winback.models import Offer
from wonback.winback.models.offer import Rung


class AmountField(forms.DecimalField):
    """An amount of money, from 0 up."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=16, decimal_places=2, **kwargs)


class RungForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("What they would say yes to"),
        max_length=200,
        help_text=gettext_lazy("One site, one product, three months: something that is easy to allow."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Offer.Kind, initial=Offer.Kind.PORTION)
    worth = AmountField(label=gettext_lazy("What they would then buy a year"))
    due_by = DayField(label=gettext_lazy("Offer it by"))
    product = forms.ModelChoiceField(
        Product.objects.none(),
        label=gettext_lazy("Product"),
        required=False,
        empty_label=gettext_lazy("None in particular"),
        widget=LongSelect,
    )
    discount = AmountField(
        label=gettext_lazy("Discount, in all"),
        required=False,
        help_text=gettext_lazy("What the lower price costs us until the full one begins."),
    )
    full_price_from = DayField(label=gettext_lazy("Full price from"), required=False)
    extra = AmountField(
        label=gettext_lazy("Something free, in all"),
        required=False,
        help_text=gettext_lazy("What it costs us: a service, an upgrade, a first delivery."),
    )
    chance = forms.FloatField(
        label=gettext_lazy("Your guess of a yes, in percent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("Empty: as likely as without giving anything."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = Product.objects.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField, as above

    def rung(self, told: dict[str, Any]) -> Rung:
        """The rung that was typed."""
        guess = told["chance"]
        amounts = {name: told[name] or Decimal(0) for name in ("discount", "extra")}
        return Rung(**told | amounts | {"chance": None if guess is None else guess / 100})


class TakeForm(forms.Form):
    on = DayField(label=gettext_lazy("From which day"))
