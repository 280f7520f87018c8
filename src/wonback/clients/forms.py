"""What people may write down about a client, the people there, and what they allow us."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client, Contact, Permission
from wonback.clients.models.client import FACTS
from wonback.clients.models.contact import FACTS as ABOUT_A_PERSON
from wonback.team.models import User
from wonback.web.forms import SeenField


def in_which_language() -> list[tuple[str, str]]:
    """The languages letters can be written in; first, that nobody has said."""
    return [("", _("Nobody has said")), *((code, str(name)) for code, name in settings.LANGUAGES)]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker only
    """Somebody who is at a client now; a form offers them once it knows which client."""

    def __init__(self, **how: Any) -> None:
        super().__init__(Contact.objects.none(), **how)

    def offer(self, client: Client, people: Iterable[Contact] | None = None) -> None:
        """`people`: those there, where the page has them already and the choices need no query of their own."""
        self.queryset = client.contacts.filter(left_on=None).order_by("name", "pk")
        if people is not None:
            self.choices = [("", self.empty_label), *((one.pk, one.name) for one in people)]


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker only
    """What we know about a client who is there already. When they became one is told by their spells."""

    class Meta:
        model = Client
        fields: tuple[str, ...] = ("name", "tier", "industry", "employees", "country", "town", "domain", "phone")
        labels = FACTS


class CorrectForm(FactsForm):
    """The same, put right by somebody who has seen what stands there."""

    seen = SeenField()


class ClientForm(FactsForm):
    """A new client."""

    since = forms.DateField(
        label=gettext_lazy("A client since"), required=False, help_text=gettext_lazy("Leave it empty if nobody knows.")
    )
    standing = forms.ChoiceField(
        label=gettext_lazy("Where they stand"),
        initial=Client.Standing.ACTIVE,
        # Who has left is recorded as a loss, with a reason; that is no field to be chosen.
        choices=[choice for choice in Client.Standing.choices if choice[0] != Client.Standing.LOST],
    )

    class Meta(FactsForm.Meta):
        fields = ("name", "standing", "tier", "industry", "employees", "country", "town", "domain", "phone")


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker only
    class Meta:
        model = Contact
        fields = ("name", "title", "role", "stance", "email", "phone", "language")
        labels = ABOUT_A_PERSON

    language = forms.ChoiceField(label=ABOUT_A_PERSON["language"], required=False, choices=in_which_language)


class KnownForm(ContactForm):
    """A person who is there already."""

    seen = SeenField()


class StandForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker only
    """How somebody stands to us now, since when, and whom they report to."""

    class Meta:
        model = Contact
        fields = ("role", "stance", "reports_to")
        labels = ABOUT_A_PERSON

    held_since = forms.DateField(label=gettext_lazy("Since when it is so"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Contact.objects.filter(client=self.instance.client_id, left_on=None).exclude(pk=self.instance.pk)
        chief = self.fields["reports_to"]
        chief.queryset = others.order_by("name")  # type: ignore[attr-defined]  # a ModelChoiceField
        chief.empty_label = gettext_lazy("Nobody knows")  # type: ignore[attr-defined]  # as above

    @classmethod
    def of(cls, contact: Contact, people: Iterable[Contact]) -> "StandForm":
        """A form for one of many: the people are on the page already, and are not asked for again."""
        form = cls(instance=contact, auto_id=f"stand_{contact.pk}_%s")
        nobody = ("", gettext_lazy("Nobody knows"))
        others = [(one.pk, one.name) for one in people if one.pk != contact.pk]
        form.fields["reports_to"].choices = [nobody, *others]  # type: ignore[attr-defined]  # a ModelChoiceField
        return form


class LeftForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Since when"), required=False)


class PermissionForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker only
    class Meta:
        model = Permission
        fields = ("answer", "contact", "scope", "words", "not_before", "until", "proof")
        widgets = {"answer": forms.RadioSelect, "words": forms.Textarea}
        labels = {
            "answer": gettext_lazy("What they said"),
            "contact": gettext_lazy("Who said it"),
            "scope": gettext_lazy("For what"),
            "words": gettext_lazy("In their words"),
            "not_before": gettext_lazy("Not before"),
            "until": gettext_lazy("Until (the first day it no longer holds)"),
            "proof": gettext_lazy("Where it is written"),
        }

    def __init__(self, *args: Any, client: Client, people: list[Contact] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact = self.fields["contact"]
        contact.queryset = client.contacts.filter(left_on=None)  # type: ignore[attr-defined]  # a ModelChoiceField
        contact.empty_label = gettext_lazy("The company as a whole")  # type: ignore[attr-defined]  # as above
        if people is not None:
            # The people are on the page already; the choices need no query of their own.
            company = ("", gettext_lazy("The company as a whole"))
            contact.choices = [company, *((one.pk, one.name) for one in people)]  # type: ignore[attr-defined]  # as above


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("To"), empty_label=gettext_lazy("Choose…"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.colleagues_of(by).order_by("name")
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]  # a ModelChoiceField
