"""The calendar at its private address, and a new address in its place."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wonback.desk.feed import calendar_of
from wonback.post.models import Feed
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.toast import toast


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Read by a calendar, which has no sign-in: the address is the key."""
    feed = Feed.opened(token)
    body = calendar_of(feed.user, at=request.now, as_of=request.today)  # type: ignore[attr-defined]  # the clock of web.middleware
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@login_required
@require_POST
def renew(request: Request) -> HttpResponse:
    """Make an address, or another in its place."""
    request.user.must(Right.WORK)
    Feed.renew(request.user, at=request.now)
    toast(request, _("Here is your address. One you had before opens nothing any more."))
    return redirect("desk:planner")
