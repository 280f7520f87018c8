"""What people may write down about keeping a client."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.care import guess
from wonback.care.models import Cadence, Piece, QuietSeason, Sighting, Touch
from wonback.care.models.cadence import RHYTHM
from wonback.care.models.piece import Worth
from wonback.care.models.quiet_season import Quiet
from wonback.care.models.touch import Note
from wonback.clients.forms import PersonField
from wonback.clients.models import Client, Contact
from wonback.core.writing import mark, parts_of
from wonback.web.forms import SeenField

# One tap each; anything else is written.
REASONS_TO_PUT_OFF = (
    gettext_lazy("They asked for another day"),
    gettext_lazy("They are away"),
    gettext_lazy("I am waiting for something here"),
)
REASONS_TO_SKIP = (
    gettext_lazy("We meet anyway"),
    gettext_lazy("A colleague spoke to them"),
    gettext_lazy("Nothing to say this time"),
)


class TouchForm(forms.Form):
    """Ten seconds: the channel, four ticks and one line."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Touch.Channel, required=False, widget=forms.RadioSelect
    )
    contact = PersonField(label=gettext_lazy("With"), required=False, empty_label=gettext_lazy("Anybody there"))
    missed = forms.BooleanField(label=gettext_lazy("Nobody answered"), required=False)
    works = forms.BooleanField(label=gettext_lazy("It works for them"), required=False)
    gripe = forms.BooleanField(label=gettext_lazy("A gripe"), required=False)
    competitor = forms.BooleanField(label=gettext_lazy("A competitor"), required=False)
    more = forms.BooleanField(label=gettext_lazy("They want more"), required=False)
    source = forms.ChoiceField(
        label=gettext_lazy("How you know"), choices=Sighting.Source, required=False, widget=forms.RadioSelect
    )
    rival = forms.CharField(label=gettext_lazy("Which competitor"), required=False, max_length=120)
    piece = forms.ModelChoiceField(Piece.objects.on_the_shelf(), label=gettext_lazy("Something useful"), required=False)
    line = forms.CharField(label=gettext_lazy("What you heard, in one line"), required=False, max_length=500)

    def __init__(self, *args: Any, client: Client, people: list[Contact] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = self.fields["contact"]
        contact.widget.attrs["class"] = "input"
        contact.offer(client, people)  # type: ignore[attr-defined]  # a PersonField

    @classmethod
    def fresh(cls, client: Client, people: list[Contact], *, before: Sequence[guess.Before] = ()) -> "TouchForm":
        """A form for a touch that is about to be made, with way and person guessed. Its key makes sure that it is written once."""
        somebody = guess.person(before, [one.pk for one in people])
        given = {"key": uuid.uuid4(), "channel": guess.channel(before), "contact": somebody, "source": ""}
        return cls(client=client, people=people, initial=given, auto_id="touch_%s")

    @property
    def people_count(self) -> int:
        """How many people there are to choose from."""
        return len(self.fields["contact"].choices) - 1  # type: ignore[attr-defined]  # a ModelChoiceField

    def note(self) -> Note:
        """What was learned, once it is valid."""
        told = dict(self.cleaned_data)
        reached = not told.pop("missed")
        told["channel"] = told["channel"] or Touch.Channel.CALL
        told["works"] = told["works"] or None
        return Note(reached=reached, **told)


class PutOffForm(forms.Form):
    """Until when, and why: one tap, or a few words."""

    days = forms.ChoiceField(
        label=gettext_lazy("Until"),
        required=False,
        initial="1",
        widget=forms.RadioSelect,
        choices=[("1", gettext_lazy("Tomorrow")), ("7", gettext_lazy("In a week")), ("30", gettext_lazy("In a month"))],
    )
    until = forms.DateField(required=False)
    why = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=200)
    words = forms.CharField(label=gettext_lazy("Another reason"), required=False, max_length=200)

    def day(self, *, today: date) -> date:
        """The day they come back to the list."""
        until: date | None = self.cleaned_data["until"]
        return until or today + timedelta(days=int(self.cleaned_data["days"] or 1))

    def reason(self) -> str:
        return str(self.cleaned_data["words"] or self.cleaned_data["why"])


class SkipForm(forms.Form):
    """Why this client needs nobody this time."""

    why = forms.CharField(required=False, max_length=200)
    words = forms.CharField(required=False, max_length=200)

    def reason(self) -> str:
        return str(self.cleaned_data["words"] or self.cleaned_data["why"])


class PromiseForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What you promised"), max_length=300)
    due_by = forms.DateField(label=gettext_lazy("By when"))


class ConcernForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What they are unhappy about"), max_length=300)


class SightingForm(forms.Form):
    rival = forms.CharField(label=gettext_lazy("Which competitor"), required=False, max_length=120)
    source = forms.ChoiceField(label=gettext_lazy("How you know"), choices=Sighting.Source, required=False)
    how_known = forms.CharField(label=gettext_lazy("In your words"), required=False, max_length=300)


class PieceForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Piece.Kind, widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    url = forms.URLField(
        label=gettext_lazy("Where it can be read"), required=False, max_length=500, assume_scheme="https"
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text itself"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 4})
    )
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("By commas: industries, or what it helps against. None: it is for everybody."),
    )
    seen = SeenField()

    @classmethod
    def of(cls, piece: Piece) -> "PieceForm":
        return cls(initial={name: getattr(piece, name) for name in Worth._fields} | {"seen": piece.seen})

    @staticmethod
    def worth_of(told: dict[str, Any]) -> Worth:
        return Worth(**{name: told[name] for name in Worth._fields})


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("What came of it"), required=False, max_length=300)


class WhyForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)


class ExpansionForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What they want more of"), max_length=300)
    worth = forms.DecimalField(
        label=gettext_lazy("Worth a year, if you know"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    next_step = forms.CharField(label=gettext_lazy("Next step"), required=False, max_length=200)
    due_by = forms.DateField(label=gettext_lazy("By when"), required=False)


class NextStepForm(forms.Form):
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=200)
    due_by = forms.DateField(label=gettext_lazy("By when"))
    worth = ExpansionForm.base_fields["worth"]


class CadenceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker only
    class Meta:
        model = Cadence
        fields = ("ideal_days", "maximum_days", "paused_until")
        labels = RHYTHM

    seen = SeenField()

    @classmethod
    def about(cls, cadence: Cadence) -> "CadenceForm":
        seen = {"seen": mark(parts_of(cadence, RHYTHM))}
        return cls(instance=cadence, initial=seen, auto_id="cadence_%s")

    def clean(self) -> dict[str, Any]:
        """The verb itself refuses a rhythm that cannot be; here only the fields are read."""
        return self.cleaned_data


class TierForm(forms.Form):
    """How often all clients of one size should hear from us."""

    tier = forms.ChoiceField(choices=Client.Tier, widget=forms.HiddenInput)
    ideal_days = forms.IntegerField(label=RHYTHM["ideal_days"], min_value=1, max_value=3650)
    maximum_days = forms.IntegerField(label=RHYTHM["maximum_days"], min_value=1, max_value=3650)


class SeasonForm(forms.Form):
    """From the first to the last day, how much less, and why."""

    first = forms.DateField(label=gettext_lazy("First day"))
    last = forms.DateField(label=gettext_lazy("Last day"))
    slower = forms.TypedChoiceField(
        label=gettext_lazy("They hear from us"), choices=QuietSeason.Pace, coerce=int, initial=QuietSeason.Pace.SILENT
    )
    every_year = forms.BooleanField(label=gettext_lazy("Every year"), required=False)
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)

    def __init__(self, *args: Any, with_tier: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_tier:
            tier = forms.ChoiceField(label=gettext_lazy("For all clients of size"), choices=Client.Tier)
            self.fields = {"tier": tier, **self.fields}

    def quiet(self) -> Quiet:
        """The season, once the form is valid. People name the last day; we keep the first after it."""
        told = self.cleaned_data
        until = told["last"] + timedelta(days=1)
        return Quiet(told["first"], until, told["slower"], told["every_year"], told["why"])
