"""What happens around every request: the clock is read once, and refusals become answers people can use."""

from collections.abc import Callable, Collection

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wonback.core.errors import Refusal
from wonback.core.locks import AGAIN_SECONDS, Busy, waited_in_vain
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


def sent(request: HttpRequest, *, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """All that a form sent but these parts, to be sent once more."""
    without = {"csrfmiddlewaretoken", *but}
    return [(name, str(value)) for name, values in request.POST.lists() if name not in without for value in values]


def may_stand_on_a_page(request: HttpRequest) -> bool:
    """Whether all of a form can wait there: no file, and no password or token (Django's `sensitive_post_parameters`)."""
    return request.method == "POST" and not request.FILES and not hasattr(request, "sensitive_post_parameters")


class Refusals:
    """Turn a refusal from the domain into a page, or a part of one for htmx."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HtmxRequest, exception: Exception) -> HttpResponse | None:
        refusal = waited_in_vain(exception) or exception
        if not isinstance(refusal, Refusal):
            return None
        if request.htmx:
            # htmx is told (base.html) to show this status alone.
            response = render(request, "refusal.html#reasons", {"refusal": refusal}, status=422)
            response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "outerHTML"
        else:
            response = self.page(request, refusal)
        if isinstance(refusal, Busy):
            response["Retry-After"] = str(AGAIN_SECONDS)
        return response

    def page(self, request: HttpRequest, refusal: Refusal) -> HttpResponse:
        """What was typed goes with it where the same may be sent again."""
        page = "refusal.html"
        context: dict[str, object] = {"refusal": refusal}
        if isinstance(refusal, WrittenMeanwhile):
            ours = {"seen", *(one.part for one in refusal.clashes if one.is_text)}
            page, context = "written_meanwhile.html", context | {"rest": sent(request, but=ours)}
        elif isinstance(refusal, Busy) and may_stand_on_a_page(request):
            context |= {"again": sent(request)}
        return render(request, page, context, status=503 if isinstance(refusal, Busy) else 422)
