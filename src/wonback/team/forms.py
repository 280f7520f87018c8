"""What an admin says of a person, and the codes of a second factor."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy

from wonback.team.models import User
from wonback.web.forms import LongSelect, SeenField


class EmployedForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("With it they sign in. Whoever has none does not."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=User.Role.choices)
    team = forms.CharField(
        label=gettext_lazy("Team"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-teams"}),
        help_text=gettext_lazy("A lead sees the clients of their team. A name nobody knows yet makes a new team."),
    )
    seen = SeenField()


class ReportingForm(forms.Form):
    reports_to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Reports to"),
        required=False,
        widget=LongSelect,
        empty_label=gettext_lazy("Nobody"),
        help_text=gettext_lazy(
            "Nobody asks the lost clients of whom they report to. What is said of them is for this lead alone."
        ),
    )
    paid_on_team = forms.BooleanField(
        label=gettext_lazy("Paid on what their people keep or lose"),
        required=False,
        help_text=gettext_lazy("Then they do not ask their people’s lost clients why."),
    )
    seen = SeenField()

    def __init__(self, *args: Any, about: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reports_to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared above; tells the type
        field.queryset = User.objects.filter(is_active=True).exclude(pk=about.pk).order_by("name")


def digits() -> forms.TextInput:
    """Six of an app, or eight of a code on paper: a phone shows digits to type, and may fill them in."""
    return forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True})


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    code = forms.CharField(label=gettext_lazy("The six digits that the app shows now"), widget=digits(), max_length=20)


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # as above
    code = forms.CharField(label=gettext_lazy("Code"), widget=digits(), max_length=20)


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]  # as above
    code = forms.CharField(label=gettext_lazy("Code"), widget=digits(), max_length=20)
