"""Talks before the call, for programs: the same verbs as on the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Router

from wonback.interviews import inviting
from wonback.interviews.models import Away, Hours, Interview, Invitation
from wonback.interviews.models.hours import week_of
from wonback.interviews.queue import Line, Queue
from wonback.interviews.queue_shapes import (
    AssignIn,
    AwayIn,
    HandOnIn,
    HoursIn,
    HoursOut,
    InviteIn,
    PersonIn,
    RepliedIn,
    StakeIn,
    TalkOut,
    TalkPage,
    VerdictOut,
)
from wonback.losses.models import Conflict, Loss
from wonback.team.answers import Pk, or_problem
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request

router = Router(tags=["interviews"])


def told(talk: Interview, request: Request) -> dict[str, Any]:
    objections = talk.loss.objections_to(talk.interviewer) if talk.interviewer else []
    clock = talk.loss.listen_clock(as_of=request.today)
    return row(Line(interview=talk, clock=clock, objections=objections, neutral=[]))


def row(line: Line) -> dict[str, Any]:
    talk = line.interview
    names = ("stage", "answer_by", "starts_at", "ends_at", "waiting_because")
    return {name: getattr(talk, name) for name in names} | {
        "id": talk.pk,
        "loss": talk.loss_id,
        "client": talk.loss.client.name,
        "interviewer": talk.interviewer.name if talk.interviewer else None,
        "contact": talk.contact.name if talk.contact else None,
        "listen": line.clock.words,
        "objections": line.objections,
    }


def talk_of(request: Request, pk: int) -> Interview:
    return get_object_or_404(Interview.objects.visible_to(request.user).for_queue(), pk=pk)


@router.get("/interviews", response=or_problem(TalkPage), operation_id="list_interviews")
def interviews(request: Request) -> dict[str, Any]:
    """Your talks that are not over, and, for a lead, those nobody holds; at most fifty of each."""
    request.user.must(Right.INTERVIEW)
    queue = Queue(request.user, request.today)
    return {"rows": [row(line) for line in [*queue.lines, *queue.unassigned]]}


@router.get("/interviews/{pk}", response=or_problem(TalkOut), operation_id="read_interview_stage")
def interview(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Where one talk stands."""
    return told(talk_of(request, pk), request)


@router.post("/interviews/{pk}/accept", response=or_problem(TalkOut), operation_id="accept_interview")
def accept(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """I will ask them. Refused for whoever was part of it."""
    talk_of(request, pk).nomination_of(request.user).accept(by=request.user, at=request.now)
    return told(talk_of(request, pk), request)


@router.post("/interviews/{pk}/hand-on", response=or_problem(TalkOut), operation_id="hand_interview_on")
def hand_on(request: Request, pk: Path[Pk], said: HandOnIn) -> dict[str, Any]:
    """Somebody else should ask, and why. The next neutral person is asked at once."""
    nomination = talk_of(request, pk).nomination_of(request.user)
    nomination.hand_on(said.why, is_conflict=said.is_conflict, by=request.user, at=request.now)
    return told(get_object_or_404(Interview.objects.for_queue(), pk=pk), request)


@router.post("/interviews/{pk}/assign", response=or_problem(TalkOut), operation_id="assign_interview")
def assign(request: Request, pk: Path[Pk], said: AssignIn) -> dict[str, Any]:
    """A lead chooses somebody neutral by hand."""
    to = get_object_or_404(User.objects.filter(is_active=True), pk=said.to)
    talk_of(request, pk).assign(to, by=request.user, at=request.now)
    return told(talk_of(request, pk), request)


@router.post("/interviews/{pk}/invite", response=or_problem(TalkOut), operation_id="invite_to_interview")
def invite(request: Request, pk: Path[Pk], said: InviteIn) -> dict[str, Any]:
    """Write to one person at the client in your own name, with a link to your free times."""
    talk = talk_of(request, pk)
    talk.must_be_held_by(request.user)
    contact = get_object_or_404(talk.loss.client.contacts.all(), pk=said.contact)
    usual = Invitation.draft(talk, contact, at=request.now)
    draft = inviting.Draft(said.subject or usual.subject, said.text or usual.text)
    Invitation.send(talk, contact, draft, by=request.user, at=request.now)
    return told(talk_of(request, pk), request)


@router.post("/interviews/{pk}/replied", response=or_problem(TalkOut), operation_id="note_reply_to_invitation")
def replied(request: Request, pk: Path[Pk], said: RepliedIn) -> dict[str, Any]:
    """They answered in their own way: no further reminder goes out."""
    talk = talk_of(request, pk)
    talk.must_be_held_by(request.user)
    found = get_object_or_404(talk.invitations.for_letters(), contact=said.contact)
    found.replied(by=request.user, at=request.now)
    return told(talk_of(request, pk), request)


@router.post("/interviews/{pk}/call-off", response=or_problem(TalkOut), operation_id="call_interview_off")
def call_off(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Not at that time after all; the client is told and may choose another."""
    talk = talk_of(request, pk)
    talk.must_be_held_by(request.user)
    talk.call_off(by=request.user, at=request.now)
    return told(talk_of(request, pk), request)


@router.post("/losses/{pk}/neutrality", response=or_problem(VerdictOut), operation_id="test_neutrality")
def neutrality(request: Request, pk: Path[Pk], said: PersonIn) -> dict[str, Any]:
    """Could this person interview that client? For admins; changes nothing."""
    request.user.must(Right.ADMINISTER)
    loss, person = get_object_or_404(Loss, pk=pk), get_object_or_404(User, pk=said.person)
    return verdict(loss, person)


@router.post("/losses/{pk}/stakes", response=or_problem(VerdictOut), operation_id="declare_stake")
def declare(request: Request, pk: Path[Pk], said: StakeIn) -> dict[str, Any]:
    """Say that somebody cannot be neutral about the client of a loss: you yourself, or, for an admin, anybody."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user).select_related("client"), pk=pk)
    person = get_object_or_404(User, pk=said.person, is_active=True)
    Conflict.declare(person, loss.client, said.why, by=request.user, at=request.now)
    return verdict(loss, person)


@router.post("/losses/{pk}/stakes/withdraw", response=or_problem(VerdictOut), operation_id="withdraw_stake")
def withdraw(request: Request, pk: Path[Pk], said: PersonIn) -> dict[str, Any]:
    """It was a mistake, or long ago."""
    loss = get_object_or_404(Loss.objects.visible_to(request.user).select_related("client"), pk=pk)
    theirs = Conflict.objects.visible_to(request.user).filter(client=loss.client)
    get_object_or_404(theirs.select_related("person"), person=said.person).withdraw(by=request.user)
    return verdict(loss, get_object_or_404(User, pk=said.person))


def verdict(loss: Loss, person: User) -> dict[str, Any]:
    objections = loss.objections_to(person)
    return {"neutral": not objections, "objections": objections}


@router.get("/interview-hours", response=or_problem(HoursOut), operation_id="read_interview_hours")
def hours(request: Request) -> dict[str, Any]:
    """When you can be booked."""
    request.user.must(Right.INTERVIEW)
    week = week_of(request.user)
    stretches = [
        {"weekday": day, "begins": begins, "ends": ends}
        for day, parts in sorted(week.hours.items())
        for begins, ends in parts
    ]
    away = request.user.days_away.filter(until__gt=request.today).order_by("since")
    told = {"time_zone": week.zone.key, "a_month": request.user.interviews_a_month}
    return told | {"week": stretches, "away": list(away)}


@router.put("/interview-hours", response=or_problem(HoursOut), operation_id="keep_interview_hours")
def keep_hours(request: Request, said: HoursIn) -> dict[str, Any]:
    """Say when you can be booked, in the place of what you said before."""
    request.user.must(Right.INTERVIEW)
    week = [(one.weekday, one.begins, one.ends) for one in said.week]
    Hours.keep(request.user, week, zone=said.time_zone, a_month=said.a_month, by=request.user)
    return hours(request)


@router.post("/absences", response=or_problem(HoursOut), operation_id="plan_absence")
def go_away(request: Request, said: AwayIn) -> dict[str, Any]:
    """No talks on these days; `until` is the first day back."""
    request.user.must(Right.INTERVIEW)
    Away.plan(request.user, since=said.since, until=said.until, by=request.user)
    return hours(request)


@router.post("/absences/{pk}/cancel", response=or_problem(HoursOut), operation_id="cancel_absence")
def come_back(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """You are there after all."""
    get_object_or_404(request.user.days_away.all(), pk=pk).cancel(by=request.user)
    return hours(request)
