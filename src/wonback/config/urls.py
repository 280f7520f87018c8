"""Every address of the house, app by app."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from wonback.jobs.views import healthz

ROOMS = [
    ("", "wonback.desk.urls"),
    ("clients/", "wonback.clients.urls"),
    ("care/", "wonback.care.urls"),
    ("losses/", "wonback.losses.urls"),
    ("", "wonback.winback.urls"),
    ("numbers/", "wonback.metrics.urls"),
    ("import/", "wonback.intake.urls"),
    ("", "wonback.api.urls"),
]
if settings.DEBUG:
    ROOMS.append(("design/", "wonback.web.urls"))

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.account.urls")),
    *(path(prefix, include(room)) for prefix, room in ROOMS if find_spec(room)),
]
