"""Pages on which a loss is understood: where the voices differ, and the five whys."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wonback.losses.models import Loss
from wonback.losses.truth import differing, whose_agreement
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page


@login_required
@require_safe
def voices(request: Request) -> HttpResponse:
    """Losses for which our rep and the client name different reasons, both side by side."""
    request.user.must(Right.INTERVIEW)
    losses = Loss.objects.visible_to(request.user).where_voices_differ().select_related("client", "deal")
    shown = page(losses, by=("-lost_on", "pk"), after=request.GET.get("after", ""))
    context = {"page": shown, "rows": differing(shown.rows), "whose": whose_agreement(request.user)}
    return render(request, "losses/voices_page.html", context)
