"""What an admin types to join a program."""

from django import forms
from django.utils.translation import gettext_lazy

from wonback.connectors.sources import Source


class ConnectForm(forms.Form):
    base = forms.CharField(label=gettext_lazy("Address"), max_length=200)
    secret = forms.CharField(
        label=gettext_lazy("Token"),
        max_length=4_000,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("It is tried once, kept sealed, and never shown again."),
    )

    def __init__(self, source: Source, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]  # what a request posted, or nothing
        if source.example:
            self.fields["base"].widget.attrs["placeholder"] = source.example
        else:
            del self.fields["base"]
