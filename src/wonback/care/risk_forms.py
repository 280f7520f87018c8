"""What people may write down about a client who may leave, and about what signs count for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.care.models import Reading, Weighing
from wonback.care.signs import MOST_WEIGHT, SIGNS


class SeeRiskForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("Why they may leave, in one line"), max_length=300)


class RiskPlanForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What you will do so that they stay"), max_length=300)
    due_by = forms.DateField(label=gettext_lazy("By when"))


class RiskWordsForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("In one line"), required=False, max_length=300)


class ReadingForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=Reading.Kind)
    value = forms.FloatField(label=gettext_lazy("How much"), min_value=0, max_value=1e12)
    on = forms.DateField(label=gettext_lazy("On"), required=False)
    source = forms.CharField(label=gettext_lazy("Where it is from"), required=False, max_length=60)


class WeightsForm(forms.Form):
    """A weight for each sign, and the score below which a client is at risk."""

    alarm_below = forms.IntegerField(label=gettext_lazy("At risk below"), min_value=1, max_value=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weights = {
            sign.value: forms.IntegerField(label=str(meaning.name), min_value=0, max_value=MOST_WEIGHT)
            for sign, meaning in SIGNS.items()
        }
        self.fields = {**weights, **self.fields}

    @classmethod
    def of(cls, weighing: Weighing) -> "WeightsForm":
        return cls(initial={**weighing.weights, "alarm_below": weighing.alarm_below}, auto_id="weight_%s")

    @property
    def weights(self) -> dict[str, int]:
        """What was typed for each sign, once it is valid."""
        return {sign.value: self.cleaned_data[sign.value] for sign in SIGNS}
