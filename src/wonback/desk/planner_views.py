"""The planner: look at a quarter, fill it, move what is planned, say when nobody works."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wonback.care.models import PlannedTouch
from wonback.clients.models import Client
from wonback.desk.planner import Filling
from wonback.desk.planner_forms import AwayForm, DayForm, HolidayForm, PlanForm
from wonback.desk.planner_page import Board
from wonback.interviews.models import Away
from wonback.team.models import Holiday, User
from wonback.team.request import Request
from wonback.web.forms import filled
from wonback.web.reply import reply
from wonback.web.toast import toast


@login_required
@require_safe
def planner(request: Request) -> HttpResponse:
    """Thirteen weeks, person by person."""
    board = Board(request.user, request.today, request.GET.dict())
    part = "#board" if request.htmx else ""
    return render(request, f"desk/planner.html{part}", board.context())


def shown(request: Request) -> HttpResponse:
    """The board as it is now, with the same week open."""
    asked = {name: request.POST.get(name, "") for name in ("person", "week")}
    board = Board(request.user, request.today, asked)
    back = f"{reverse('desk:planner')}?{urlencode(asked)}#week"
    return reply(request, "desk/planner.html#board", board.context() if request.htmx else {}, otherwise=back)


@login_required
@require_POST
def fill(request: Request) -> HttpResponse:
    """Fill the quarter fairly. What people moved stays."""
    done = Filling.of(request.user, as_of=request.today).run()
    n = len(done.puts)
    said = ngettext("%(n)d touch planned.", "%(n)d touches planned.", n) % {"n": n}
    left = len(done.without)
    more = ngettext("For %(n)d client there was no room.", "For %(n)d clients there was no room.", left) % {"n": left}
    toast(request, f"{said} {more}" if left else said)
    return shown(request)


@login_required
@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Put one touch on another day."""
    planned = planned_or_404(request, pk)
    planned.move(filled(DayForm(request.POST))["day"], by=request.user, at=request.now)
    return shown(request)


@login_required
@require_POST
def let_go(request: Request, pk: int) -> HttpResponse:
    """Let the planner decide again where a touch stands."""
    planned_or_404(request, pk).let_go(by=request.user)
    return shown(request)


def planned_or_404(request: Request, pk: int) -> PlannedTouch:
    rows = PlannedTouch.objects.open().visible_to(request.user).select_related("client__owner")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_POST
def plan(request: Request, pk: int) -> HttpResponse:
    """Plan one touch by hand."""
    client = get_object_or_404(Client.objects.active().visible_to(request.user), pk=pk)
    told = filled(PlanForm(request.POST))
    channel = told["channel"] or PlannedTouch.Channel.CALL
    PlannedTouch.plan(client, told["day"], channel=channel, by=request.user, at=request.now)
    return shown(request)


@login_required
@require_POST
def keep_holiday(request: Request) -> HttpResponse:
    """The whole company rests on that day."""
    Holiday.keep(**filled(HolidayForm(request.POST)), by=request.user)
    toast(request, _("Kept. Fill the quarter again, and nothing stands on that day but what people put there."))
    return redirect("desk:planner")


@login_required
@require_POST
def cancel_holiday(request: Request, pk: int) -> HttpResponse:
    """We work on that day after all."""
    get_object_or_404(Holiday, pk=pk).cancel(by=request.user)
    return redirect("desk:planner")


@login_required
@require_POST
def go_away(request: Request, pk: int) -> HttpResponse:
    """Somebody is away for some days."""
    person = get_object_or_404(User.objects.colleagues_of(request.user), pk=pk)
    Away.plan(person, **filled(AwayForm(request.POST)), by=request.user)
    toast(request, _("Written down. Fill the quarter again, and your touches go around these days."))
    return redirect(f"{reverse('desk:planner')}?person={person.pk}")


@login_required
@require_POST
def come_back(request: Request, pk: int) -> HttpResponse:
    """They are there after all."""
    away = get_object_or_404(Away.objects.filter(person__in=User.objects.colleagues_of(request.user)), pk=pk)
    away.cancel(by=request.user)
    return redirect(f"{reverse('desk:planner')}?person={away.person_id}")
