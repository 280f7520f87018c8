"""The booking page: somebody at a client chooses a time, moves it, cancels it, or says no. Their link is all they need."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from wonback.interviews import zones
from wonback.interviews.booking_forms import RefuseForm, SlotForm, ZoneForm
from wonback.interviews.models import Interview, Invitation
from wonback.interviews.models.hours import free_slots, zone_of
from wonback.post import links
from wonback.post.doors import stranger
from wonback.post.tongues import speak_to
from wonback.team.request import Request
from wonback.web.forms import filled


def invitation_of(request: Request, token: str) -> Invitation:
    related = ("interview__loss__client", "interview__interviewer", "interview__contact", "contact", "sent_by")
    found = links.found("invitation", token, Invitation.objects.select_related(*related))
    speak_to(found.contact, request)
    return found


def zone_for(request: HttpRequest, invitation: Invitation) -> ZoneInfo:
    """The zone they chose, now or before; else where their browser seems to be; else the interviewer’s."""
    chosen = request.GET.get("zone", "") or invitation.time_zone
    if chosen in zones.names():
        return ZoneInfo(chosen)
    return zones.guessed(request.headers.get("Accept-Language", ""), otherwise=zone_of(invitation.sent_by))


@stranger
@require_safe
def booking(request: Request, token: str) -> HttpResponse:
    """When may we call you?"""
    invitation = invitation_of(request, token)
    zone = zone_for(request, invitation)
    context = {
        "token": token,
        "invitation": invitation,
        "interview": invitation.interview,
        "zone": zone,
        "state": state_of(invitation, is_moving="move" in request.GET),
        "refuse_form": RefuseForm(),
        "is_moving": "move" in request.GET,
    }
    return render(request, "interviews/booking.html", context | choices(request, invitation, zone))


def state_of(invitation: Invitation, *, is_moving: bool) -> str:
    """Which page this is: choose, booked, declined, or nothing left to do."""
    talk = invitation.interview
    if talk.stage == Interview.Stage.BOOKED and talk.contact_id == invitation.contact_id:
        return "choose" if is_moving else "booked"
    states = {Interview.Stage.INVITED: "choose", Interview.Stage.DECLINED: "declined"}
    return states.get(Interview.Stage(talk.stage), "over")


def choices(request: Request, invitation: Invitation, zone: ZoneInfo) -> dict[str, Any]:
    """The free times, day by day, as the clock shows them where the reader is."""
    talk = invitation.interview
    free = free_slots(talk.interviewer, now=request.now, apart_from=talk.pk) if talk.interviewer else []
    there = [(slot, slot.astimezone(zone)) for slot in free if slot != talk.starts_at]
    days = [(day, list(slots)) for day, slots in groupby(there, key=lambda one: one[1].date())]
    form = ZoneForm(initial={"zone": zone.key})
    begins = talk.starts_at.astimezone(zone) if talk.starts_at else None
    return {"days": days, "zone_form": form, "begins": begins}


@stranger
@require_POST
def book(request: Request, token: str) -> HttpResponse:
    """Take a free time, or another one."""
    invitation, chosen = invitation_of(request, token), filled(SlotForm(request.POST))
    invitation.book(chosen["slot"], zone=chosen["zone"], at=request.now)
    return redirect("strangers:booking", token)


@stranger
@require_POST
def cancel(request: Request, token: str) -> HttpResponse:
    """No talk at that time."""
    invitation_of(request, token).cancel(by=None, at=request.now)
    return redirect("strangers:booking", token)


@stranger
@require_POST
def refuse(request: Request, token: str) -> HttpResponse:
    """I would rather not: this talk, or any contact."""
    invitation, form = invitation_of(request, token), RefuseForm(request.POST)
    filled(form)
    invitation.refuse(**form.refusal(), at=request.now)
    return redirect("strangers:booking", token)
