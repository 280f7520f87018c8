"""What a client wants more of: opened, taken further, taken or declined."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wonback.care.forms import ExpansionForm, NextStepForm, WhyForm
from wonback.care.models import Expansion
from wonback.care.models.expansion import Chance
from wonback.care.views import back, client_or_404
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast


@login_required
@require_POST
def open_(request: Request, pk: int) -> HttpResponse:
    """Write down what they want more of."""
    client = client_or_404(request, pk)
    Expansion.open_(client, Chance(**filled(ExpansionForm(request.POST))), by=request.user, at=request.now)
    return redirect(back(request, client))


def expansion_or_404(request: Request, pk: int) -> Expansion:
    return get_object_or_404(Expansion.objects.visible_to(request.user).select_related("client"), pk=pk)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """What is next, and by when."""
    wanted, told = expansion_or_404(request, pk), filled(NextStepForm(request.POST))
    wanted.move(told["next_step"], told["due_by"], worth=told["worth"], by=request.user, at=request.now)
    return redirect(back(request, wanted.client))


@login_required
@require_POST
def win(request: Request, pk: int) -> HttpResponse:
    """They took it."""
    wanted = expansion_or_404(request, pk)
    wanted.win(by=request.user, at=request.now)
    toast(
        request, _("%(client)s took more of us: %(what)s.") % {"client": wanted.client, "what": wanted.what.rstrip(".")}
    )
    return redirect(back(request, wanted.client))


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """They do not, and why."""
    wanted = expansion_or_404(request, pk)
    wanted.decline(filled(WhyForm(request.POST))["why"], by=request.user, at=request.now)
    return redirect(back(request, wanted.client))
