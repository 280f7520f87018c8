"""Whom clients send us to: asked for, given, met, and won, or nothing came of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.advocacy.models import Referral
from wonback.advocacy.page import Sent
from wonback.advocacy.referral_forms import MetForm, NamedForm, ReferralForm, WonForm
from wonback.care.forms import WhyForm
from wonback.care.views import client_or_404
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.toast import toast


def referral_or_404(request: Request, pk: int) -> Referral:
    return get_object_or_404(Referral.objects.visible_to(request.user).for_rows(), pk=pk)


@login_required
@require_safe
def referrals(request: Request) -> HttpResponse:
    """Whom clients sent us to, by stage."""
    it = Sent(request.user, request.GET.get("only", ""), request.GET.get("after", ""))
    return render(request, "advocacy/referrals.html", {"it": it, "page": it.page})


@login_required
@require_safe
def referral(request: Request, pk: int) -> HttpResponse:
    """One of them: where it came from, and what is next."""
    one = referral_or_404(request, pk)
    called = words(request.GET, "q", most=200) or one.name
    forms = {
        "named_form": NamedForm(),
        "met_form": MetForm(user=request.user, called=called),
        "won_form": WonForm(referral=one, user=request.user),
    }
    told = {"it": one, "called": called, "may_work": request.user.may(Right.WORK)}
    return render(request, "advocacy/referral.html", told | forms)


@login_required
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """They were asked whom they know."""
    client = client_or_404(request, pk)
    form = ReferralForm(request.POST, client=client)
    filled(form)
    asked = Referral.ask(client, form.talk(), by=request.user, at=request.now)
    toast(request, _("Noted: you asked %(client)s whom they know.") % {"client": client})
    return redirect(asked)


@login_required
@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    """They named somebody."""
    client = client_or_404(request, pk)
    form = ReferralForm(request.POST, client=client)
    filled(form)
    return redirect(Referral.note(client, form.told(), form.talk(), by=request.user, at=request.now))


@login_required
@require_POST
def give(request: Request, pk: int) -> HttpResponse:
    """They named somebody, as they had been asked."""
    one, form = referral_or_404(request, pk), NamedForm(request.POST)
    filled(form)
    one.give(form.told(), by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def meet(request: Request, pk: int) -> HttpResponse:
    """This is who they are on file."""
    one = referral_or_404(request, pk)
    one.meet(filled(MetForm(request.POST, user=request.user))["client"], by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def win(request: Request, pk: int) -> HttpResponse:
    """They buy from us."""
    one = referral_or_404(request, pk)
    one.win(filled(WonForm(request.POST, referral=one, user=request.user))["deal"], by=request.user, at=request.now)
    toast(request, _("Won, through %(client)s.") % {"client": one.client})
    return redirect(one)


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Nothing came of it."""
    one = referral_or_404(request, pk)
    one.end(filled(WhyForm(request.POST))["why"], by=request.user, at=request.now)
    return redirect(one)
