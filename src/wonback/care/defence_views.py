"""A competitor near a client, and what we do so that they stay: one verb a view."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wonback.care.forms import NoteForm, SightingForm, WhyForm
from wonback.care.models import Defence, DefenceStep
from wonback.care.views import back, client_or_404
from wonback.clients.models import Client
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast


@login_required
@require_POST
def sighting(request: Request, pk: int) -> HttpResponse:
    """Write down where a competitor was seen, and defend the client."""
    client, seen = client_or_404(request, pk), filled(SightingForm(request.POST))
    Defence.against_seen(client, seen.pop("rival"), by=request.user, at=request.now, **seen)
    return redirect(back(request, client))


@login_required
@require_POST
def do(request: Request, pk: int) -> HttpResponse:
    """One step is done."""
    steps = DefenceStep.objects.visible_to(request.user).select_related("defence__client", "defence__competitor")
    step = get_object_or_404(steps, pk=pk)
    step.do(filled(NoteForm(request.POST))["note"], by=request.user, at=request.now)
    toast(request, _("Done. What is left stands beside it until they say that they stay."))
    return redirect(back(request, step.defence.client))


def defence_or_404(request: Request, pk: int) -> Defence:
    theirs = Defence.objects.visible_to(request.user).select_related("client", "competitor")
    return get_object_or_404(theirs, pk=pk)


@login_required
@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """They stay."""
    defence = defence_or_404(request, pk)
    defence.keep(filled(WhyForm(request.POST))["why"], by=request.user, at=request.now)
    toast(request, _("%(client)s stays with us.") % {"client": defence.client})
    return redirect(back(request, defence.client))


@login_required
@require_POST
def lose(request: Request, pk: int) -> HttpResponse:
    """They go. What went is recorded as a loss on the next page."""
    defence = defence_or_404(request, pk)
    defence.lose(filled(WhyForm(request.POST))["why"], by=request.user, at=request.now)
    if defence.client.standing == Client.Standing.ACTIVE:
        toast(request, _("Noted. If they leave, or a part of them does, record the loss."))
    return redirect(back(request, defence.client))
