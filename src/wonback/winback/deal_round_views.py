"""The deal round: a lead hands out the lost list, by dragging, by keyboard or by a plain form."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, row_number, words
from wonback.web.toast import toast
from wonback.winback.deal_round_page import Round
from wonback.winback.forms import KeyForm, LimitForm
from wonback.winback.models import DealRound, HandOut

FIELD = "to-"


def leading(request: Request) -> User:
    """Only leads deal; for anybody else there is no such page."""
    if not request.user.may(Right.LEAD):
        raise Http404
    return request.user


def put(posted: Mapping[str, str]) -> dict[int, int]:
    """In whose hands each loss was put: fields such as `to-12=3`."""
    told = {name.removeprefix(FIELD): to for name, to in posted.items() if name.startswith(FIELD)}
    put = {row_number(loss): row_number(to) for loss, to in told.items()}
    return {loss: to for loss, to in put.items() if loss and to}


def table(request: Request) -> Round:
    """The round as it lies on the table of this page."""
    lead = leading(request)
    return Round(user=lead, now=request.now, put=put(request.POST), key=filled(KeyForm(request.POST))["key"])


def laid(request: Request, context: dict[str, Any]) -> HttpResponse:
    """The table as it lies now; there is no other address for it, because nothing of it is kept."""
    return render(request, f"winback/deal_round.html{'#table' if request.htmx else ''}", context)


@login_required
@require_safe
def deal_round(request: Request) -> HttpResponse:
    """The pool, and everybody's hands."""
    shown = Round(user=leading(request), now=request.now, put={})
    return render(request, "winback/deal_round.html", shown.context())


@login_required
@require_POST
def suggest(request: Request) -> HttpResponse:
    """A fair split, to look at: nothing is handed out by it."""
    return laid(request, table(request).context(suggested=True))


@login_required
@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """A lead locks one for themselves, at once. What else lies on the table stays there."""
    lead = leading(request)
    loss = get_object_or_404(Loss.objects.visible_to(lead).select_related("client", "deal"), pk=pk)
    on_table = table(request)
    if not HandOut.objects.open().filter(loss=loss, to=lead).exists():
        HandOut.give(loss, lead, by=lead, at=request.now)
    return laid(request, on_table.context())


@login_required
@require_POST
def deal(request: Request) -> HttpResponse:
    """Hand out all that lies in somebody's hands, in one go."""
    on_table = table(request)
    chosen: dict[User, list[Loss]] = defaultdict(list)
    people = {one.pk: one for one in on_table.people}
    losses = Loss.objects.visible_to(request.user).select_related("client", "deal", "reason").ranked()
    for loss in losses.filter(pk__in=on_table.put):
        if to := people.get(on_table.put[loss.pk]):
            chosen[to].append(loss)
    dealt = DealRound.deal(chosen, key=on_table.key, by=request.user, at=request.now)
    n = dealt.hand_outs.count()
    toast(request, ngettext("%(n)d handed out.", "%(n)d handed out.", n) % {"n": n})
    return redirect("winback:deal_round")


@login_required
@require_POST
def limit(request: Request, pk: int) -> HttpResponse:
    """How many lost clients somebody works on at once."""
    person = get_object_or_404(User.objects.colleagues_of(leading(request)), pk=pk)
    person.limit_work(
        filled(LimitForm(request.POST))["limit"], seen=words(request.POST, "seen"), by=request.user, at=request.now
    )
    toast(request, _("%(name)s works on %(n)d at most.") % {"name": person, "n": person.open_work_limit})
    return redirect("winback:deal_round")
