"""The pairs that look like one company, one of them side by side, and what was put together."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.duplicates import page as pages
from wonback.duplicates.models import Merge, Pair, PersonPair
from wonback.duplicates.tasks import merge_identical
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.web.toast import toast

BY_LIKENESS = ("-score", "pk")


def pair_or_404(request: Request, pk: int) -> Pair:
    return get_object_or_404(Pair.objects.visible_to(request.user).for_cards(), pk=pk)


@login_required
@require_safe
def pairs(request: Request) -> HttpResponse:
    """Who seems to have been written down twice, the surest first."""
    of_user = Pair.objects.visible_to(request.user)
    only = request.GET.get("only", "")
    found = of_user.apart() if only == "apart" else of_user.open()
    shown = page(found.for_cards(), by=BY_LIKENESS, after=request.GET.get("after", ""), size=25)
    may_merge = request.user.may(Right.LEAD)
    identical = of_user.identical().count() if may_merge and only != "apart" else 0
    context = {"page": shown, "only": only, "may_merge": may_merge, "identical": identical}
    people = PersonPair.objects.visible_to(request.user).open().count()
    return render(request, "duplicates/pairs.html", context | {"count": of_user.open().count(), "people": people})


@login_required
@require_safe
def pair(request: Request, pk: int) -> HttpResponse:
    """Two of them side by side, to choose field by field."""
    found = pair_or_404(request, pk)
    shown = pages.PairPage.of(found, stays=request.GET.get("stays", ""), may_merge=request.user.may(Right.LEAD))
    return render(request, "duplicates/pair.html", {"it": shown})


@login_required
@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """They are one: put them together as chosen."""
    found = pair_or_404(request, pk)
    survivor, other = pages.in_order(found, request.POST.get("stays", ""))
    done = Merge.of(survivor, [other], by=request.user, at=request.now, choices=pages.choices_in(request.POST, found))
    told = {"one": done.names[0], "other": survivor}
    toast(request, _("%(one)s is part of %(other)s now.") % told, undo=reverse("duplicates:take_back", args=[done.pk]))
    return redirect("duplicates:pairs")


@login_required
@require_POST
def keep_apart(request: Request, pk: int) -> HttpResponse:
    """They are two: remembered."""
    found = pair_or_404(request, pk)
    found.keep_apart(by=request.user, at=request.now)
    toast(request, _("Noted: they are two."), undo=reverse("duplicates:reconsider", args=[found.pk]))
    return redirect("duplicates:pairs")


@login_required
@require_POST
def reconsider(request: Request, pk: int) -> HttpResponse:
    """Perhaps they are one after all."""
    found = pair_or_404(request, pk)
    found.reconsider(by=request.user)
    return redirect("duplicates:pair", pk=found.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identical(request: Request) -> HttpResponse:
    """All that differ in nothing, at once: first how many, then done in the background."""
    request.user.must(Right.LEAD)
    found = Pair.objects.visible_to(request.user).identical()
    count = found.count()
    if request.method == "POST":
        merge_identical.enqueue(user_id=request.user.pk, at=request.now.isoformat())
        words = ngettext("Putting %(n)d pair together.", "Putting %(n)d pairs together.", count)
        toast(request, words % {"n": count})
        return redirect("duplicates:merges")
    first = found.for_cards().order_by("-score", "pk")[:25]
    return render(request, "duplicates/identical.html", {"count": count, "pairs": first})


@login_required
@require_safe
def merges(request: Request) -> HttpResponse:
    """What was put together, the newest first, and may be taken apart."""
    found = Merge.objects.visible_to(request.user).for_cards()
    shown = page(found, by=("-at", "-pk"), after=request.GET.get("after", ""), size=25)
    return render(
        request,
        "duplicates/merges.html",
        {"page": shown, "may_merge": request.user.may(Right.LEAD), "may_work": request.user.may(Right.WORK)},
    )


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """They are two after all."""
    found = get_object_or_404(Merge.objects.visible_to(request.user), pk=pk)
    found.take_back(by=request.user, at=request.now)
    toast(request, " ".join(pages.taken_back(found)))
    return redirect("duplicates:merges")
