"""Every address of the house, app by app."""

from importlib.util import find_spec
from typing import NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import include, path

from wonback.jobs.views import healthz

ROOMS = [
    ("", "wonback.desk.urls"),
    ("team/", "wonback.team.urls"),
    ("clients/", "wonback.clients.urls"),
    ("care/", "wonback.care.urls"),
    ("losses/", "wonback.losses.urls"),
    ("competitors/", "wonback.losses.rival_urls"),
    ("interviews/", "wonback.interviews.urls"),
    ("s/", "wonback.interviews.strangers"),
    ("s/", "wonback.winback.strangers"),
    ("c/", "wonback.winback.colleague_urls"),
    ("h/", "wonback.winback.handed_urls"),
    ("m/", "wonback.desk.morning_urls"),
    ("renewals/", "wonback.renewals.urls"),
    ("advocates/", "wonback.advocacy.urls"),
    ("duplicates/", "wonback.duplicates.urls"),
    ("outbox/", "wonback.post.urls"),
    ("", "wonback.winback.urls"),
    ("praise/", "wonback.rewards.urls"),
    ("pay/", "wonback.rewards.pay_urls"),
    ("numbers/", "wonback.metrics.urls"),
    ("import/", "wonback.intake.urls"),
    ("export/", "wonback.exports.urls"),
    ("connections/", "wonback.connectors.urls"),
    ("", "wonback.api.urls"),
]
if settings.DEBUG:
    ROOMS.append(("design/", "wonback.web.urls"))

# What allauth brings for houses where people sign up and confirm their address; an admin does both here.
SHUT = {
    "email/": "account_email",
    "confirm-email/": "account_email_verification_sent",
    "confirm-email/<str:key>/": "account_confirm_email",
    "login/code/confirm/": "account_confirm_login_code",
}


def nowhere(request: HttpRequest, **told: str) -> NoReturn:
    raise Http404


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    *(path(f"account/{route}", nowhere, name=name) for route, name in SHUT.items()),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
    *(path(prefix, include(room)) for prefix, room in ROOMS if find_spec(room)),
]
