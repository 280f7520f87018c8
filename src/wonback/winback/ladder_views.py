"""The ladder of a plan: smaller yeses, put on, offered, taken and declined."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.stats.offers import ENOUGH
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.toast import toast
from wonback.winback.effects import rows
from wonback.winback.ladder import Ladder
from wonback.winback.ladder_forms import RungForm, TakeForm
from wonback.winback.models import Offer, Plan
from wonback.winback.views import plan_of


@login_required
def ladder(request: Request, pk: int) -> HttpResponse:
    """The rungs of one plan, and what each offer would leave over."""
    one = plan_of(request, pk)
    form = RungForm(request.POST or None, auto_id="rung_%s")
    if request.method == "POST":
        Offer.add(one, form.rung(filled(form)), by=request.user, at=request.now)
        return redirect("winback:ladder", pk)
    return render(request, "winback/ladder.html", page_of(one, request) | {"form": form})


def page_of(plan: Plan, request: Request) -> dict[str, Any]:
    take_form = TakeForm(initial={"on": request.today}, auto_id=False)
    shown = Ladder(plan, request.user, request.today)
    return {"plan": plan, "loss": plan.loss, "ladder": shown, "take_form": take_form}


def offer_of(request: Request, pk: int) -> Offer:
    related = Offer.objects.with_plans().prefetch_related("plan__loss__client__permissions")
    return get_object_or_404(related.visible_to(request.user), pk=pk)


@login_required
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """A discount for a client we failed, allowed by a lead."""
    offer = offer_of(request, pk)
    offer.approve(by=request.user, at=request.now)
    return redirect("winback:ladder", offer.plan_id)


@login_required
@require_POST
def offer(request: Request, pk: int) -> HttpResponse:
    """Put it to them."""
    one = offer_of(request, pk)
    one.offer(by=request.user, at=request.now)
    return redirect("winback:ladder", one.plan_id)


@login_required
@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """They said yes."""
    one = offer_of(request, pk)
    one.take(on=filled(TakeForm(request.POST))["on"], by=request.user, at=request.now)
    toast(request, _("A smaller yes. Stay close from today on."))
    return redirect("winback:ladder", one.plan_id)


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """They said no to this rung."""
    one = offer_of(request, pk)
    one.decline(words(request.POST, "why", most=300), by=request.user, at=request.now)
    return redirect("winback:ladder", one.plan_id)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a rung off the ladder that was not offered yet."""
    one = offer_of(request, pk)
    one.withdraw(by=request.user, at=request.now)
    return redirect("winback:ladder", one.plan_id)


@login_required
@require_safe
def offer_effects(request: Request) -> HttpResponse:
    """What giving something adds to the chance of a yes, and how we know."""
    return render(request, "winback/offer_effects.html", {"rows": rows(as_of=request.today), "enough": ENOUGH})
