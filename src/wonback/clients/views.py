"""What people do to the record of a client: one verb a view."""

from collections.abc import Mapping
from copy import copy

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.clients.alike import Alike
from wonback.clients.forms import (
    ClientForm,
    ContactForm,
    CorrectForm,
    HandOverForm,
    KnownForm,
    LeftForm,
    PermissionForm,
    StandForm,
)
from wonback.clients.models import Client, Contact, Permission
from wonback.core.writing import mark, parts_of
from wonback.team.policy import Right
from wonback.team.request import Request
from wonback.web.asking import must_be_filled, way_back
from wonback.web.toast import toast


def sent(request: Request) -> QueryDict | None:
    """What was typed, if anything was sent; an empty form that was sent is asked for what it lacks."""
    return request.POST if request.method == "POST" else None


def alike_to(request: Request, facts: Mapping[str, object]) -> list[Alike]:
    """Who of those this person may open may be the client with these facts."""
    said = {name: str(facts.get(name) or "") for name in ("name", "domain", "phone", "town", "country")}
    return Client.objects.visible_to(request.user).alike(**said)


def client_or_404(request: Request, pk: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


@login_required
@require_safe
def alike(request: Request) -> HttpResponse:
    """While somebody types a new client: is it one of these?"""
    request.user.must(Right.WORK)
    return render(request, "clients/new.html#alike", {"alike": alike_to(request, request.GET.dict())})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Write down a new client; whoever does it answers for them."""
    request.user.must(Right.WORK)
    form = ClientForm(sent(request))
    if not form.is_valid():
        return render(request, "clients/new.html", {"form": form}, status=422 if form.errors else 200)
    facts = dict(form.cleaned_data)
    since = facts.pop("since")
    if alike := [] if "sure" in request.POST else alike_to(request, facts):
        # Nothing is written before somebody has looked at those who may be the same.
        return render(request, "clients/new.html", {"form": form, "alike": alike}, status=422)
    client = Client.add(by=request.user, at=request.now, since=since, owner=request.user, **facts)
    return redirect(client)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Put right what we know about a client."""
    client = client_or_404(request, pk)
    facts = parts_of(client, CorrectForm.Meta.fields)
    form = CorrectForm(sent(request), initial=facts | {"seen": mark(facts)})
    if not form.is_valid():
        context = {"form": form, "client": client}
        return render(request, "clients/edit.html", context, status=422 if form.errors else 200)
    client.correct(by=request.user, at=request.now, **form.cleaned_data)
    return redirect(client)


@login_required
@require_POST
def meet(request: Request, pk: int) -> HttpResponse:
    """Write down a person there."""
    client = client_or_404(request, pk)
    facts = must_be_filled(ContactForm(request.POST)).cleaned_data
    Contact.meet(by=request.user, at=request.now, client=client, **facts)
    return redirect(client)


@login_required
@require_http_methods(["GET", "POST"])
def contact(request: Request, pk: int) -> HttpResponse:
    """Put right what we know about a person there."""
    somebody = get_object_or_404(Contact.objects.visible_to(request.user).select_related("client"), pk=pk)
    facts = parts_of(somebody, KnownForm.Meta.fields)
    form = KnownForm(sent(request), initial=facts | {"seen": mark(facts)})
    if not form.is_valid():
        context = {"form": form, "contact": somebody, "client": somebody.client}
        return render(request, "clients/contact.html", context, status=422 if form.errors else 200)
    somebody.correct(by=request.user, at=request.now, **form.cleaned_data)
    return redirect(somebody.client)


@login_required
@require_POST
def stand(request: Request, pk: int) -> HttpResponse:
    """How somebody there stands to us now; what stood before is kept."""
    somebody = get_object_or_404(Contact.objects.visible_to(request.user).select_related("client"), pk=pk)
    # A form of a record writes into it while it checks; the verb itself compares with what is on file.
    told = must_be_filled(StandForm(request.POST, instance=copy(somebody))).cleaned_data
    somebody.correct(by=request.user, at=request.now, **told)
    return redirect(way_back(request, otherwise=somebody.client.get_absolute_url()))


@login_required
@require_POST
def left(request: Request, pk: int) -> HttpResponse:
    """Note that somebody has gone."""
    somebody = get_object_or_404(Contact.objects.visible_to(request.user).select_related("client"), pk=pk)
    on = must_be_filled(LeftForm(request.POST)).cleaned_data["on"]
    somebody.leave(on=on or request.today, by=request.user, at=request.now)
    toast(request, _("Noted: %(name)s has left %(client)s.") % {"name": somebody, "client": somebody.client})
    return redirect(somebody.client)


@login_required
@require_POST
def permission(request: Request, pk: int) -> HttpResponse:
    """Write down what they allowed or refused, word for word."""
    client = client_or_404(request, pk)
    facts = must_be_filled(PermissionForm(request.POST, client=client)).cleaned_data
    Permission.note(by=request.user, at=request.now, client=client, **facts)
    return redirect(client)


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: Request, pk: int) -> HttpResponse:
    """Give this client another owner."""
    client = client_or_404(request, pk)
    request.user.must(Right.LEAD)
    form = HandOverForm(sent(request), by=request.user)
    if not form.is_valid():
        context = {"form": form, "client": client}
        return render(request, "clients/hand_over.html", context, status=422 if form.errors else 200)
    to = form.cleaned_data["to"]
    client.hand_over(to, by=request.user, at=request.now)
    toast(request, _("%(name)s looks after %(client)s now.") % {"name": to, "client": client})
    return redirect(client)
