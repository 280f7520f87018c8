"""What people may say to the planner."""

from django import forms
from django.utils.translation import gettext_lazy

from wonback.care.models import PlannedTouch


class DayForm(forms.Form):
    """Where a touch goes."""

    day = forms.DateField(label=gettext_lazy("Day"))


class PlanForm(DayForm):
    """A touch put into the calendar by hand."""

    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=PlannedTouch.Channel.choices, required=False)


class HolidayForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Day"))
    name = forms.CharField(label=gettext_lazy("What it is called"), max_length=80)


class AwayForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("Away from"))
    until = forms.DateField(label=gettext_lazy("Back on"))
