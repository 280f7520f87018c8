"""What people may type about a token."""

from django import forms
from django.utils.translation import gettext_lazy

from wonback.team.models import Token


class TokenForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=80)
    scope = forms.ChoiceField(
        label=gettext_lazy("What it may do"), choices=Token.Scope, widget=forms.RadioSelect, initial="read"
    )
