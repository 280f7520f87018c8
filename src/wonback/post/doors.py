"""Doors for strangers: pages that open with a link alone. Whoever guesses links is shown nothing, and soon made to wait."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_protect

from wonback.core.errors import Refusal
from wonback.post import tongues

# Somebody whose mail program cut a link in two tries it two or three times.
WRONG_LINKS = 10
WAIT_SECONDS = 300

View = Callable[..., HttpResponse]


def stranger(view: View) -> View:
    """Let people in by their link alone, in their language: no session, and no trace in caches and search machines."""

    @wraps(view)
    def door(request: HttpRequest, *args: object, **facts: object) -> HttpResponse:
        response = spoken(view, request, tongues.asked_for(request), *args, **facts)
        tongues.remember_choice(request, response)
        return response

    return csrf_protect(door)


def colleague(view: View) -> View:
    """The same door for one of us who may have no sign-in here: in the language of the house."""

    @wraps(view)
    def door(request: HttpRequest, *args: object, **facts: object) -> HttpResponse:
        return spoken(view, request, settings.LANGUAGE_CODE, *args, **facts)

    return csrf_protect(door)


def spoken(view: View, request: HttpRequest, language: str, *args: object, **facts: object) -> HttpResponse:
    """Turn a language on at the door and off behind it. The view may know better who reads."""
    with translation.override(language):
        response = unseen(answer(view, request, *args, **facts))
        response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response


def answer(view: View, request: HttpRequest, *args: object, **facts: object) -> HttpResponse:
    mark = f"stranger:{network_of(request)}"
    if cache.get(mark, 0) >= WRONG_LINKS:
        return render(request, "post/wait.html", status=429)
    try:
        return view(request, *args, **facts)
    except Http404:
        cache.add(mark, 0, WAIT_SECONDS)
        cache.incr(mark)
        return render(request, "post/nothing.html", status=404)
    except Refusal as refusal:
        return render(request, "post/refusal.html", {"refusal": refusal}, status=422)


def network_of(request: HttpRequest) -> str:
    """Where the request comes from. With IPv6, one household has more addresses than anybody could count."""
    address = ip_address(get_adapter().get_client_ip(request))
    return str(ip_network((address, 64), strict=False) if address.version == 6 else address)


def unseen(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Other sites learn nothing. Ours must: under “no-referrer” a browser hides where a form comes from, and we refuse it.
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
