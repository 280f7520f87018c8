"""Pages on which a loss is understood: where the voices differ, and the five whys."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from wonback.losses.models import Loss, Why
from wonback.losses.truth import differing, whose_agreement
from wonback.losses.views import loss_of
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import words
from wonback.web.paging import page

MOST_DIGITS = 3


@login_required
@require_safe
def voices(request: Request) -> HttpResponse:
    """Losses for which our rep and the client name different reasons, both side by side."""
    request.user.must(Right.INTERVIEW)
    losses = Loss.objects.visible_to(request.user).where_voices_differ().select_related("client", "deal")
    shown = page(losses, by=("-lost_on", "pk"), after=request.GET.get("after", ""))
    context = {"page": shown, "rows": differing(shown.rows), "whose": whose_agreement(request.user)}
    return render(request, "losses/voices_page.html", context)


@login_required
@require_POST
def write_why(request: Request, pk: int) -> HttpResponse:
    """Ask why once more, and answer it."""
    one = loss_of(request, pk)
    Why.write(one, words(request.POST, "because", most=500), by=request.user, at=request.now)
    return redirect(f"{one.get_absolute_url()}#whys")


@login_required
@require_POST
def strike_why(request: Request, pk: int) -> HttpResponse:
    """Take an answer back, with those built on it."""
    one = loss_of(request, pk)
    depth = request.POST.get("depth", "")
    why = get_object_or_404(one.whys, depth=int(depth) if depth.isdecimal() and len(depth) < MOST_DIGITS else 0)
    why.strike(by=request.user, at=request.now)
    return redirect(f"{one.get_absolute_url()}#whys")
