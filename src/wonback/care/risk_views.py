"""Clients who may leave: how they are, what we do about it, and how right the signs were before."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.care.models import Reading, Risk, Weighing
from wonback.care.risk_forms import ReadingForm, RiskPlanForm, RiskWordsForm, SeeRiskForm, WeightsForm
from wonback.care.risk_page import BackTestPage, HealthPage
from wonback.care.views import back, client_or_404
from wonback.team.request import Request
from wonback.web.asking import must_be_filled
from wonback.web.forms import filled
from wonback.web.toast import toast


def risk_or_404(request: Request, pk: int) -> Risk:
    return get_object_or_404(Risk.objects.visible_to(request.user).select_related("client"), pk=pk)


@login_required
@require_safe
def health(request: Request, pk: int) -> HttpResponse:
    """One client: every sign, known or not, and what it adds up to."""
    client = client_or_404(request, pk)
    return render(
        request, "care/health.html", {"it": HealthPage(client, request.user, request.today), "client": client}
    )


@login_required
@require_POST
def see(request: Request, pk: int) -> HttpResponse:
    """Somebody sees that this client may leave."""
    client = client_or_404(request, pk)
    Risk.see(client, filled(SeeRiskForm(request.POST))["why"], by=request.user, at=request.now)
    return redirect(back(request, client))


@login_required
@require_POST
def plan(request: Request, pk: int) -> HttpResponse:
    """What we will do so that they stay, and by when."""
    risk, told = risk_or_404(request, pk), filled(RiskPlanForm(request.POST))
    risk.make_plan(told["what"], told["due_by"], by=request.user, at=request.now)
    toast(request, _("Kept. It stands in Today on its day."))
    return redirect(back(request, risk.client))


@login_required
@require_POST
def begin(request: Request, pk: int) -> HttpResponse:
    """The first step is taken."""
    risk = risk_or_404(request, pk)
    risk.begin(filled(RiskWordsForm(request.POST))["words"], by=request.user, at=request.now)
    return redirect(back(request, risk.client))


@login_required
@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    """They stay."""
    risk = risk_or_404(request, pk)
    risk.save_them(filled(RiskWordsForm(request.POST))["words"], by=request.user, at=request.now)
    toast(request, _("%(client)s stays. Well done.") % {"client": risk.client})
    return redirect(back(request, risk.client))


@login_required
@require_POST
def note_reading(request: Request, pk: int) -> HttpResponse:
    """What another system says of them."""
    client, told = client_or_404(request, pk), must_be_filled(ReadingForm(request.POST)).cleaned_data
    on = told["on"] or request.today
    Reading.note(client, told["kind"], told["value"], on=on, source=told["source"], by=request.user, at=request.now)
    return redirect("care:health", client.pk)


@login_required
@require_safe
def back_test(request: Request) -> HttpResponse:
    """How right the score would have been; with other weights, if somebody asks."""
    return render(request, "care/back_test.html", {"it": BackTestPage(request.user, request.today, request.GET.dict())})


@login_required
@require_POST
def weigh(request: Request) -> HttpResponse:
    """Let the signs count so from tonight on."""
    form = must_be_filled(WeightsForm(request.POST))
    told = {"alarm_below": form.cleaned_data["alarm_below"], "why": request.POST.get("why", "")}
    Weighing.set(form.weights, **told, by=request.user, at=request.now)
    toast(request, _("Kept. From tonight on the signs count so."))
    return redirect("care:back_test")
