"""No, in RFC 9457's form; and the pages that explain each kind of no."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wonback.api.keys import PageTooOld, ScopeTooNarrow
from wonback.core.errors import Refusal
from wonback.core.locks import AGAIN_SECONDS, Busy, waited_in_vain

FORBIDDEN = (ScopeTooNarrow, PageTooOld)
SHOWN = 20


class SignInFirst(Refusal):
    """Nobody is signed in, and no token that works was sent."""

    code = "sign_in_first"


class NotHere(Refusal):
    """There is nothing here that this person can see."""

    code = "not_here"


class NotReadable(Refusal):
    """What was sent is not what this address expects."""

    code = "not_readable"


@dataclass(frozen=True)
class Kind:
    """One kind of no: its code and what it means."""

    code: str
    title: str


def kinds() -> list[Kind]:
    """Every refusal of the house, by code."""
    found = {kind.code: Kind(kind.code, title_of(kind)) for kind in descendants(Refusal)}
    return sorted(found.values(), key=lambda kind: kind.code)


def descendants(kind: type[Refusal]) -> Iterable[type[Refusal]]:
    for child in kind.__subclasses__():
        if child.__module__.startswith("wonback."):
            yield child
        yield from descendants(child)


def title_of(kind: type[Refusal]) -> str:
    return (kind.__doc__ or kind.__name__).strip().splitlines()[0].rstrip(".")


def problem(api: NinjaAPI, request: HttpRequest, refusal: Refusal, *, status: int) -> HttpResponse:
    """One refusal as application/problem+json."""
    body: dict[str, Any] = {
        "type": f"/problems/{refusal.code}/",
        "title": title_of(type(refusal)),
        "status": status,
        "detail": str(refusal),
        "reasons": refusal.reasons,
    }
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(AGAIN_SECONDS)
    return response


def status_of(refusal: Refusal) -> int:
    if isinstance(refusal, Busy):
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.FORBIDDEN if isinstance(refusal, FORBIDDEN) else HTTPStatus.UNPROCESSABLE_ENTITY


def explain_to(api: NinjaAPI) -> None:
    """Let this API say no in one form, whatever the cause."""

    @api.exception_handler(Refusal)
    def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return problem(api, request, refusal, status=status_of(refusal))

    @api.exception_handler(OperationalError)
    def wait(request: HttpRequest, error: OperationalError) -> HttpResponse:
        if busy := waited_in_vain(error):
            return problem(api, request, busy, status=status_of(busy))
        raise error

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        no = SignInFirst(_("Send a token as “Authorization: Bearer wb_…”, or sign in."))
        return problem(api, request, no, status=401)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(
            api, request, NotHere(_("Look for it by name: there is nothing here that you can see.")), status=404
        )

    @api.exception_handler(ValidationError)
    def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(api, request, NotReadable(*map(in_words, error.errors[:SHOWN])), status=422)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(api, request, NotReadable(_("Send JSON as this address expects it.")), status=error.status_code)


def in_words(error: dict[str, Any]) -> str:
    """One thing that cannot be read: where, and what is expected there."""
    where = ".".join(str(part) for part in error["loc"][1:] if part != "told") or _("the request")
    return _("Look at %(where)s: %(what)s.") % {"where": where, "what": error["msg"]}
