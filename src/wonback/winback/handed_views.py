"""The two links of a deal round's letter: take on, or give back. Looking changes nothing; only a button does."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from wonback.post import links
from wonback.post.doors import colleague
from wonback.team.request import Request
from wonback.web.forms import words
from wonback.winback.deal_round_mail import ACCEPT, GIVE_BACK
from wonback.winback.models import HandOut


def given_by(kind: str, token: str) -> HandOut:
    """The hand-out a link speaks of. Whoever does not work here any more opens none."""
    related = (
        HandOut.objects.filter(to__is_active=True)
        .exclude(nonce="")
        .select_related("loss__client", "loss__reason", "to", "by")
    )
    return links.found(kind, token, related)


def shown(request: Request, given: HandOut, way: str, token: str) -> HttpResponse:
    context: dict[str, Any] = {"given": given, "way": way, "token": token, "state": state_of(given, way)}
    return render(request, "winback/handed.html", context)


def state_of(given: HandOut, way: str) -> str:
    """What this link still can do: ask, or only say how it stands."""
    if given.given_back_at:
        return "given back"
    if given.loss.recovered_on or given.loss.let_go_at:
        return "over"
    return "accepted" if given.accepted_at and way == "accept" else "ask"


@colleague
def accept(request: Request, token: str) -> HttpResponse:
    """Take it on."""
    given = given_by(ACCEPT, token)
    if request.method == "POST":
        given.accept(by=given.to, at=request.now)
        return redirect("handed:accept", token)
    return shown(request, given, "accept", token)


@colleague
def give_back(request: Request, token: str) -> HttpResponse:
    """Give it back, and say why."""
    given = given_by(GIVE_BACK, token)
    if request.method == "POST":
        given.give_back(words(request.POST, "why", most=200), by=given.to, at=request.now)
        return redirect("handed:give_back", token)
    return shown(request, given, "give back", token)
