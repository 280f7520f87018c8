"""What an admin may type about a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.core.writing import mark, parts_of
from wonback.losses.models import Reason
from wonback.losses.models.reason import FACTS
from wonback.web.forms import SeenField

ANSWERS = [("", gettext_lazy("It depends")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


def answer(label: Any) -> forms.TypedChoiceField:
    """Yes, no, or it depends."""
    return forms.TypedChoiceField(
        label=label, choices=ANSWERS, required=False, coerce=lambda told: told == "yes", empty_value=None
    )


class ReasonForm(forms.Form):
    """The facts of a reason. The last two decide whether somebody who left for it is worth a call."""

    name = forms.CharField(label=FACTS["name"], max_length=120)
    meaning = forms.CharField(label=FACTS["meaning"], max_length=200, required=False)
    side = forms.ChoiceField(
        label=FACTS["side"],
        choices=[("", gettext_lazy("It depends")), *Reason.Side.choices],
        required=False,
    )
    can_change = answer(FACTS["can_change"])
    we_control = answer(FACTS["we_control"])


class KnownReasonForm(ReasonForm):
    """A reason that is in the tree."""

    seen = SeenField()

    @classmethod
    def about(cls, reason: Reason) -> "KnownReasonForm":
        written = {True: "yes", False: "no", None: ""}
        facts = {"can_change": written[reason.can_change], "we_control": written[reason.we_control]}
        stands = parts_of(reason, FACTS)
        return cls(initial=stands | facts | {"seen": mark(stands)})


class NewReasonForm(ReasonForm):
    parent = forms.ModelChoiceField(
        Reason.objects.filter(parent=None, retired_at=None, same_as=None),
        label=gettext_lazy("Belongs to"),
        required=False,
        empty_label=gettext_lazy("Nothing: it is a class of its own"),
    )
    field_order = ("name", "meaning", "parent")


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Reason.objects.none(), label=gettext_lazy("Says the same as"), empty_label=gettext_lazy("Choose…")
    )

    def __init__(self, *args: Any, reason: Reason, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Reason.objects.offered().exclude(key="not-asked").exclude(pk=reason.pk).order_by("name")
        self.fields["into"].queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField, as above
