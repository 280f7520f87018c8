"""The first sign-in of somebody an admin added: a link with which they choose a password. It works once, and for three days."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.core.errors import Refusal
from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.policy import Right

INVITED = Verb("person.invited", gettext_lazy("{actor} made a link with which {about} chooses a password."))


class NotInvited(Refusal):
    """An invitation needs somebody who works here, and an address."""

    code = "not_invited"


def has_mail() -> bool:
    """Whether letters go out at all."""
    return "console" not in settings.MAILERS["default"]["BACKEND"]


def invite(person: User, *, by: User, at: datetime) -> str:
    """Send them the link, if there is a mail server; return it. Each link makes the earlier ones useless once a password is chosen."""
    by.must(Right.ADMINISTER)
    if not person.is_active:
        raise NotInvited(_("Bring %(name)s back first: they have left.") % {"name": person})
    if not person.email:
        raise NotInvited(_("Write down the e-mail of %(name)s first.") % {"name": person})
    address = link_for(person)
    if has_mail():
        _send(person, address, by=by)
    person.tell(INVITED, by=by, at=at)
    return address


def link_for(person: User) -> str:
    """Where they choose a password, as after “forgotten”."""
    told = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.WONBACK_URL + reverse("account_reset_password_from_key", kwargs=told)


def _send(person: User, address: str, *, by: User) -> None:
    told = {"person": person, "by": by, "address": address, "days": settings.PASSWORD_RESET_TIMEOUT // 86_400}
    subject = _("%(by)s has added you to Wonback") % {"by": by}
    try:
        send_mail(subject, render_to_string("team/invitation.txt", told), None, [str(person.email)])
    except OSError as error:
        why = {"why": error.strerror or str(error)}
        raise NotInvited(_("Look after the mail server first, it did not take the letter: %(why)s") % why) from error
