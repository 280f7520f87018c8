"""Who a program acts for: the person of its token, or whoever is signed in in this browser."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from wonback.core.errors import Refusal
from wonback.team.models import Token, User
from wonback.team.second_factor import SecondFactor

READING = {"GET", "HEAD", "OPTIONS"}


class ScopeTooNarrow(Refusal):
    """A token that may read may not write."""

    code = "scope_too_narrow"


class PageTooOld(Refusal):
    """A browser must prove that the request comes from one of our pages."""

    code = "page_too_old"


class Bearer(HttpBearer):
    """`Authorization: Bearer wb_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = Token.objects.living().select_related("user").filter(digest=Token.digest_of(token)).first()
        if found is None:
            return None
        if request.method not in READING and found.scope != Token.Scope.WRITE:
            raise ScopeTooNarrow(_("Use a token that may write, or make one on the page of your tokens."))
        found.used(on=request.today)  # type: ignore[attr-defined]  # read by web.middleware.clock
        request.user = found.user
        return found.user


class SignedIn(APIKeyCookie):
    """The session of a browser, with proof that the request comes from our own pages."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any | None:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise PageTooOld(
                _("Open the page again and send the token it carries (X-CSRFToken), or use a bearer token.")
            )
        SecondFactor(request.user).must_not_be_missing()
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        return request.user
