"""What we heard, for the client: they say that it is right, put it right, or want to hear no more from us."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wonback.interviews.live_forms import ForbidForm, VerdictForm
from wonback.interviews.models import Recap
from wonback.interviews.models.recap import LINK_HERE
from wonback.post import links
from wonback.post.doors import stranger
from wonback.post.tongues import speak_to
from wonback.team.request import Request
from wonback.web.forms import filled


def recap_of(request: Request, token: str) -> Recap:
    related = ("interview__loss__client", "interview__interviewer", "contact__client", "permission__client", "sent_by")
    found = links.found("recap", token, Recap.objects.select_related(*related))
    speak_to(found.contact, request)
    return found


@stranger
@require_safe
def read(request: Request, token: str) -> HttpResponse:
    """What we heard, for the client."""
    shown = recap_of(request, token)
    form = VerdictForm(initial={"allowed": shown.permission.words if shown.permission else ""})
    is_quiet = shown.contact is not None and not shown.contact.may_be_reached(channel="mail", as_of=request.today)
    context = {"recap": shown, "form": form, "token": token, "forbid_form": ForbidForm(), "is_quiet": is_quiet}
    return render(request, "interviews/read.html", context | {"text": shown.text.replace(LINK_HERE, "").strip()})


@stranger
@require_POST
def verdict(request: Request, token: str) -> HttpResponse:
    """That's right, or not quite."""
    recap_of(request, token).answer(**filled(VerdictForm(request.POST)), at=request.now)
    return redirect("strangers:recap", token)


@stranger
@require_POST
def forbid(request: Request, token: str) -> HttpResponse:
    """No more contact."""
    recap_of(request, token).forbid(**filled(ForbidForm(request.POST)), at=request.now)
    return redirect("strangers:recap", token)
