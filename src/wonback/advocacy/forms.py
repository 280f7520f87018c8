"""What people may say about clients who vouch for us."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.advocacy.models import Vouching
from wonback.advocacy.models.reference import Agreement, Way
from wonback.clients.forms import PersonField
from wonback.clients.models import Client, Contact, Deal
from wonback.losses.forms import DayField
from wonback.team.models import User


class AgreeForm(forms.Form):
    """What somebody agreed to, in their words."""

    contact = PersonField(label=gettext_lazy("Who vouches for us"), empty_label=gettext_lazy("Choose…"))
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("What they are willing to do"), choices=Way, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=gettext_lazy("In their words"), max_length=2_000, widget=forms.Textarea({"rows": 2}))
    until = DayField(label=gettext_lazy("Until (the first day it no longer holds)"), required=False)

    def __init__(self, *args: Any, client: Client, people: Iterable[Contact] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].offer(client, people)  # type: ignore[attr-defined]  # a PersonField

    def agreement(self) -> Agreement:
        told = self.cleaned_data
        return Agreement(ways=told["ways"], words=told["words"], until=told["until"])


class SoughtForm(forms.Form):
    """For whom a client should vouch for us, and how."""

    way = forms.ChoiceField(label=gettext_lazy("How"), choices=Way, required=False)
    client = forms.ModelChoiceField(Client.objects.none(), required=False, widget=forms.HiddenInput)
    deal = forms.ModelChoiceField(Deal.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client"].queryset = Client.objects.visible_to(user)  # type: ignore[attr-defined]  # a ModelChoiceField
        deals = Deal.objects.visible_to(user).select_related("client", "product")
        self.fields["deal"].queryset = deals  # type: ignore[attr-defined]  # as above


class HeldForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=Vouching.Outcome.choices[1:], widget=forms.RadioSelect
    )
    on = DayField(label=gettext_lazy("When it was"), required=False)
    line = forms.CharField(label=gettext_lazy("In one line"), required=False, max_length=300)


class CreditForm(forms.Form):
    """Which sale it helped to close, where that is not known yet."""

    deal = forms.ModelChoiceField(
        Deal.objects.none(), label=gettext_lazy("The sale that was won"), empty_label=gettext_lazy("Choose…")
    )

    def __init__(self, *args: Any, vouching: Vouching, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        won = Deal.objects.visible_to(user).filter(outcome=Deal.Outcome.WON)
        won = won.filter(pk=vouching.deal_id) if vouching.deal_id else won.filter(client=vouching.prospect_id)
        self.fields["deal"].queryset = won.order_by("-closed_on", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["deal"].required = vouching.deal_id is None
