"""What a colleague opens with a link from a letter: one question, and a page before anything happens. Without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wonback.post import links, tongues
from wonback.post.doors import colleague
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.winback.forms import NotCertainForm, ReadyForm
from wonback.winback.models import Nudge

BOTH = ["GET", "HEAD", "POST"]


def nudge_of(token: str) -> Nudge:
    related = ("to", "sent_by", "change__owner", "plan__owner", "plan__loss__client", "plan__loss__reason")
    return links.found("nudge", token, Nudge.objects.select_related(*related))


def shown(request: HttpRequest, nudge: Nudge, token: str, answer: str) -> HttpResponse:
    """The question, or what they have answered already; to somebody from outside, in their language."""
    if nudge.to is None:
        tongues.speak_to(None, request)
    is_over = bool(nudge.change and nudge.change.made_at)
    context = {"nudge": nudge, "token": token, "answer": answer, "is_over": is_over}
    response = render(request, "winback/nudge.html", context)
    if nudge.to is None:
        tongues.remember_choice(request, response)
    return response


@colleague
@require_http_methods(BOTH)
def ready(request: Request, token: str) -> HttpResponse:
    """It is made; or: we can execute. Opening the link alone says nothing."""
    nudge = nudge_of(token)
    if request.method == "POST":
        nudge.ready(filled(ReadyForm(request.POST))["evidence"], at=request.now)
    return shown(request, nudge, token, "ready")


@colleague
@require_http_methods(BOTH)
def not_certain(request: Request, token: str) -> HttpResponse:
    """Not yet, and why."""
    nudge = nudge_of(token)
    if request.method == "POST":
        told = filled(NotCertainForm(request.POST))
        nudge.not_certain(told["why"], ask_again_on=told["ask_again_on"], at=request.now)
    return shown(request, nudge, token, "not_certain")
