"""The call and its recap, for programs: the same verbs as on the pages."""

from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.clients.models import Contact
from wonback.interviews.models import Answer, Interview, Note, Question, Recap
from wonback.interviews.queue_api import talk_of, told
from wonback.interviews.queue_shapes import TalkOut
from wonback.team.answers import Pk, Told, Words, or_problem
from wonback.team.request import Request

router = Router(tags=["interviews"])

Level = Literal["attributable", "unattributed", "interviewer"]


class NoteIn(Told):
    text: Words
    confidence: Level = "interviewer"


class NotesIn(Told):
    """Notes by the key of their question. `version` is that of the notes you read."""

    version: Annotated[int, Field(ge=0, le=1_000_000)]
    notes: dict[str, NoteIn] = {}


class NoteOut(Schema):
    question: str
    text: str
    confidence: Level


class NotesOut(Schema):
    """The notes this person may read, and the version they have."""

    version: int
    notes: list[NoteOut]


class RecapIn(Told):
    contact: Pk
    subject: Words
    text: Words


class RecapOut(Schema):
    contact: str | None
    subject: str
    text: str
    verdict: str
    correction: str


def notes_of(talk: Interview, request: Request) -> dict[str, Any]:
    kept = Answer.objects.readable_by(request.user).filter(interview=talk).in_order()
    rows = [{"question": one.question.key, "text": one.text, "confidence": one.confidence} for one in kept]
    return {"version": Interview.objects.values_list("version", flat=True).get(pk=talk.pk), "notes": rows}


@router.get("/interviews/{pk}/notes", response=or_problem(NotesOut), operation_id="read_notes")
def notes(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """What the client said, question by question, as far as this person may read it."""
    return notes_of(talk_of(request, pk), request)


@router.post("/interviews/{pk}/notes", response=or_problem(NotesOut), operation_id="keep_notes")
def keep(request: Request, pk: Path[Pk], told: NotesIn) -> dict[str, Any]:
    """Save notes of a call that goes on. Refused if somebody wrote since `version`; a question left out stays as it is."""
    talk = talk_of(request, pk)
    asked = {one.key: one.pk for one in Question.objects.filter(key__in=told.notes)}
    kept = {asked[key]: Note(note.text, note.confidence) for key, note in told.notes.items() if key in asked}
    Answer.keep(talk, kept, version=told.version, by=request.user, at=request.now)
    return notes_of(talk, request)


@router.post("/interviews/{pk}/begin", response=or_problem(TalkOut), operation_id="begin_interview")
def begin(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """They are on the phone."""
    talk = talk_of(request, pk)
    talk.begin(by=request.user, at=request.now)
    return told(talk, request)


@router.post("/interviews/{pk}/end", response=or_problem(TalkOut), operation_id="end_interview")
def end(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """They have hung up."""
    talk = talk_of(request, pk)
    talk.end(by=request.user, at=request.now)
    return told(talk, request)


@router.post("/interviews/{pk}/recap", response=or_problem(RecapOut), operation_id="send_recap")
def recap(request: Request, pk: Path[Pk], told: RecapIn) -> dict[str, Any]:
    """Write to the client what was heard, once."""
    talk = talk_of(request, pk)
    talk.must_be_held_by(request.user)
    contact = get_object_or_404(Contact.objects.filter(client=talk.loss.client), pk=told.contact)
    sent = Recap.send(talk, contact, subject=told.subject, text=told.text, by=request.user, at=request.now)
    return shown(sent)


@router.post("/interviews/{pk}/recap/revoke", response=or_problem(RecapOut), operation_id="revoke_recap")
def revoke(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Take the client's link back."""
    talk = talk_of(request, pk)
    talk.must_be_held_by(request.user)
    sent = get_object_or_404(Recap.objects.select_related("contact"), interview=talk)
    sent.revoke(by=request.user, at=request.now)
    return shown(sent)


def shown(sent: Recap) -> dict[str, Any]:
    contact = sent.contact.name if sent.contact else None
    return {"contact": contact} | {name: getattr(sent, name) for name in ("subject", "text", "verdict", "correction")}
