"""What people may type about a loss."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.care.models import Competitor
from wonback.clients.models import Client, Deal
from wonback.clients.models.deal import Known
from wonback.losses.models import Loss, Reason, Story

EARLIEST = date(1970, 1, 1)


def reason_choices() -> list[Any]:
    """The reasons on offer, in their classes; “not asked yet” first, because it is honest."""
    singles, classes = [], []
    for top, details in Reason.objects.offered().as_tree():
        if details:
            classes.append(
                (
                    top.name,
                    [(top.key, _("%(class)s, in general") % {"class": top.name}), *((r.key, r.name) for r in details)],
                )
            )
        else:
            singles.append((top.key, top.name))
    return [("", _("Choose…")), *singles, *classes]


class ReasonField(forms.ChoiceField):
    """Why, from the tree. Nothing is chosen beforehand: a reason is an answer."""

    def __init__(self, **kwargs: Any) -> None:
        expected = {"required": gettext_lazy("Choose why we lost them. “Not asked yet” is an answer.")}
        super().__init__(label=gettext_lazy("Why"), error_messages=expected, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> "ReasonField":
        """A form's own field. It reads the tree once, however often its widget is drawn."""
        field = super().__deepcopy__(memo)
        field.choices = reason_choices()
        return field


class DayField(forms.DateField):
    """A day between the beginning of records and ten years ahead."""

    widget = forms.DateInput

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not EARLIEST <= day <= date(2100, 1, 1):
            raise forms.ValidationError(_("Write a day between 1970 and 2100."))
        return day


class RecordForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What went"), choices=Loss.Kind, widget=forms.RadioSelect, initial="client"
    )
    deal = forms.ModelChoiceField(
        Deal.objects.none(), label=gettext_lazy("Which sale"), required=False, empty_label=gettext_lazy("Choose…")
    )
    lost_on = DayField(label=gettext_lazy("From which day they are gone"), help_text=gettext_lazy("It may lie ahead."))
    noticed_on = DayField(label=gettext_lazy("When we heard of it"), required=False)
    worth = forms.DecimalField(
        label=gettext_lazy("Worth a year"),
        required=False,
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        help_text=gettext_lazy("For a sale, its amount. Leave it empty if nobody knows: unknown is not zero."),
    )
    currency = forms.RegexField(r"^[A-Za-z]{3}$", label=gettext_lazy("Currency"), required=False)
    worth_known = forms.ChoiceField(
        label=gettext_lazy("How we know"),
        required=False,
        widget=forms.RadioSelect,
        initial=Known.KNOWN,
        choices=[(Known.KNOWN, gettext_lazy("We know it")), (Known.ESTIMATED, gettext_lazy("We estimate it"))],
    )
    reason = ReasonField(help_text=gettext_lazy("As we see it today. A neutral person asks the client later."))
    rival = forms.CharField(
        label=gettext_lazy("Where they went"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("A competitor, if you know which."),
    )
    words = forms.CharField(label=gettext_lazy("In one line"), required=False, max_length=500)

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deals = client.deals.filter(loss=None).exclude(outcome=Deal.Outcome.WON).order_by("-closed_on", "-pk")
        self.fields["deal"].queryset = deals  # type: ignore[attr-defined]  # a ModelChoiceField, as above
        self.fields["currency"].initial = settings.CURRENCY
        self.fields["rival"].widget.attrs["list"] = "rivals"

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("kind") == Loss.Kind.DEAL and not told.get("deal"):
            self.add_error("deal", _("Choose the sale that was lost."))
        if told.get("kind") != Loss.Kind.DEAL:
            told["deal"] = None
        return told

    def story(self) -> Story:
        """What was told, once it is valid."""
        told = dict(self.cleaned_data)
        rival = told.pop("rival")
        told["currency"] = told["currency"].upper()
        return Story(competitor=Competitor.called(rival) if rival.strip() else None, **told)


class LetGoForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=200)
    review_on = DayField(label=gettext_lazy("Look again on"), required=False, help_text=gettext_lazy("Empty: never."))


class ConfirmForm(forms.Form):
    """Stands once in every line of a list, so its fields have no ids."""

    reason = ReasonField(widget=forms.Select(attrs={"class": "input"}))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=False)
