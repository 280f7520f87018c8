"""The lead's page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wonback.desk.book import Book
from wonback.desk.book_charts import charts_of
from wonback.desk.book_lists import LISTS
from wonback.desk.insights import Insights
from wonback.metrics.subjects import own_subject
from wonback.team.policy import Right
from wonback.team.request import Request


@login_required
@require_safe
def book(request: Request) -> HttpResponse:
    """Five sentences a lead should know, and three pictures."""
    of_lead = opened(request)
    seen = own_subject(request.user)
    return render(
        request, "desk/book.html", {"sentences": of_lead.sentences(), "charts": charts_of(of_lead), "seen": seen}
    )


@login_required
@require_safe
def book_list(request: Request, key: str) -> HttpResponse:
    """The list behind one of the sentences."""
    of_lead = opened(request)
    if key not in LISTS:
        raise Http404
    return render(request, "desk/book_list.html", {"list": LISTS[key].of(of_lead)})


@login_required
@require_safe
def insights(request: Request) -> HttpResponse:
    """What bringing clients home has taught: how far, how long, what works, what came back."""
    opened(request)
    seen = own_subject(request.user)
    return render(request, "desk/insights.html", {"it": Insights(request.user, request.today), "seen": seen})


def opened(request: Request) -> Book:
    """The book of whoever leads; for anybody else there is none."""
    if not request.user.may(Right.LEAD):
        raise Http404
    return Book(request.user, request.now, request.today)
