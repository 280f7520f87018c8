"""What people may type into the letter that carries a pitch."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from wonback.clients.models import Contact


class LetterForm(forms.Form):
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("To whom"))
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Letter"), widget=forms.Textarea(attrs={"rows": 22}))

    def __init__(self, *args: Any, people: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField, as above
