"""Pages of campaigns: for leads and admins."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.losses.models import Loss
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.paging import page
from wonback.web.toast import toast
from wonback.winback.campaign_page import CampaignPage, ahead_in_words, line_of
from wonback.winback.forms import CampaignForm
from wonback.winback.models import Campaign, CampaignArm
from wonback.winback.models.campaign import Terms
from wonback.winback.queries import CampaignQuerySet

USUAL = timedelta(weeks=26)


@login_required
@require_safe
def campaigns(request: Request) -> HttpResponse:
    """The campaigns, the newest first; and what a new one could show, before it starts."""
    mine = of_lead(request)
    shown = page(mine.for_cards(), by=("-begins_on", "-pk"), after=request.GET.get("after", ""), size=20)
    lines = [line_of(one, today=request.today) for one in shown.rows]
    asked = "ends_on" in request.GET
    usual = {"ends_on": request.today + USUAL, "waiting": "0.3"}
    form = CampaignForm(request.GET if asked else None, initial=usual)
    ahead = told_before(request, form) if asked else []
    return render(request, "winback/campaigns.html", {"page": shown, "lines": lines, "form": form, "ahead": ahead})


def told_before(request: Request, form: CampaignForm) -> list[str]:
    """What a campaign with these terms could show."""
    terms = Terms(**filled(form))
    terms.must_be_fit(today=request.today)
    return ahead_in_words(Campaign.prospect(terms, by=request.user, as_of=request.today))


@login_required
@require_POST
def start(request: Request) -> HttpResponse:
    """Fix the terms, and let lot decide."""
    terms = Terms(**filled(CampaignForm(request.POST)))
    return redirect(Campaign.start(terms, by=request.user, at=request.now))


@login_required
@require_safe
def campaign(request: Request, pk: int) -> HttpResponse:
    """Both arms, and what may be said of them today."""
    return render(request, "winback/campaign.html", context(request, pk))


def context(request: Request, pk: int) -> dict[str, Any]:
    return CampaignPage(campaign_of(request, pk), request.user, request.today).context()


@login_required
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Draw nobody any more, and let all be called."""
    one = campaign_of(request, pk)
    one.close(by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def take_out(request: Request, pk: int) -> HttpResponse:
    """Let a loss be called that lot leaves alone, with the reason."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user), pk=pk)
    lot = get_object_or_404(CampaignArm.objects.select_related("loss__client"), loss=loss)
    lot.take_out(words(request.POST, "why", most=200), by=request.user, at=request.now)
    toast(request, _("You may call them now. They still count among those left alone."))
    return redirect(loss)


def of_lead(request: Request) -> CampaignQuerySet:
    """The campaigns a lead may open; anybody else finds no such page."""
    if not request.user.may(Right.LEAD):
        raise Http404
    return Campaign.objects.visible_to(request.user)


def campaign_of(request: Request, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).for_cards(), pk=pk)
