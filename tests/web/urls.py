"""A few addresses of our own, to try the furniture without the rooms."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from wonback.core.errors import Refusal
from wonback.web.reply import reply
from wonback.web.toast import toast


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal("Ask the client why they left.", "Write the <pitch>.")


def log(request: HttpRequest) -> HttpResponse:
    toast(request, "Touch logged.", undo="/touches/5/undo/")
    return reply(request, "components/empty.html", {"title": "Nobody to call."}, otherwise="/design/")


ROOMS = [path("today/", refuse, name="today"), path("book/", refuse, name="book")]

urlpatterns = [
    path("desk/", include((ROOMS, "desk"))),
    path("refuse/", refuse),
    path("log/", log),
    path("account/", include("allauth.account.urls")),
    path("design/", include("wonback.web.urls")),
]
