"""The page on which the furniture stands to be looked at. Only in development."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wonback.core.errors import Refusal
from wonback.web import gallery


def design(request: HttpRequest) -> HttpResponse:
    return render(request, "design/page.html", gallery.everything(today=request.today))  # type: ignore[attr-defined]  # set by the clock


def refused(request: HttpRequest) -> HttpResponse:
    raise Refusal("Ask the client why they left.", "Have delivery confirm they are ready.")
