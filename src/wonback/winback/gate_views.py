"""The lock of a plan: a lead opens it all the same, a colleague is asked whether we can execute, and both are reported."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.paging import page
from wonback.web.toast import toast
from wonback.winback.forms import AskToSignForm
from wonback.winback.models import Nudge, Override
from wonback.winback.views import answer, plan_of


@login_required
@require_POST
def override(request: Request, pk: int) -> HttpResponse:
    """A lead answers for what is undone."""
    one = plan_of(request, pk)
    one.override(words(request.POST, "why", most=300), by=request.user, at=request.now)
    return answer(request, one)


@login_required
@require_POST
def ask_to_sign(request: Request, pk: int) -> HttpResponse:
    """Ask somebody in delivery whether we can execute."""
    one = plan_of(request, pk)
    sent = Nudge.about_plan(one, filled(AskToSignForm(request.POST))["to"], by=request.user, at=request.now)
    toast(request, _("Asked. %(name)s gets a letter with two links.") % {"name": sent.who})
    return redirect(one)


@login_required
@require_safe
def overrides(request: Request) -> HttpResponse:
    """Every time a lead let us ask although something was undone."""
    if not request.user.may(Right.LEAD):
        raise Http404
    found = Override.objects.visible_to(request.user).for_cards()
    shown = page(found, by=("-at", "-pk"), after=request.GET.get("after", ""))
    return render(request, "winback/overrides.html", {"page": shown})
