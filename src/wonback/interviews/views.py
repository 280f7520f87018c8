"""Pages of the interviewer."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wonback.interviews.forms import AskForm
from wonback.interviews.models import Interview
from wonback.losses.views import loss_of
from wonback.team.request import Request
from wonback.web.forms import filled


@login_required
@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    """Note, in one go, what a neutral person was told."""
    loss = loss_of(request, pk)
    Interview.note(loss, **filled(AskForm(request.POST)), by=request.user, at=request.now)
    return redirect(loss)
