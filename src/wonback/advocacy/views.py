"""Who vouches for us: agreed, asked, held and credited; and who could, for a sale or for somebody to win back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.advocacy.forms import AgreeForm, CreditForm, HeldForm, SoughtForm
from wonback.advocacy.models import Reference, Vouching
from wonback.advocacy.models.reference import Way
from wonback.advocacy.models.vouching import Need
from wonback.advocacy.page import Asked, Finding, Listing
from wonback.care.forms import WhyForm
from wonback.care.views import back, client_or_404
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast


@login_required
@require_safe
def advocates(request: Request) -> HttpResponse:
    """Who vouches for us, how often they were asked this quarter, and who may be asked today."""
    it = Listing(request.user, request.today, request.GET.get("only", ""), request.GET.get("after", ""))
    return render(request, "advocacy/advocates.html", {"it": it, "page": it.page})


@login_required
@require_safe
def asked(request: Request) -> HttpResponse:
    """What clients were asked to do for us, and what came of it."""
    it = Asked(request.user, request.GET.get("only", ""), request.GET.get("after", ""))
    return render(request, "advocacy/asked.html", {"it": it, "page": it.page})


def need_of(request: Request) -> Need:
    """For whom, as the address or a form says it."""
    told = filled(SoughtForm(request.POST or request.GET, user=request.user))
    return Need(way=told["way"] or Need.way, prospect=told["client"], deal=told["deal"])


@login_required
@require_safe
def find(request: Request) -> HttpResponse:
    """Who could vouch for us there."""
    it = Finding(request.user, need_of(request), request.today)
    told = {"it": it, "ways": Way.choices, "may_work": request.user.may(Right.WORK)}
    return render(request, "advocacy/find.html", told)


@login_required
@require_POST
def agree(request: Request, pk: int) -> HttpResponse:
    """Somebody there agreed to vouch for us."""
    client = client_or_404(request, pk)
    form = AgreeForm(request.POST, client=client)
    contact = filled(form)["contact"]
    Reference.agree(contact, form.agreement(), by=request.user, at=request.now)
    toast(request, _("Noted: %(who)s vouches for us.") % {"who": contact})
    return redirect(back(request, client))


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """They no longer do."""
    found = Reference.objects.visible_to(request.user).select_related("client", "contact")
    reference = get_object_or_404(found, pk=pk)
    reference.end(filled(WhyForm(request.POST))["why"], by=request.user, at=request.now)
    return redirect(back(request, reference.client))


@login_required
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Ask them to vouch for us with somebody."""
    found = Reference.objects.askable_by(request.user).select_related("client", "contact")
    return redirect(Vouching.ask(get_object_or_404(found, pk=pk), need_of(request), by=request.user, at=request.now))


@login_required
@require_safe
def vouching(request: Request, pk: int) -> HttpResponse:
    """One of them: how far it is, and what is next."""
    one = get_object_or_404(Vouching.objects.visible_to(request.user).for_rows(), pk=pk)
    rights = {
        "may_answer": Vouching.objects.answerable_by(request.user).filter(pk=pk).exists(),
        "may_work": request.user.may(Right.WORK),
    }
    forms = {"held_form": HeldForm(), "credit_form": CreditForm(vouching=one, user=request.user)}
    return render(request, "advocacy/vouching.html", {"it": one} | rights | forms)


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """They will."""
    one = get_object_or_404(Vouching.objects.answerable_by(request.user).for_rows(), pk=pk)
    one.agree(by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """It does not come about."""
    one = get_object_or_404(Vouching.objects.visible_to(request.user).for_rows(), pk=pk)
    one.decline(filled(WhyForm(request.POST))["why"], by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def hold(request: Request, pk: int) -> HttpResponse:
    """They did, and what came of it."""
    one = get_object_or_404(Vouching.objects.visible_to(request.user).for_rows(), pk=pk)
    one.hold(**filled(HeldForm(request.POST)), by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def credit(request: Request, pk: int) -> HttpResponse:
    """It helped to close a sale."""
    one = get_object_or_404(Vouching.objects.visible_to(request.user).for_rows(), pk=pk)
    deal = filled(CreditForm(request.POST, vouching=one, user=request.user))["deal"]
    one.credit(deal, by=request.user, at=request.now)
    toast(request, _("Credited: %(client)s helped to close it.") % {"client": one.client})
    return redirect(reverse("advocacy:vouching", args=[pk]))
