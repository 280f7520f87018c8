"""What people may type about a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.losses.forms import DayField
from wonback.team.models import User
from wonback.web.forms import LongSelect, SeenField
from wonback.winback.models import Change, Readiness
from wonback.winback.models.milestone import Key


class StartForm(forms.Form):
    goal = forms.CharField(label=gettext_lazy("What would be a good end"), required=False, max_length=300)


class GoalForm(forms.Form):
    goal = forms.CharField(label=gettext_lazy("A good end"), required=False, max_length=300)
    seen = SeenField()


class NoChangeForm(forms.Form):
    no_change_why = forms.CharField(label=gettext_lazy("Why not"), required=False, max_length=300)
    seen = SeenField()


class AimForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What should be true"), required=False, max_length=200)
    due_by = DayField(label=gettext_lazy("By when"))


class MoveForm(forms.Form):
    due_by = DayField(label=gettext_lazy("By when instead"))
    seen = SeenField()


class NameForm(forms.Form):
    """A change of ours. Anybody may own one, also outside sales."""

    what = forms.CharField(label=gettext_lazy("What we change"), max_length=200)
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who answers for it"),
        required=False,
        empty_label=gettext_lazy("I do"),
        widget=LongSelect,
    )
    outsider = forms.CharField(
        label=gettext_lazy("Somebody who does not sign in here"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Their name and e-mail, if it is not one of us. They answer by a link."),
    )
    outsider_email = forms.EmailField(label=gettext_lazy("Their e-mail"), required=False)
    due_by = DayField(label=gettext_lazy("Due by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).only("name").order_by("name")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, as above


class RequireForm(NameForm):
    """A change from the register, or a new one."""

    change = forms.ModelChoiceField(
        Change.objects.none(),
        label=gettext_lazy("From the register"),
        required=False,
        empty_label=gettext_lazy("Choose…"),
        widget=LongSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].required = False
        register = Change.objects.order_by("-made_at", "-pk")
        self.fields["change"].queryset = register  # type: ignore[attr-defined]  # a ModelChoiceField, as above


class MakeForm(forms.Form):
    evidence = forms.CharField(label=gettext_lazy("Where anybody can see it"), required=False, max_length=20_000)
    seen = SeenField()
    file = forms.FileField(label=gettext_lazy("A file that shows it"), required=False)


class ReadyForm(forms.Form):
    """What a colleague types under the link of a letter."""

    evidence = forms.CharField(required=False, max_length=20_000)


class NotCertainForm(forms.Form):
    why = forms.CharField(required=False, max_length=300)
    ask_again_on = DayField(label=gettext_lazy("Ask me again on"), required=False)


class AskToSignForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who would deliver it"),
        empty_label=gettext_lazy("Choose…"),
        widget=LongSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, email__isnull=False).only("name").order_by("name")
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, as above


class SignForm(forms.Form):
    side = forms.ChoiceField(choices=Readiness.Side)
    answer = forms.ChoiceField(choices=Readiness.Answer)
    why = forms.CharField(required=False, max_length=300)


class PitchForm(forms.Form):
    failure = forms.CharField(
        label=gettext_lazy("What failed"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Said to them: “you”, not “they”. In their words, if we have them."),
    )
    change = forms.CharField(label=gettext_lazy("What changed"), required=False, widget=forms.Textarea)
    proof = forms.CharField(
        label=gettext_lazy("What proves it"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Something they can check without us."),
    )
    why_now = forms.CharField(
        label=gettext_lazy("Why it will succeed this time"), required=False, widget=forms.Textarea
    )
    incumbent = forms.CharField(
        label=gettext_lazy("What the incumbent cannot do"),
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("If they went to somebody. Facts, no scorn."),
    )
    seen = SeenField()


class WinForm(forms.Form):
    on = DayField(label=gettext_lazy("Back from"))


class RestForm(forms.Form):
    why = forms.CharField(label=gettext_lazy("What we are waiting for"), required=False, max_length=300)
    until = DayField(label=gettext_lazy("Look again on"))


class CampaignForm(forms.Form):
    """The terms of a campaign: all of them fixed before the first loss is drawn."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    ends_on = DayField(
        label=gettext_lazy("Day of the verdict"),
        help_text=gettext_lazy("Fixed now, so that nobody stops when it looks good."),
    )
    waiting = forms.TypedChoiceField(
        label=gettext_lazy("Left alone until then"),
        choices=[(f"{tenths / 10}", gettext_lazy("%(n)d of 10") % {"n": tenths}) for tenths in range(1, 6)],
        coerce=float,
    )


class GiveForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("To whom"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.colleagues_of(by)  # type: ignore[attr-defined]  # as above


class KeyForm(forms.Form):
    """Which page of a deal round it was: pressed twice, it deals once."""

    key = forms.CharField(max_length=40)


class LimitForm(forms.Form):
    limit = forms.IntegerField(label=gettext_lazy("At once"), min_value=0)


class StepForm(forms.Form):
    """One milestone of a template."""

    what = forms.CharField(label=gettext_lazy("What should be true"), max_length=200)
    workdays = forms.IntegerField(label=gettext_lazy("After how many working days"), min_value=0)
    key = forms.ChoiceField(choices=[("", gettext_lazy("when somebody says so")), *Key.choices], required=False)


class TemplateForm(forms.Form):
    goal = forms.CharField(label=gettext_lazy("A good end"), required=False, max_length=300)
    changes = forms.CharField(
        label=gettext_lazy("Changes to think of"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text=gettext_lazy("One a line. A plan shows them until one is named."),
    )
    seen = SeenField()
