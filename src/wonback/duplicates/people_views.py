"""People written down twice at one client: the pairs, one of them side by side, and what is said of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.duplicates import people_page
from wonback.duplicates.models import Merge, PersonPair
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.paging import page
from wonback.web.toast import toast


def pair_or_404(request: Request, pk: int) -> PersonPair:
    return get_object_or_404(PersonPair.objects.visible_to(request.user).for_cards(), pk=pk)


@login_required
@require_safe
def people(request: Request) -> HttpResponse:
    """Who seems to stand twice at one client, the surest first."""
    of_user = PersonPair.objects.visible_to(request.user)
    only = request.GET.get("only", "")
    found = of_user.apart() if only == "apart" else of_user.open()
    shown = page(found.for_cards(), by=("-score", "pk"), after=request.GET.get("after", ""), size=25)
    return render(request, "duplicates/people.html", {"page": shown, "only": only, "count": of_user.open().count()})


@login_required
@require_safe
def person_pair(request: Request, pk: int) -> HttpResponse:
    """Two people side by side, to choose field by field."""
    found = pair_or_404(request, pk)
    it = people_page.PersonPairPage.of(found, stays=request.GET.get("stays", ""))
    return render(request, "duplicates/person_pair.html", {"it": it, "may_merge": request.user.may(Right.WORK)})


@login_required
@require_POST
def merge_people(request: Request, pk: int) -> HttpResponse:
    """They are one: put them together as chosen."""
    found = pair_or_404(request, pk)
    stays, goes = people_page.in_order(found, request.POST.get("stays", ""))
    chosen = people_page.choices_in(request.POST, found)
    done = Merge.of_people(stays, goes, by=request.user, at=request.now, choices=chosen)
    told = {"one": done.names[0], "other": done.stays_as}
    toast(request, _("%(one)s is %(other)s now.") % told, undo=reverse("duplicates:take_back", args=[done.pk]))
    return redirect("duplicates:people")


@login_required
@require_POST
def keep_people_apart(request: Request, pk: int) -> HttpResponse:
    """They are two: remembered."""
    found = pair_or_404(request, pk)
    found.keep_apart(by=request.user, at=request.now)
    toast(request, _("Noted: they are two."), undo=reverse("duplicates:reconsider_people", args=[found.pk]))
    return redirect("duplicates:people")


@login_required
@require_POST
def reconsider_people(request: Request, pk: int) -> HttpResponse:
    """Perhaps they are one after all."""
    found = pair_or_404(request, pk)
    found.reconsider(by=request.user)
    return redirect("duplicates:person_pair", pk=found.pk)
