"""The screens people work at: today, one client, all clients, search."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wonback.desk.client import client_page
from wonback.desk.clients import client_list
from wonback.desk.search import search as found_for
from wonback.desk.sheet import sheet_of
from wonback.desk.today import today_of
from wonback.rewards.models import Praise
from wonback.team.policy import Right
from wonback.team.request import Request


@login_required
@require_safe
def today(request: Request) -> HttpResponse:
    """Whom to call today."""
    return render(request, "desk/today.html", day_of(request))


@login_required
@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """One line of today opened: the call sheet beside the list."""
    if request.htmx:
        opened = sheet_of(pk, request.user, as_of=request.today)
        return render(request, "desk/sheet.html", {"sheet": opened, "row": opened.row})
    day = day_of(request)
    opened = sheet_of(pk, request.user, as_of=request.today, worth=day["today"].worth_of(pk))
    row = opened.row if day["today"].lists(opened.client) else ""
    return render(request, "desk/today.html", day | {"sheet": opened, "row": row})


def day_of(request: Request) -> dict[str, Any]:
    said = Praise.objects.new_for(request.user, as_of=request.today)
    rights = {"may_work": request.user.may(Right.WORK)}
    return {"today": today_of(request.user, as_of=request.today), "praised": said, **rights}


@login_required
@require_safe
def clients(request: Request) -> HttpResponse:
    """All clients of a book."""
    listed = client_list(request.user, request.GET.dict(), as_of=request.today)
    offered = {"may_work": request.user.may(Right.WORK), "may_import": request.user.may(Right.IMPORT)}
    return render(request, "desk/clients.html", {"list": listed, "page": listed.page} | offered)


@login_required
@require_safe
def client(request: Request, pk: int) -> HttpResponse:
    """One client, on one screen. An address of before leads to the one that it is part of now."""
    shown = client_page(pk, request.user, as_of=request.today, after=request.GET.get("after", ""))
    if shown.client.pk != pk:
        return redirect(shown.client)
    return render(request, "desk/client.html", {"it": shown, "client": shown.client, "page": shown.told})


@login_required
@require_safe
def search(request: Request) -> HttpResponse:
    """Find a client or a person."""
    found = found_for(request.GET.get("q", ""), request.user, as_of=request.today)
    return render(request, "desk/search.html", {"found": found})
