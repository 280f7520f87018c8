"""A second factor beside the password: the code of an app on a phone, or one of ten codes on paper. Who has to have one, and who has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from wonback.core.errors import Refusal
from wonback.core.sealing import Seal
from wonback.core.verbs import Verb
from wonback.team.models import NotAllowed, User
from wonback.team.policy import Right

# Where people go who have yet to set one up; programs are told in their own way.
OPEN_WITHOUT = ("/account/", "/api/", "/healthz")

SET_UP = Verb("second_factor.set_up", gettext_lazy("{about} set up a second factor: {kind}."))
SWITCHED_OFF = Verb("second_factor.switched_off", gettext_lazy("{about} switched a second factor off: {kind}."))
FORGOTTEN = Verb("second_factor.forgotten", gettext_lazy("{actor} took the second factor of {about} away."))


class SecondFactorWanted(Refusal):
    """Your company asks for a second factor beside the password."""

    code = "second_factor_wanted"


class Sealing(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """What the codes are worked out from lies sealed: whoever has the database alone cannot sign in with it."""

    error_messages: ClassVar[dict[str, str | Promise]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "That code does not fit. Type the one your app shows now, or one of your codes on paper."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Set up the app on your phone first: codes on paper stand in for it."
        ),
    }

    def encrypt(self, text: str) -> str:
        return Seal.of_home().close(text)

    def decrypt(self, encrypted_text: str) -> str:
        return Seal.of_home().open(encrypted_text)


@dataclass(frozen=True)
class SecondFactor:
    """That of one person."""

    person: User

    @property
    def is_there(self) -> bool:
        """Whether a code is asked for when they sign in."""
        return bool(self.person.authenticator_set.exists())  # type: ignore[attr-defined]  # allauth ships no types

    @property
    def is_wanted(self) -> bool:
        """Whether the company wants one of this person."""
        of = settings.SECOND_FACTOR
        return of == "everybody" or (of == "admins" and self.person.may(Right.ADMINISTER))

    @property
    def is_missing(self) -> bool:
        """Whether they have yet to set one up. It costs a query only where the company wants one."""
        return self.is_wanted and not self.is_there

    def must_not_be_missing(self) -> None:
        if self.is_missing:
            told = _("Set up the app on your phone first: open Wonback in this browser, it leads you there.")
            raise SecondFactorWanted(told)

    def forget(self, *, by: User | None, at: datetime) -> None:
        """They have lost their phone and their codes: their password alone lets them in until they set up another.

        `by` nobody: on the server, which is all that the only admin may still have.
        """
        if by is not None:
            by.must(Right.ADMINISTER)
        if by == self.person:
            raise NotAllowed(_("Switch off your own under your name, or ask another admin."))
        with transaction.atomic():
            self.person.authenticator_set.all().delete()  # type: ignore[attr-defined]  # as above
            self.person.tell(FORGOTTEN, by=by, at=at)


def wanted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever has to have a second factor sets it up before they do anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Who is signed in is read from the database: not for pages that do not ask.
        if settings.SECOND_FACTOR == "optional" or request.path.startswith(OPEN_WITHOUT):
            return get_response(request)
        if not isinstance(request.user, User) or not SecondFactor(request.user).is_missing:
            return get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(reverse("mfa_activate_totp"))
        return redirect("mfa_activate_totp")

    return middleware
