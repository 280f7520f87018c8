"""What people do to keep a client: one verb a view."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wonback.care.forms import CadenceForm, ConcernForm, PromiseForm, PutOffForm, SkipForm, TouchForm
from wonback.care.models import Cadence, Concern, Promise, Snooze, Touch
from wonback.care.models.touch import DAYS_TO_SETTLE_A_CONCERN
from wonback.clients.models import Client
from wonback.team.request import Request
from wonback.web.asking import must_be_filled, way_back
from wonback.web.reply import reply
from wonback.web.toast import toast


def client_or_404(request: Request, pk: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


def back(request: Request, client: Client) -> str:
    return way_back(request, otherwise=client.get_absolute_url())


@login_required
@require_POST
def touch(request: Request, pk: int) -> HttpResponse:
    """Write down a contact we made."""
    client = client_or_404(request, pk)
    form = must_be_filled(TouchForm(request.POST, client=client))
    logged = Touch.log(client, form.note(), by=request.user, at=request.now)
    if not request.htmx:
        words = _("Noted: you spoke to %(client)s.") if logged.reached else _("Noted: nobody answered at %(client)s.")
        toast(request, words % {"client": client}, undo=reverse("care:take_back", args=[logged.pk]))
    return reply(request, "care/done.html#spoken", {"touch": logged}, otherwise=back(request, client))


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    """Undo a touch that was a slip."""
    slip = get_object_or_404(Touch.objects.visible_to(request.user).select_related("client"), pk=pk)
    slip.take_back(by=request.user, at=request.now)
    toast(request, _("Taken back. %(client)s is as before.") % {"client": slip.client})
    return redirect(way_back(request, otherwise=reverse("desk:today")))


@login_required
@require_POST
def put_off(request: Request, pk: int) -> HttpResponse:
    """Let this client wait until another day."""
    client = client_or_404(request, pk)
    form = must_be_filled(PutOffForm(request.POST))
    until = form.day(today=request.today)
    snooze = Snooze.put_off(client, by=request.user, at=request.now, until=until, why=form.reason())
    return reply(request, "care/done.html#put_off", {"snooze": snooze}, otherwise=back(request, client))


@login_required
@require_POST
def skip(request: Request, pk: int) -> HttpResponse:
    """Pass over this client until the next turn of their rhythm."""
    client = client_or_404(request, pk)
    why = must_be_filled(SkipForm(request.POST)).reason()
    until = request.today + timedelta(days=Cadence.objects.of(client).ideal_days)
    snooze = Snooze.put_off(client, by=request.user, at=request.now, until=until, why=why)
    return reply(request, "care/done.html#put_off", {"snooze": snooze}, otherwise=back(request, client))


@login_required
@require_POST
def take_up(request: Request, pk: int) -> HttpResponse:
    """Bring back today what was put off."""
    snooze = get_object_or_404(Snooze.objects.filter(user=request.user), pk=pk)
    snooze.end()
    return redirect(way_back(request, otherwise=reverse("desk:today")))


@login_required
@require_POST
def promise(request: Request, pk: int) -> HttpResponse:
    """Write down what we promised them."""
    client = client_or_404(request, pk)
    form = must_be_filled(PromiseForm(request.POST))
    Promise.make(client, form.cleaned_data["what"], by=request.user, at=request.now, due_by=form.cleaned_data["due_by"])
    return redirect(back(request, client))


@login_required
@require_POST
def keep(request: Request, pk: int) -> HttpResponse:
    """We did what we promised."""
    kept = get_object_or_404(Promise.objects.visible_to(request.user).select_related("client"), pk=pk)
    kept.keep(by=request.user, at=request.now)
    toast(request, _("Promise kept: %(what)s.") % {"what": kept.what.rstrip(".")})
    return redirect(back(request, kept.client))


@login_required
@require_POST
def concern(request: Request, pk: int) -> HttpResponse:
    """Write down what they are unhappy about."""
    client = client_or_404(request, pk)
    what = must_be_filled(ConcernForm(request.POST)).cleaned_data["what"]
    due_by = request.today + timedelta(days=DAYS_TO_SETTLE_A_CONCERN)
    Concern.raise_(client, what, by=request.user, at=request.now, due_by=due_by)
    return redirect(back(request, client))


@login_required
@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """The matter is dealt with."""
    settled = get_object_or_404(Concern.objects.visible_to(request.user).select_related("client"), pk=pk)
    settled.settle(by=request.user, at=request.now)
    toast(request, _("Settled: %(what)s.") % {"what": settled.what.rstrip(".")})
    return redirect(back(request, settled.client))


@login_required
@require_POST
def rhythm(request: Request, pk: int) -> HttpResponse:
    """Give this client a rhythm of their own."""
    client = client_or_404(request, pk)
    wanted = must_be_filled(CadenceForm(request.POST)).cleaned_data
    Cadence.agree(client, **wanted, by=request.user, at=request.now)
    return redirect(back(request, client))
