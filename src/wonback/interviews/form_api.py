"""The five questions in writing, for programs: whom to ask, who has not answered, and whom to remind."""

from datetime import datetime
from typing import Annotated, Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.interviews.asked import Asked, WhoWasAsked, remind
from wonback.interviews.models import Form
from wonback.interviews.queue_api import talk_of
from wonback.team.answers import Pk, Told, or_problem
from wonback.team.policy import Right
from wonback.team.request import Request

router = Router(tags=["interviews"])

SOME = Field(min_length=1, max_length=100)


class FormOut(Schema):
    """How far somebody is. What they write is theirs until they send it; then it stands among the notes of the interview."""

    id: int
    interview: int
    client: str
    contact: str
    language: str
    standing: str
    pages: int
    sent_at: datetime | None
    reminded_at: datetime | None
    finished_at: datetime | None


class FormPage(Schema):
    rows: list[FormOut]


class PeopleIn(Told):
    contacts: Annotated[list[Pk], SOME]


class FormsIn(Told):
    forms: Annotated[list[Pk], SOME]


class LeftAlone(Schema):
    form: int
    reasons: list[str]


class RemindedOut(Schema):
    """Who gets the link once more, and who is left alone and why."""

    reminded: list[int]
    left_alone: list[LeftAlone]


def row(one: Asked) -> dict[str, Any]:
    form = one.form
    names = ("language", "pages", "sent_at", "reminded_at", "finished_at")
    return {name: getattr(form, name) for name in names} | {
        "id": form.pk,
        "interview": form.interview_id,
        "client": form.interview.loss.client.name,
        "contact": form.contact.name,
        "standing": one.standing,
    }


def told(request: Request, pk: int) -> dict[str, Any]:
    form = form_of(request, pk)
    return row(Asked(form, form.standing(as_of=request.today), is_mine=True))


def form_of(request: Request, pk: int) -> Form:
    return get_object_or_404(Form.objects.visible_to(request.user).for_letters(), pk=pk)


@router.get("/forms", response=or_problem(FormPage), operation_id="list_forms")
def forms(request: Request) -> dict[str, Any]:
    """Who has the five questions, and how far they are; the newest hundred."""
    request.user.must(Right.INTERVIEW)
    return {"rows": [row(one) for one in WhoWasAsked(request.user, request.today).forms]}


@router.post("/interviews/{pk}/forms", response=or_problem(FormPage), operation_id="ask_in_writing")
def ask(request: Request, pk: Path[Pk], said: PeopleIn) -> dict[str, Any]:
    """Send the five questions to named people at the client, in your own name: all of them, or nobody."""
    talk = talk_of(request, pk)
    talk.must_be_held_by(request.user)
    people = [get_object_or_404(talk.loss.client.contacts.all(), pk=one) for one in said.contacts]
    with transaction.atomic():
        sent = [Form.send(talk, one, by=request.user, at=request.now) for one in people]
    return {"rows": [told(request, one.pk) for one in sent]}


@router.post("/forms/remind", response=or_problem(RemindedOut), operation_id="remind_of_forms")
def remind_chosen(request: Request, said: FormsIn) -> dict[str, Any]:
    """The link once more, where that is allowed: never twice a week, and never to whoever said no."""
    request.user.must(Right.INTERVIEW)
    mine = Form.objects.visible_to(request.user).filter(interview__interviewer=request.user, pk__in=said.forms)
    became = remind(mine.for_letters().order_by("pk"), by=request.user, at=request.now)
    left = [{"form": form.pk, "reasons": why.reasons} for form, why in became.left_alone]
    return {"reminded": [form.pk for form in became.reminded], "left_alone": left}


@router.post("/forms/{pk}/replied", response=or_problem(FormOut), operation_id="note_reply_to_form")
def replied(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """They answered in their own way: no further reminder goes out."""
    form = form_of(request, pk)
    form.interview.must_be_held_by(request.user)
    form.replied(by=request.user, at=request.now)
    return told(request, pk)


@router.post("/forms/{pk}/revoke", response=or_problem(FormOut), operation_id="revoke_form")
def revoke(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Take the link back; what was written under it is gone."""
    form_of(request, pk).revoke(by=request.user, at=request.now)
    return told(request, pk)
