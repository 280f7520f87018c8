"""What makes Today a thing to install and to read without a network. Nothing that is about a client is kept by the service worker."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wonback.care.models import Sighting, Touch
from wonback.desk.offline import HOURS_KEPT, day_of, key_of
from wonback.team.policy import Right
from wonback.team.request import Request


@require_safe
def manifest(request: Request) -> JsonResponse:
    """What a phone wants to know of an app before it installs it."""
    drawings = [("icons/wonback-192.png", 192), ("icons/wonback-512.png", 512)]
    icons = [
        {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
        for name, size in drawings
    ]
    about = {
        "name": "Wonback",
        "short_name": "Wonback",
        "description": _("Whom to call today, also without a network."),
        "start_url": reverse("desk:offline"),
        "scope": "/",
        "id": "/",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#1f6b52",
        "icons": icons,
    }
    return JsonResponse(about, content_type="application/manifest+json")


@require_safe
def service_worker(request: Request) -> HttpResponse:
    """The worker, at the root, so that it may answer for every page when there is no network."""
    response = render(request, "desk/service-worker.js", {"shell": reverse("desk:offline")})
    response["Content-Type"] = "text/javascript; charset=utf-8"
    response["Cache-Control"] = "no-cache"
    return response


@login_required
@require_safe
def offline(request: Request) -> HttpResponse:
    """The page a phone shows without a network: the same for everybody, with nothing of anybody in it."""
    return render(
        request, "desk/offline.html", {"channels": Touch.Channel.choices, "sources": Sighting.Source.choices[1:]}
    )


@login_required
@require_safe
def who(request: Request) -> JsonResponse:
    """Who is signed in, what their queue is sealed with, and the proof that what is sent comes from us."""
    return private({"user": request.user.pk, "key": key_of(request.user), "csrf": get_token(request)})


@login_required
@require_safe
def day(request: Request) -> JsonResponse:
    """The day of whoever is signed in, to take along."""
    request.user.must(Right.WORK)
    return private({"user": request.user.pk, "hours": HOURS_KEPT, **day_of(request.user, as_of=request.today)})


def private(told: dict[str, object]) -> JsonResponse:
    """No cache between us and the device keeps it."""
    response = JsonResponse(told)
    response["Cache-Control"] = "no-store"
    return response
