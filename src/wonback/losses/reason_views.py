"""The tree of reasons: what clients leave for, edited by admins and never cut."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.losses.models import Reason
from wonback.losses.reason_forms import KnownReasonForm, MergeForm, NewReasonForm
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.toast import toast


@login_required
def reasons(request: Request) -> HttpResponse:
    """The whole tree; an admin adds to it."""
    request.user.must(Right.ADMINISTER)
    form = NewReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        Reason.add(facts.pop("name"), by=request.user, **facts)
        return redirect("losses:reasons")
    context = {"form": form, "tree": Reason.objects.counted().as_tree()}
    return render(request, "losses/reasons.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def reason(request: Request, pk: int) -> HttpResponse:
    """One reason: its facts, and what was recorded with it."""
    request.user.must(Right.ADMINISTER)
    one = get_object_or_404(Reason.objects.counted().select_related("parent"), pk=pk)
    context = {
        "reason": one,
        "form": KnownReasonForm.about(one),
        "merge_form": MergeForm(reason=one),
        "merged": one.merged.order_by("name"),
        "family": one.children.exists(),
    }
    return render(request, "losses/reason.html", context)


@login_required
@require_POST
def edit(request: Request, pk: int) -> HttpResponse:
    """Say anew what a reason is, and move the losses it decides about to their new place."""
    one = get_object_or_404(Reason, pk=pk)
    request.user.must(Right.ADMINISTER)
    one.edit(**filled(KnownReasonForm(request.POST)), by=request.user, at=request.now)
    toast(request, _("Kept. The lost list is in its new order."))
    return redirect("losses:reasons")


@login_required
@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """Let everything recorded with a reason count as another."""
    one = get_object_or_404(Reason, pk=pk)
    request.user.must(Right.ADMINISTER)
    into = filled(MergeForm(request.POST, reason=one))["into"]
    one.merge(into, by=request.user, at=request.now)
    toast(request, _("“%(name)s” now counts as “%(other)s”.") % {"name": one.name, "other": into.name})
    return redirect("losses:reasons")


@login_required
@require_POST
def take_apart(request: Request, pk: int) -> HttpResponse:
    """Let a merged reason count for itself again."""
    one = get_object_or_404(Reason, pk=pk)
    one.take_apart(by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def retire(request: Request, pk: int) -> HttpResponse:
    """Offer a reason no more."""
    one = get_object_or_404(Reason, pk=pk)
    one.retire(by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def bring_back(request: Request, pk: int) -> HttpResponse:
    """Offer a retired reason again."""
    one = get_object_or_404(Reason, pk=pk)
    one.bring_back(by=request.user)
    return redirect(one)
