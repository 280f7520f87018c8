"""What people do about themselves on allauth's pages is written down as what admins do about them is."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from wonback.core.verbs import Verb
from wonback.team.models import User
from wonback.team.second_factor import SET_UP, SWITCHED_OFF

KINDS = {
    Authenticator.Type.TOTP: gettext_lazy("the app on a phone"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("codes on paper"),
}
NEW_PASSWORD = Verb("password.chosen", gettext_lazy("{about} chose a new password."))


@receiver([password_changed, password_set, password_reset])
def tell_of_password(request: HttpRequest, user: User, **_how: Any) -> None:
    user.tell(NEW_PASSWORD, by=user, at=request.now)  # type: ignore[attr-defined]  # read by web.middleware.clock


@receiver([authenticator_added, authenticator_removed])
def tell_of_factor(signal: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_how: Any) -> None:
    verb = SET_UP if signal is authenticator_added else SWITCHED_OFF
    at = request.now  # type: ignore[attr-defined]  # as above
    user.tell(verb, by=user, at=at, kind=str(KINDS[authenticator.type]))
