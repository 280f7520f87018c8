"""What one got, and what is paid: pages of pay, one verb a view."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.rewards.models import Closing, Scheme
from wonback.rewards.pay_forms import MonthForm, SchemeForm
from wonback.rewards.pay_page import SchemePage, Statement
from wonback.rewards.pay_queries import within_reach
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, row_number
from wonback.web.toast import toast


@login_required
@require_safe
def statement(request: Request) -> HttpResponse:
    """One month: one's own lines, or for a lead those of their people."""
    asked = MonthForm(request.GET)
    month = asked.cleaned_data["month"] if asked.is_valid() else None
    may_lead = request.user.may(Right.LEAD)
    person = whose_statement(request.user, request.GET.get("of", ""))
    shown = Statement(request.user, request.today, month, person)
    return render(request, "rewards/statement.html", {"it": shown, "may_lead": may_lead})


def whose_statement(reader: User, of: str) -> User | None:
    """The person of that number; without one oneself, and for a lead all of their people."""
    if of:
        return get_object_or_404(within_reach(reader), pk=row_number(of))
    return None if reader.may(Right.LEAD) else reader


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scheme(request: Request) -> HttpResponse:
    """What holds, and for a lead a draft with what it would have paid."""
    if request.method == "POST":
        request.user.must(Right.LEAD)
        form = SchemeForm(request.POST)
        why = filled(form)["why"]
        Scheme.draft(form.terms, why, by=request.user, at=request.now)
        toast(request, _("A draft, and no more: it pays nobody yet."))
        return redirect("pay:scheme")
    shown = SchemePage(request.user, request.today)
    forms = {"form": SchemeForm.of(shown.draft or shown.holds), "months": MonthForm.among(shown.free_months)}
    return render(request, "rewards/scheme.html", {"it": shown, **forms})


@login_required
@require_POST
def put_in_force(request: Request, pk: int) -> HttpResponse:
    """From a month on it holds."""
    one = get_object_or_404(Scheme.objects.visible_to(request.user), pk=pk)
    month = filled(MonthForm(request.POST))["month"]
    one.put_in_force(month, by=request.user, at=request.now)
    toast(request, _("In force from %(month)s.") % {"month": date_format(month, "F Y")})
    return redirect("pay:scheme")


@login_required
@require_POST
def close(request: Request) -> HttpResponse:
    """The statements of a month stand from now on."""
    request.user.must(Right.ADMINISTER)
    closing = Closing.close(filled(MonthForm(request.POST))["month"], by=request.user, at=request.now)
    toast(
        request,
        _("%(month)s is closed. What turns out later comes as a line in a later month.")
        % {"month": date_format(closing.month, "F Y")},
    )
    return redirect("pay:statement")
