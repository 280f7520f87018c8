"""What people may say about referrals."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wonback.advocacy.models import Referral
from wonback.advocacy.models.referral import Talk, Told
from wonback.clients.forms import PersonField
from wonback.clients.models import Client, Contact, Deal
from wonback.team.models import User

OFFERED = 8


class NamedForm(forms.Form):
    """Whom they named."""

    name = forms.CharField(label=gettext_lazy("Which company"), required=False, max_length=200)
    person = forms.CharField(label=gettext_lazy("Who there"), required=False, max_length=200)
    words = forms.CharField(label=gettext_lazy("What they said of them"), required=False, max_length=300)

    def told(self) -> Told:
        return Told(**{name: self.cleaned_data[name] for name in ("name", "person", "words")})


class ReferralForm(NamedForm):
    """The same, with who told us. It is sent empty where somebody was only asked."""

    contact = PersonField(label=gettext_lazy("With whom you spoke"), required=False, empty_label="–")
    field_order = ("contact", "name", "person", "words")

    def __init__(self, *args: Any, client: Client, people: Iterable[Contact] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].offer(client, people)  # type: ignore[attr-defined]  # a PersonField

    def talk(self) -> Talk:
        return Talk(contact=self.cleaned_data["contact"])


class MetForm(forms.Form):
    """Who they are on file: offered are those with such a name."""

    client = forms.ModelChoiceField(Client.objects.none(), label=gettext_lazy("Who they are on file"))

    def __init__(self, *args: Any, user: User, called: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = Client.objects.visible_to(user)
        field = self.fields["client"]
        field.queryset = theirs  # type: ignore[attr-defined]  # a ModelChoiceField
        if not self.is_bound:
            found = theirs.search(called).order_by("name", "pk")[:OFFERED] if called.strip() else ()
            field.choices = [(one.pk, one.name) for one in found]  # type: ignore[attr-defined]  # as above

    @property
    def offers(self) -> bool:
        return bool(self.fields["client"].choices)  # type: ignore[attr-defined]  # as above


class WonForm(forms.Form):
    """The sale that came of it, if there is one on file."""

    deal = forms.ModelChoiceField(
        Deal.objects.none(),
        label=gettext_lazy("The sale that was won"),
        required=False,
        empty_label=gettext_lazy("None on file"),
    )

    def __init__(self, *args: Any, referral: Referral, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        won = Deal.objects.visible_to(user).filter(client=referral.became_id, outcome=Deal.Outcome.WON)
        self.fields["deal"].queryset = won.order_by("-closed_on", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField
