"""What people may type about an interview."""

from django import forms
from django.utils.translation import gettext_lazy


class AskForm(forms.Form):
    said = forms.CharField(label=gettext_lazy("What they said, in their words"), required=False, widget=forms.Textarea)
    declined = forms.BooleanField(label=gettext_lazy("They would rather not say"), required=False)
