"""What people may type in the queue, in an invitation, and about when they can be booked."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.writing import mark
from wonback.interviews.booking import USUAL
from wonback.interviews.booking_forms import zone_choices
from wonback.interviews.inviting import Draft
from wonback.interviews.models.hours import Hours, Open, zone_of
from wonback.team.models import User
from wonback.web.forms import LongSelect, SeenField

STRETCHES = (0, 1)


class HandOnForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why somebody else should ask"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why somebody else should ask them.")},
    )
    is_conflict = forms.BooleanField(label=gettext_lazy("I cannot be neutral about them"), required=False)


class InviteForm(forms.Form):
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("To"), empty_label=None)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Letter"), widget=forms.Textarea(attrs={"rows": 22}), max_length=20_000)
    # In which it was drafted; from then on they read us in it.
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: "models.QuerySet[Contact]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above; tells the type
        field.queryset = people

    def draft(self) -> Draft:
        return Draft(self.cleaned_data["subject"], self.cleaned_data["text"])


class TestBoxForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("name"),
        label=gettext_lazy("Could this person"),
        widget=LongSelect,
        empty_label=gettext_lazy("Choose…"),
    )
    q = forms.CharField(label=gettext_lazy("interview that client?"), max_length=200)


class AwayForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("From"))
    until = forms.DateField(label=gettext_lazy("First day back"))


class StakeForm(forms.Form):
    """Why somebody cannot be neutral about a client, though nothing on file says so."""

    person = forms.ModelChoiceField(User.objects.filter(is_active=True), label=gettext_lazy("Who"))
    why = forms.CharField(
        label=gettext_lazy("Why they cannot be neutral"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why they cannot be neutral about this client.")},
    )


class WeekForm(forms.Form):
    """Two stretches for each day of the week; a day left empty is not booked."""

    zone = forms.ChoiceField(label=gettext_lazy("Your time zone"), choices=zone_choices, widget=LongSelect)
    a_month = forms.IntegerField(label=gettext_lazy("Talks a month, at most"), min_value=0, max_value=60)
    seen = SeenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in range(7):
            for name in names_of(day):
                clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                label = f"{WEEKDAYS[day]}, {_('from') if name.endswith('begins') else _('until')}"
                self.fields[name] = forms.TimeField(label=label, required=False, widget=clock)

    @classmethod
    def of(cls, person: User) -> "WeekForm":
        """With what this person said before, or the usual hours."""
        given = {"zone": zone_of(person).key, "a_month": person.interviews_a_month}
        said = person.hours.order_by("weekday", "begins").values_list("weekday", "begins", "ends")
        week = list(said) or [(day, begins, ends) for day, parts in USUAL.items() for begins, ends in parts]
        for day in range(7):
            stretches = [one for one in week if one[0] == day][: len(STRETCHES)]
            for part, (_day, begins, ends) in enumerate(stretches):
                given |= {f"d{day}_{part}_begins": begins, f"d{day}_{part}_ends": ends}
        return cls(initial=given | {"seen": mark(Hours.parts(person))})

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for day in range(7):
            yield str(WEEKDAYS[day]), [self[name] for name in names_of(day)]

    def week(self) -> list[Open]:
        """As the verb wants it. A begin without an end is shown to end before it begins, and so refused."""
        told, found = self.cleaned_data, []
        for day in range(7):
            for part in STRETCHES:
                begins, ends = told.get(f"d{day}_{part}_begins"), told.get(f"d{day}_{part}_ends")
                if begins or ends:
                    found.append((day, begins or time.max, ends or time.min))
        return found


def names_of(day: int) -> list[str]:
    return [f"d{day}_{part}_{edge}" for part in STRETCHES for edge in ("begins", "ends")]
