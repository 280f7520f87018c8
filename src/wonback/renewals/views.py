"""The renewals of a book, and one of them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.renewals.forms import LoseForm, RenewForm, ViewForm
from wonback.renewals.models import Renewal
from wonback.renewals.page import Listing, Page
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast


def renewal_or_404(request: Request, pk: int) -> Renewal:
    found = Renewal.objects.visible_to(request.user).select_related("contract__client__owner", "rep_by", "final_by")
    return get_object_or_404(found, pk=pk)


@login_required
@require_safe
def renewals(request: Request) -> HttpResponse:
    """The contracts that end, the next first."""
    listing = Listing(request.user, request.today, request.GET.get("only", ""), request.GET.get("after", ""))
    return render(request, "renewals/renewals.html", {"list": listing, "page": listing.page})


@login_required
@require_safe
def renewal(request: Request, pk: int) -> HttpResponse:
    """One of them: three views, the days that matter, and what came of it."""
    one = renewal_or_404(request, pk)
    rights = {"may_work": request.user.may(Right.WORK), "may_lead": request.user.may(Right.LEAD)}
    of_rep = {"view": one.rep_view, "why": one.rep_why, "seen": one.rep_seen}
    of_lead = {"view": one.final_view or one.rep_view, "why": one.final_why, "seen": one.final_seen}
    forms = {
        "view_form": ViewForm(initial=of_rep, auto_id="rep_%s"),
        "final_form": ViewForm(initial=of_lead, auto_id="final_%s"),
        "renew_form": RenewForm.after(one),
        "lose_form": LoseForm(auto_id="lose_%s"),
    }
    return render(request, "renewals/renewal.html", {"it": one, "shown": Page(one, request.today)} | rights | forms)


@login_required
@require_POST
def expect(request: Request, pk: int) -> HttpResponse:
    """The rep's view."""
    one = renewal_or_404(request, pk)
    one.expect(**filled(ViewForm(request.POST)), by=request.user, at=request.now)
    toast(request, _("Noted what you expect of %(client)s.") % {"client": one.contract.client})
    return redirect(one)


@login_required
@require_POST
def count_on(request: Request, pk: int) -> HttpResponse:
    """What we count on."""
    one = renewal_or_404(request, pk)
    one.count_on(**filled(ViewForm(request.POST)), by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def renew(request: Request, pk: int) -> HttpResponse:
    """They stay."""
    one = renewal_or_404(request, pk)
    one.renew(**filled(RenewForm(request.POST)), by=request.user, at=request.now)
    toast(request, _("Renewed: %(client)s stays.") % {"client": one.contract.client})
    return redirect(one)


@login_required
@require_POST
def lose(request: Request, pk: int) -> HttpResponse:
    """They leave: a loss, with its reason."""
    one = renewal_or_404(request, pk)
    form = LoseForm(request.POST)
    filled(form)
    return redirect(one.lose(form.story(one), by=request.user, at=request.now))
