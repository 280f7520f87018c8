"""Doors opened: why to talk again now, whom it is about, and what we do; and the days on which they choose anew."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, row_number, words
from wonback.web.paging import page
from wonback.web.toast import toast
from wonback.winback.door_forms import FactForm, WindowForm
from wonback.winback.doors_page import Group, groups_for, row_of, wanted
from wonback.winback.models import Change, Fact, Trigger, Window
from wonback.winback.months import month_named, month_of


@login_required
@require_safe
def doors(request: Request) -> HttpResponse:
    """What opened, put together by what opened it; or all that one cause opened."""
    people = {"people": User.objects.hands_of(request.user).values_list("pk", "name")}
    if "fact" in request.GET or "kind" in request.GET:
        return render(request, "winback/doors.html", one_cause(request) | people)
    groups = groups_for(request.user, today=request.today)
    asked = {"form": FactForm(auto_id="fact_%s"), "wanted": wanted(request.user)}
    return render(request, "winback/doors.html", {"groups": groups} | asked | people)


def one_cause(request: Request) -> dict[str, Any]:
    """All doors of one cause, a page at a time."""
    fact = Fact.objects.filter(pk=row_number(request.GET.get("fact", ""))).first()
    kind = Trigger.Kind.CAUSE_VOID if fact else kind_named(request.GET.get("kind", ""))
    mine = Trigger.objects.open().visible_to(request.user).filter(kind=kind, fact=fact)
    shown = page(mine.for_cards(), by=("-loss__worth", "pk"), after=request.GET.get("after", ""))
    rows = [row_of(door, today=request.today) for door in shown.rows]
    amounts = mine.worth_by_cause()
    return {"groups": [Group(kind, fact, mine.count(), amounts, rows)], "page": shown, "is_one": True}


def kind_named(text: str) -> Trigger.Kind:
    return Trigger.Kind(text) if text in Trigger.Kind.values else Trigger.Kind.WINDOW


def door_of(request: Request, pk: int) -> Trigger:
    return get_object_or_404(Trigger.objects.visible_to(request.user).for_cards(), pk=pk)


@login_required
@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """Go through it: start the plan, wake it, or open the one there is."""
    door = door_of(request, pk)
    return redirect(door.take(by=request.user, at=request.now) or door.client)


@login_required
@require_POST
def put_aside(request: Request, pk: int) -> HttpResponse:
    """No reason to talk, or not now."""
    door_of(request, pk).put_aside(words(request.POST, "why", most=200), by=request.user, at=request.now)
    toast(request, _("Put aside. It is told on their timeline."))
    return redirect("winback:doors")


@login_required
@require_POST
def say(request: Request) -> HttpResponse:
    """Something is true of us from now on, or once a change is made."""
    request.user.must(Right.WORK)
    form = FactForm(request.POST)
    told = filled(form)
    change = Change.objects.filter(pk=row_number(request.POST.get("change", ""))).first()
    fact = Fact.say(told.pop("about"), change=change, by=request.user, at=request.now, **told)
    n = fact.doors.open().visible_to(request.user).count()
    toast(
        request, _("Noted. It opens %(n)d doors.") % {"n": n} if fact.holds_from else _("Noted, for when it is made.")
    )
    return redirect(change or fact)


@login_required
@require_POST
def note_window(request: Request, pk: int) -> HttpResponse:
    """Write down when a lost client chooses anew."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user), pk=pk)
    form = WindowForm(request.POST)
    filled(form)
    Window.note(loss, form.expected(), lead_days=form.cleaned_data["lead_days"], by=request.user, at=request.now)
    return redirect(loss)


@login_required
@require_safe
def calendar(request: Request) -> HttpResponse:
    """A month of days on which they choose anew: a month on a desk, a list on a phone."""
    first = month_named(request.GET.get("month", ""), today=request.today)
    month = month_of(first, request.user, today=request.today)
    return render(request, "winback/calendar.html", {"month": month})
