"""The links of a morning mail, and when it comes. Looking changes nothing; only a button does."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wonback.care import guess
from wonback.care.forms import REASONS_TO_PUT_OFF, REASONS_TO_SKIP, SkipForm, TouchForm
from wonback.care.models import Reminder
from wonback.care.question import THREE_IN_A_ROW
from wonback.clients.models import Client
from wonback.desk.morning_forms import KeptForm, MorningForm
from wonback.desk.morning_mail import DONE, SKIP, TOMORROW
from wonback.post import links
from wonback.post.doors import colleague
from wonback.team.request import Request
from wonback.web.asking import must_be_filled
from wonback.web.forms import filled
from wonback.web.toast import toast

BOTH = ["GET", "HEAD", "POST"]


def reminder_of(kind: str, token: str) -> Reminder:
    return links.found(kind, token, Reminder.objects.for_answering())


def shown(request: Request, reminder: Reminder, **told: Any) -> HttpResponse:
    """The question, or how it was answered, or why it cannot be any more."""
    if not reminder.answer:
        reminder.must_be_open(at=request.now)
    return render(request, "desk/reminder.html", {"reminder": reminder} | told)


@colleague
@require_http_methods(BOTH)
def done(request: Request, token: str) -> HttpResponse:
    """They spoke: the touch of ten seconds."""
    reminder = reminder_of(DONE, token)
    if request.method == "POST":
        note = must_be_filled(TouchForm(request.POST, client=reminder.client)).note()
        kept = filled(KeptForm(request.POST, promises=reminder.promises))["kept"]
        reminder.done(note, kept=[promise.pk for promise in kept], at=request.now)
        return redirect("mornings:done", token)
    people = list(reminder.client.contacts.filter(left_on=None).by_weight())
    form = TouchForm.fresh(reminder.client, people, before=before_of(reminder.client))
    return shown(request, reminder, way="done", form=form, promises=reminder.promises)


def before_of(client: Client) -> list[guess.Before]:
    """The last touches, from which the next one is guessed."""
    last = client.touches.standing().newest().values_list("channel", "contact", "reached")
    return [guess.Before(*touch) for touch in last[:THREE_IN_A_ROW]]


@colleague
@require_http_methods(BOTH)
def tomorrow(request: Request, token: str) -> HttpResponse:
    """The next working day will do, and why."""
    reminder = reminder_of(TOMORROW, token)
    if request.method == "POST":
        reminder.tomorrow(must_be_filled(SkipForm(request.POST)).reason(), at=request.now)
        return redirect("mornings:tomorrow", token)
    return shown(request, reminder, way="tomorrow", reasons=REASONS_TO_PUT_OFF)


@colleague
@require_http_methods(BOTH)
def skip(request: Request, token: str) -> HttpResponse:
    """Not this time, and why."""
    reminder = reminder_of(SKIP, token)
    if request.method == "POST":
        reminder.skip(must_be_filled(SkipForm(request.POST)).reason(), at=request.now)
        return redirect("mornings:skip", token)
    return shown(request, reminder, way="skip", reasons=REASONS_TO_SKIP)


@login_required
@require_http_methods(BOTH)
def my_morning(request: Request) -> HttpResponse:
    """At which hour one's day comes by mail, or that it never does."""
    if request.method == "POST":
        request.user.choose_morning(**filled(MorningForm(request.POST)))
        toast(
            request,
            _("Noted. It holds from the next working day.") if request.user.morning_at else _("No more morning mails."),
        )
        return redirect("desk:my_morning")
    return render(request, "desk/my_morning.html", {"form": MorningForm.of(request.user)})
