"""Pages about one loss, and the silent clients."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wonback.care.models import Competitor
from wonback.clients.models import Client
from wonback.losses import excuses
from wonback.losses.cause_form import HearForm
from wonback.losses.forms import ConfirmForm, LetGoForm, RecordForm
from wonback.losses.models import Loss, Proposal, Reason
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.paging import page
from wonback.web.toast import toast

RIVALS = 200


def loss_of(request: Request, pk: int) -> Loss:
    return get_object_or_404(Loss.objects.visible_to(request.user).select_related("client", "reason", "deal"), pk=pk)


@login_required
def record(request: Request) -> HttpResponse:
    """Record a loss; without a client, choose one first."""
    request.user.must(Right.WORK)
    if not request.GET.get("client", "").isdecimal():
        return choose_client(request)
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=request.GET["client"])
    form = RecordForm(request.POST or None, client=client, initial=told_already(request))
    if request.method == "POST" and form.is_valid():
        return redirect(Loss.record(client, form.story(), by=request.user, at=request.now))
    context = {"form": form, "client": client, "rivals": Competitor.objects.order_by("name")[:RIVALS]}
    return render(request, "losses/record.html", context, status=422 if form.errors else 200)


def told_already(request: Request) -> dict[str, Any]:
    """What the link that led here knew."""
    return {"kind": request.GET.get("kind", "client"), "deal": request.GET.get("deal"), "noticed_on": request.today}


def choose_client(request: Request) -> HttpResponse:
    text = request.GET.get("q", "")
    clients = Client.objects.visible_to(request.user).search(text).order_by("name", "pk")[:20] if text.strip() else []
    return render(request, "losses/choose_client.html", {"q": text, "clients": clients})


@login_required
@require_POST
def own(request: Request, pk: int) -> HttpResponse:
    """Take responsibility in writing."""
    one = loss_of(request, pk)
    seen = words(request.POST, "seen", most=4_000)
    one.own(words(request.POST, "words"), seen=seen, by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def own_hints(request: Request, pk: int) -> HttpResponse:
    """What sounds like an excuse, while it is written."""
    loss_of(request, pk)
    return render(request, "components/hints.html#said", {"hints": excuses.hints(words(request.POST, "words"))})


@login_required
@require_POST
def hear(request: Request, pk: int) -> HttpResponse:
    """Note a reason in one voice."""
    one = loss_of(request, pk)
    form = HearForm(request.POST, loss=one)
    told, grounds = filled(form), form.grounds()
    kept = {name: told[name] for name in ("voice", "words", "weight")}
    one.hear(Reason.chosen(told["reason"]), **kept, grounds=grounds, by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_POST
def let_go(request: Request, pk: int) -> HttpResponse:
    """Stop pursuing them, with honour."""
    one = loss_of(request, pk)
    one.let_go(**filled(LetGoForm(request.POST)), by=request.user, at=request.now)
    toast(request, _("Let go. It is kept on file."))
    return redirect(one)


@login_required
@require_POST
def take_up(request: Request, pk: int) -> HttpResponse:
    """Pursue them again."""
    one = loss_of(request, pk)
    one.take_up(by=request.user, at=request.now)
    return redirect(one)


@login_required
@require_safe
def silent(request: Request) -> HttpResponse:
    """Clients who seem to have left without a word, all of them."""
    proposals = Proposal.objects.filter(settled_at=None).visible_to(request.user).for_cards()
    shown = page(proposals, by=("-worth", "pk"), after=request.GET.get("after", ""))
    return render(request, "losses/silent.html", {"page": shown, "form": ConfirmForm()})


def proposal_of(request: Request, pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(request.user).select_related("client"), pk=pk)


@login_required
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Yes, this silent client has left."""
    proposal = proposal_of(request, pk)
    return redirect(proposal.confirm(by=request.user, at=request.now, reason=words(request.POST, "reason", most=60)))


@login_required
@require_POST
def dismiss(request: Request, pk: int) -> HttpResponse:
    """No, they are still ours."""
    proposal = proposal_of(request, pk)
    proposal.dismiss(by=request.user, at=request.now, why=words(request.POST, "why", most=200))
    toast(request, _("Noted: %(client)s has not left.") % {"client": proposal.client})
    return redirect("losses:silent")
