"""People move: who may have left without our knowing, what a mail says that came back, and what we do about it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wonback.clients.models import Client, Contact
from wonback.post.automatic import read
from wonback.team.request import Request
from wonback.web.forms import filled, words
from wonback.web.toast import toast
from wonback.winback.door_forms import GoneForm
from wonback.winback.door_queries import to_ask_whether_there
from wonback.winback.models import Move

SHOWN = 60


@login_required
@require_safe
def people(request: Request) -> HttpResponse:
    """Whom nobody has seen there for long: are they still there?"""
    asked = to_ask_whether_there(request.user, as_of=request.today)[:SHOWN]
    return render(request, "winback/people.html", {"people": asked})


def contact_of(request: Request, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user).select_related("client"), pk=pk)


@login_required
@require_POST
def still_there(request: Request, pk: int) -> HttpResponse:
    """They are still there, also if somebody, a mail or a file said that they had left."""
    contact = contact_of(request, pk)
    had_left = contact.left_on is not None
    be_there(request, contact)
    toast(request, _("Noted: %(name)s is still there.") % {"name": contact})
    return redirect(contact.client) if had_left else redirect("winback:people")


def be_there(request: Request, contact: Contact) -> None:
    if contact.left_on:
        Move.take_back(contact, by=request.user, at=request.now)
    else:
        contact.correct(verified_on=request.today, by=request.user, at=request.now)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, pk: int) -> HttpResponse:
    """Has somebody left? Paste what came back, and it is read; nothing is kept before you say so."""
    contact = contact_of(request, pk)
    if contact.left_on:
        return render(request, "winback/person_gone.html", how_we_know(request, contact))
    text = words(request.POST, "text") if request.method == "POST" else ""
    found = read(text, own=contact.email) if text else None
    told: dict[str, Any] = {"on": request.today, "words": text}
    told |= {"successor": found.name, "successor_email": found.email} if found else {}
    form = GoneForm(initial=told, by=request.user, auto_id="gone_%s")
    return render(request, "winback/person.html", {"contact": contact, "form": form, "found": found, "text": text})


def how_we_know(request: Request, contact: Contact) -> dict[str, Any]:
    """Where they went is said to whoever may see that client."""
    move = Move.objects.filter(contact=contact).select_related("successor", "noted_by").first()
    to = Client.objects.visible_to(request.user).filter(pk=move.to_id).first() if move and move.to_id else None
    return {"contact": contact, "move": move, "to": to}


@login_required
@require_POST
def gone(request: Request, pk: int) -> HttpResponse:
    """They have left."""
    contact = contact_of(request, pk)
    form = GoneForm(request.POST, by=request.user)
    filled(form)
    Move.note(contact, form.told(today=request.today), by=request.user, at=request.now)
    toast(request, _("Noted: %(name)s has left %(client)s.") % {"name": contact, "client": contact.client})
    return redirect(contact.client)
