"""One answer for both kinds of browser: a named part for htmx, a redirect for a plain one."""

from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


class HasPage(Protocol):
    def get_absolute_url(self) -> str: ...


def reply(request: HtmxRequest, part: str, context: dict[str, Any], *, otherwise: HasPage | str) -> HttpResponse:
    """Answer htmx with one named part of a page, and a plain browser with a redirect."""
    if request.htmx:
        response = render(request, part, context)
        response.write(render_to_string("components/late_toasts.html", request=request))
        return response
    return redirect(otherwise)
