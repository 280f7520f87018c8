"""In which language somebody at a client reads us: as they chose, else as we know of them, else as their browser asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import formats, translation
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from wonback.clients.models import Contact

# What they chose at the foot of a page stays for that browser; it says nothing else about them.
COOKIE = "reads"
CHOICE = "reads"
DOOR = "/s/"


def chosen(request: HttpRequest) -> str:
    """What they chose at the foot of this page or of one before; empty: nothing."""
    said = request.GET.get(CHOICE) or request.COOKIES.get(COOKIE, "")
    return said if said in dict(settings.LANGUAGES) else ""


def asked_for(request: HttpRequest) -> str:
    """As long as we do not know who reads: what they chose, or what their browser asks for."""
    return chosen(request) or translation.get_language_from_request(request)


def speak_to(contact: "Contact | None", request: HttpRequest) -> None:
    """From here on the page speaks their language. What they chose holds for our letters too, once they do something."""
    known = contact.language if contact and contact.language in dict(settings.LANGUAGES) else ""
    translation.activate(chosen(request) or known or asked_for(request))
    if contact and request.method == "POST" and (chosen(request) or not known):
        contact.choose_language(translation.get_language() or settings.LANGUAGE_CODE)


def remember_choice(request: HttpRequest, response: HttpResponse) -> None:
    if request.GET.get(CHOICE) and chosen(request):
        response.set_cookie(
            COOKIE, chosen(request), path=DOOR, httponly=True, samesite="Lax", secure=request.is_secure()
        )


@contextmanager
def among_us() -> Iterator[None]:
    """What is written down for people here is written in the language of the house, whoever stands at the door."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def day_spoken(day: date) -> str:
    """A day as one writes it in a letter there: 1 December 2026, 1. Dezember 2026, 1 décembre 2026."""
    return formats.date_format(day, pgettext("a day in a letter", "j F Y"))


def day_called(day: date) -> str:
    """A day with its weekday, as the head of a list of times: Tuesday, 1 December."""
    return formats.date_format(day, pgettext("a day with its weekday", "l, j F"))


def moment_spoken(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as people say it there: Tuesday, 1 December, 10:00."""
    return formats.date_format(moment.astimezone(zone), pgettext("a moment in a letter", "l, j F, H:i"))
