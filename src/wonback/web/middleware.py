"""What happens around every request: the clock is read once, and refusals become answers people can use."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wonback.core.errors import Refusal
from wonback.core.writing import WrittenMeanwhile
from wonback.web.reply import HtmxRequest

Handler = Callable[[HttpRequest], HttpResponse]


def clock(get_response: Handler) -> Handler:
    """Read the clock once per request; everything below is told the time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        request.now = now  # type: ignore[attr-defined]  # typed as team.request.Request
        request.today = timezone.localdate(now)  # type: ignore[attr-defined]  # typed as team.request.Request
        return get_response(request)

    return middleware


def rest(request: HttpRequest, refusal: WrittenMeanwhile) -> list[tuple[str, str]]:
    """All that was sent beside the texts two people wrote: it is sent again with what the person decides."""
    asked = {"csrfmiddlewaretoken", "seen", *(one.part for one in refusal.clashes if one.is_text)}
    return [(name, str(value)) for name, values in request.POST.lists() if name not in asked for value in values]


class Refusals:
    """Turn a refusal from the domain into a page, or a part of one for htmx."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HtmxRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if isinstance(exception, WrittenMeanwhile) and not request.htmx:
            context = {"refusal": exception, "rest": rest(request, exception)}
            return render(request, "written_meanwhile.html", context, status=422)
        part = "refusal.html#reasons" if request.htmx else "refusal.html"
        response = render(request, part, {"refusal": exception}, status=422)
        response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "outerHTML"
        return response
