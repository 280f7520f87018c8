"""The register of changes: what holds up most money first, what proves each, and whom it waits for."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.team.request import Request
from wonback.web.forms import filled, row_number, words
from wonback.web.paging import page
from wonback.web.toast import toast
from wonback.winback.change_cards import change_cards
from wonback.winback.door_forms import FactForm
from wonback.winback.doors_page import wanted
from wonback.winback.forms import MakeForm, NameForm
from wonback.winback.models import Change, Nudge, Outsider, Plan
from wonback.winback.stages import PREPARING


def named(request: Request, told: dict[str, Any]) -> Change:
    """Put a change on the register."""
    outsider = Outsider(name=told["outsider"], email=told["outsider_email"])
    facts = {"owner": told["owner"] or request.user, "due_by": told["due_by"], "outsider": outsider}
    return Change.name(told["what"], by=request.user, at=request.now, **facts)


@login_required
def changes(request: Request) -> HttpResponse:
    """What our company changes, what holds up most money first; anybody may add one."""
    form = NameForm(request.POST or None, initial={"what": request.GET.get("what", "")[:200]})
    if request.method == "POST":
        named(request, filled(form))
        return redirect("winback:changes")
    made = request.GET.get("made") == "1"
    among, by = (
        (Change.objects.made(), ("-made_at", "-pk"))
        if made
        else (Change.objects.open(), ("-blocked", "-waiting", "pk"))
    )
    found = with_plans(among.with_blocked_money(), request)
    shown = page(found, by=by, after=request.GET.get("after", ""))
    context = {"form": form, "made": made, "page": shown, "cards": cards(shown.rows, request)}
    return render(request, "winback/changes.html", context)


def with_plans(changes: Any, request: Request) -> Any:
    """Each with the plans it holds up that this person may open, and with the letters about it."""
    mine = Plan.objects.visible_to(request.user).filter(stage__in=PREPARING).for_cards()
    nudges = Prefetch("nudges", Nudge.objects.newest(), to_attr="letters")
    return changes.prefetch_related(Prefetch("plans", mine, to_attr="held"), nudges)


def cards(rows: list[Change], request: Request) -> list[dict[str, Any]]:
    return change_cards(rows, request.user, request.today)


@login_required
@require_safe
def change(request: Request, pk: int) -> HttpResponse:
    """One change: whom it waits for, what proves it, whom it holds up, and what became of it."""
    one = get_object_or_404(with_plans(Change.objects.with_blocked_money(), request), pk=pk)
    before = one.reopenings.select_related("by").order_by("-at")
    asked = {"facts": one.facts.newest(), "form": FactForm(auto_id="fact_%s"), "wanted": wanted(request.user)}
    context = {"card": cards([one], request)[0], "change": one, "reopenings": before} | asked
    return render(request, "winback/change.html", context)


def back_to(request: Request, change: Change) -> HttpResponse:
    """The plan from whose page it was told, else the change."""
    plan = Plan.objects.visible_to(request.user).filter(pk=row_number(request.POST.get("plan", ""))).first()
    return redirect(plan or change)


@login_required
@require_POST
def make(request: Request, pk: int) -> HttpResponse:
    """A change is made; here is what proves it."""
    one = get_object_or_404(Change, pk=pk)
    told = filled(MakeForm(request.POST, request.FILES))
    one.make(**told, by=request.user, at=request.now)
    toast(request, _("Made. Every client who waited for it has it on the timeline."))
    return back_to(request, one)


@login_required
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """It is not made after all."""
    one = get_object_or_404(Change, pk=pk)
    one.reopen(words(request.POST, "why", most=300), by=request.user, at=request.now)
    toast(request, _("Open again. Plans that rested on it are locked, and what was going out has stopped."))
    return back_to(request, one)


@login_required
@require_POST
def nudge(request: Request, pk: int) -> HttpResponse:
    """Ask whoever answers for it whether it is made."""
    one = get_object_or_404(Change.objects.select_related("owner"), pk=pk)
    sent = Nudge.about_change(one, by=request.user, at=request.now)
    toast(request, _("Asked. %(name)s gets a letter with two links.") % {"name": sent.who})
    return back_to(request, one)


@login_required
@require_safe
def evidence(request: Request, pk: int) -> FileResponse:
    """The file that proves it, to take along; never shown in our own name."""
    one = get_object_or_404(Change.objects.made(), pk=pk)
    if not one.evidence_file:
        raise Http404
    return FileResponse(one.evidence_file.open(), as_attachment=True, content_type="application/octet-stream")
