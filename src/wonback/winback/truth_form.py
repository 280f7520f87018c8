"""What an interviewer confirms right after the call. It comes filled with what was tagged; most of it is one click."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact
from wonback.core.writing import mark
from wonback.interviews.models import Interview
from wonback.losses import swot
from wonback.losses.cause_form import HearForm
from wonback.losses.forms import ReasonField
from wonback.losses.models import Grounds, Loss, Reason, Swot
from wonback.losses.models.swot import on_file
from wonback.team.models import User
from wonback.web.forms import LongSelect, SeenField
from wonback.winback.truth import PARTS, Confirmed, Truth, confirmed, named_aloud, proposed

PLACES = 4
CHANGES = 2
HANDS = {"yes": True, "no": False}


class TruthForm(HearForm):
    """The reasons with their weights, and what the weightiest stands on."""

    def __init__(self, *args: Any, loss: Loss, user: User, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, loss=loss, **kwargs)
        self.loss, self.chips = loss, swot.prefilled(on_file(loss, drivers=named_aloud(loss), as_of=today))
        for name in ("reason", "voice", "words", "weight", "evidence", "side"):
            del self.fields[name]
        given = proposed(loss, to=user)
        for place in range(PLACES):
            self._offer(place, *(given[place] if place < len(given) else (None, None)))
        self._ask_the_rest(loss)

    def _offer(self, place: int, reason: Reason | None, weight: int | None) -> None:
        why = ReasonField(required=False, initial=reason.key if reason else "")
        why.choices = ReasonField.__deepcopy__(why, {}).choices
        self.fields[f"reason_{place}"] = why
        percent = gettext_lazy("Percent")
        self.fields[f"weight_{place}"] = forms.IntegerField(
            label=percent, required=False, min_value=1, max_value=100, initial=weight
        )
        self.fields[f"hands_{place}"] = forms.ChoiceField(
            label=gettext_lazy("In our hands?"),
            required=False,
            choices=[
                ("", gettext_lazy("As the reason says")),
                ("yes", gettext_lazy("Yes")),
                ("no", gettext_lazy("No")),
            ],
        )

    def _ask_the_rest(self, loss: Loss) -> None:
        people = loss.client.contacts.order_by("name")
        talk = Interview.objects.filter(loss=loss).first()
        self.fields["decided_by"] = forms.ModelChoiceField(
            people,
            label=PARTS["decided_by"],
            required=False,
            empty_label=gettext_lazy("Nobody told us"),
            initial=talk and talk.decided_by_id,
        )
        self.fields["seen"] = SeenField()
        self.initial["seen"] = mark(confirmed(loss))
        rival = str(loss.competitor or "")
        self.fields["competitor"] = forms.CharField(
            label=PARTS["competitor"], required=False, max_length=120, initial=rival
        )
        self.fields["whys"] = forms.CharField(
            label=gettext_lazy("Why, and why again"),
            required=False,
            max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("One answer a line, each to the one above it."),
        )
        self.fields["swot"] = forms.MultipleChoiceField(
            label=gettext_lazy("What it shows of us"),
            required=False,
            choices=[
                (str(place), f"{Swot.Field(where).label}: {text}") for place, (where, text) in enumerate(self.chips)
            ],
            widget=forms.CheckboxSelectMultiple,
        )
        self._ask_what_to_change()

    def _ask_what_to_change(self) -> None:
        colleagues = User.objects.filter(is_active=True).order_by("name")
        for place in range(CHANGES):
            self.fields[f"change_{place}"] = forms.CharField(
                label=gettext_lazy("What we should change"), required=False, max_length=200
            )
            self.fields[f"owner_{place}"] = forms.ModelChoiceField(
                colleagues,
                label=gettext_lazy("Who answers for it"),
                required=False,
                widget=LongSelect,
                empty_label=gettext_lazy("Choose…"),
            )

    def clean_weight(self) -> int:
        return 100

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for place in range(CHANGES):
            if told.get(f"change_{place}") and not told.get(f"owner_{place}"):
                self.add_error(f"owner_{place}", gettext_lazy("Choose who answers for it."))
        return told

    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{place}"] for name in ("reason", "weight", "hands")] for place in range(PLACES)]

    def changes(self) -> list[list[forms.BoundField]]:
        return [[self[f"change_{place}"], self[f"owner_{place}"]] for place in range(CHANGES)]

    def truth(self) -> Truth:
        told = self.cleaned_data
        decided: Contact | None = told["decided_by"]
        return Truth(
            causes=self._causes(),
            decided_by=decided,
            competitor=told["competitor"],
            whys=[line.strip() for line in told["whys"].splitlines() if line.strip()],
            swot=[self.chips[int(place)] for place in told["swot"]],
            changes=[
                (told[f"change_{place}"], told[f"owner_{place}"]) for place in range(CHANGES) if told[f"change_{place}"]
            ],
        )

    def _causes(self) -> list[Confirmed]:
        """The weightiest first; it is the one that stands on the condition."""
        told = self.cleaned_data
        rows = [(told[f"weight_{n}"] or 100, told[f"reason_{n}"], told[f"hands_{n}"]) for n in range(PLACES)]
        chosen = sorted((row for row in rows if row[1]), key=lambda row: -row[0])
        grounds = self.grounds()
        return [
            Confirmed(
                reason=Reason.chosen(key),
                weight=weight,
                grounds=Grounds(**(vars(grounds) if place == 0 else {}) | {"we_control": HANDS.get(hands)}),
            )
            for place, (weight, key, hands) in enumerate(chosen)
        ]
