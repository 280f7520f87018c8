"""Competitors, and what clients lost themselves."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wonback.clients.models import Client
from wonback.losses.models import TheirLoss
from wonback.losses.rivals import RivalPage, rivals_of
from wonback.team.request import Request
from wonback.web.forms import filled

SHOWN = 200


@login_required
@require_safe
def rivals(request: Request) -> HttpResponse:
    """Who takes clients away, and who was seen near them."""
    return render(request, "losses/rivals.html", {"rivals": rivals_of(request.user)[:SHOWN]})


@login_required
@require_safe
def rival(request: Request, pk: int) -> HttpResponse:
    """One competitor, as our own losses show them."""
    one = get_object_or_404(rivals_of(request.user), pk=pk)
    return render(request, "losses/rival.html", RivalPage(one, request.user, request.today).context())


class TheirLossForm(forms.Form):
    what = forms.CharField(label=gettext_lazy("What they lost"), max_length=300)
    how_we_help = forms.CharField(label=gettext_lazy("How we might help"), max_length=300, required=False)


@login_required
@require_POST
def note_their_loss(request: Request, pk: int) -> HttpResponse:
    """Write down what a client lost themselves."""
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    TheirLoss.note(client, **filled(TheirLossForm(request.POST)), by=request.user, at=request.now)
    return redirect(client)


@login_required
@require_POST
def help_them(request: Request, pk: int) -> HttpResponse:
    """We helped a client with what they lost."""
    one = get_object_or_404(TheirLoss.objects.visible_to(request.user).select_related("client"), pk=pk)
    one.help(by=request.user, at=request.now)
    return redirect(one.client)
