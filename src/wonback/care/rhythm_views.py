"""How often clients should hear from us: the rules on one page, and what people may change of them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.care.forms import SeasonForm, TierForm
from wonback.care.models import Cadence, QuietSeason, Touch
from wonback.care.rhythm_page import RhythmPage
from wonback.care.rhythms import renew
from wonback.care.views import back, client_or_404
from wonback.clients.models import Client
from wonback.team.request import Request
from wonback.web.asking import must_be_filled, way_back
from wonback.web.toast import toast


@login_required
@require_safe
def rhythms(request: Request) -> HttpResponse:
    """The rules, and how well we keep to them."""
    return render(request, "care/rhythms.html", {"it": RhythmPage(request.user, request.today)})


@login_required
@require_POST
def agree(request: Request) -> HttpResponse:
    """Say how often all clients of one size should hear from us."""
    told = must_be_filled(TierForm(request.POST)).cleaned_data
    Cadence.agree_for_all(**told, by=request.user, at=request.now)
    moved = renew(Client.objects.filter(tier=told["tier"]), as_of=request.today)
    toast(request, _("Kept. The next touch of %(n)d clients has another day.") % {"n": moved})
    return redirect("care:rhythms")


@login_required
@require_POST
def keep_for_all(request: Request) -> HttpResponse:
    """Let all clients of one size hear less from us for a while."""
    form = must_be_filled(SeasonForm(request.POST, with_tier=True))
    tier = form.cleaned_data["tier"]
    QuietSeason.keep_for_all(tier, form.quiet(), by=request.user, at=request.now)
    renew(Client.objects.filter(tier=tier), as_of=request.today)
    return redirect("care:rhythms")


@login_required
@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """Let one client hear less from us for a while."""
    client = client_or_404(request, pk)
    QuietSeason.keep(client, must_be_filled(SeasonForm(request.POST)).quiet(), by=request.user, at=request.now)
    renew(Client.objects.filter(pk=client.pk), as_of=request.today)
    return redirect(back(request, client))


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """From now on they hear from us as always."""
    season = get_object_or_404(QuietSeason.objects.visible_to(request.user).select_related("client"), pk=pk)
    season.end(by=request.user, at=request.now)
    whose = Client.objects.filter(pk=season.client_id) if season.client_id else Client.objects.filter(tier=season.tier)
    renew(whose, as_of=request.today)
    return redirect(back(request, season.client) if season.client else reverse("care:rhythms"))


@login_required
@require_POST
def come_back(request: Request, pk: int) -> HttpResponse:
    """What we sent came back: it was no touch."""
    sent = get_object_or_404(Touch.objects.visible_to(request.user).select_related("client"), pk=pk)
    sent.come_back(by=request.user, at=request.now)
    toast(request, _("Noted. %(client)s is due as if it had not been sent.") % {"client": sent.client})
    return redirect(way_back(request, otherwise=sent.client.get_absolute_url()))
