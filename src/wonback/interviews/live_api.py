"""The call and its recap, for programs: the same verbs as on the pages."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field, StringConstraints

from wonback.clients.models import Contact
from wonback.interviews.allowed import Allowed
from wonback.interviews.drivers import chosen, drivers
from wonback.interviews.models import Answer, Heard, Interview, Note, Question, Quote, Quoted, Recap, Sheet
from wonback.interviews.models.recap import drafted
from wonback.interviews.queue_api import talk_of, told
from wonback.interviews.queue_shapes import TalkOut
from wonback.losses.models import Reason
from wonback.team.answers import Line, Pk, Told, Words, or_problem
from wonback.team.request import Request

router = Router(tags=["interviews"])

Level = Literal["attributable", "unattributed", "interviewer"]
Sound = Annotated[int, Field(ge=-2, le=2)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,12}$")]


class NoteIn(Told):
    """What they said to one question. Without `drivers` (keys of reasons), tags and sound stay as they are."""

    text: Words
    confidence: Level = "interviewer"
    feeling: Sound | None = None
    drivers: Annotated[list[Line], Field(max_length=40)] | None = None


class QuoteIn(Told):
    """A sentence word for word; without words it is struck."""

    words: Words
    question: Line = ""
    driver: Line = ""
    feeling: Sound | None = None
    confidence: Level = "interviewer"


class AllowedIn(Told):
    """What they allow us, as far as it is known; a permission when the call ends."""

    answer: Literal["", "allowed", "refused"] = ""
    scope: Literal["", "news", "call", "offer"] = ""
    channel: Literal["", "call", "mail", "visit"] = ""
    not_before: Line = ""
    until: Line = ""
    words: Words = ""


class NotesIn(Told):
    """Notes by the key of their question, quotes by a key of yours. `version` is that of the notes you read."""

    version: Annotated[int, Field(ge=0, le=1_000_000)]
    notes: dict[str, NoteIn] = {}
    quotes: Annotated[dict[Key, QuoteIn], Field(max_length=40)] = {}
    allowed: AllowedIn | None = None
    # Whether another person would have helped: for the lead alone.
    is_it_me: Literal["", "yes", "no", "perhaps"] | None = None


class NoteOut(Schema):
    question: str
    text: str
    confidence: Level
    feeling: int | None
    drivers: list[str]


class QuoteOut(Schema):
    key: str
    words: str
    question: str | None
    driver: str | None
    feeling: int | None
    confidence: Level


class NotesOut(Schema):
    """The notes and quotes this person may read, and the version they have."""

    version: int
    notes: list[NoteOut]
    quotes: list[QuoteOut]


class RecapIn(Told):
    contact: Pk
    subject: Words
    text: Words


class TextIn(Told):
    text: Words


class RecapOut(Schema):
    """The letter as it went or, without `sent_at`, as the notes make it. `hints`: words in it that sell."""

    contact: str | None
    subject: str
    text: str
    sent_at: datetime | None
    verdict: str
    correction: str
    hints: list[str]


def notes_of(talk: Interview, request: Request) -> dict[str, Any]:
    kept = Answer.objects.readable_by(request.user).filter(interview=talk).in_order()
    version = Interview.objects.values_list("version", flat=True).get(pk=talk.pk)
    said = Quote.objects.readable_by(request.user).filter(interview=talk).select_related("question", "driver")
    return {
        "version": version,
        "notes": [as_note(one) for one in kept.prefetch_related("drivers")],
        "quotes": [as_quote(one) for one in said.order_by("said_at", "pk")],
    }


def as_note(one: Answer) -> dict[str, Any]:
    drivers = [reason.key for reason in one.drivers.all()]
    told = {name: getattr(one, name) for name in ("text", "confidence", "feeling")}
    return told | {"question": one.question.key, "drivers": drivers}


def as_quote(one: Quote) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("key", "words", "feeling", "confidence")}
    driver, question = one.driver.key if one.driver else None, one.question.key if one.question else None
    return told | {"driver": driver, "question": question}


@router.get("/interviews/{pk}/notes", response=or_problem(NotesOut), operation_id="read_notes")
def notes(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """What the client said, question by question, as far as this person may read it."""
    return notes_of(talk_of(request, pk), request)


@router.post("/interviews/{pk}/notes", response=or_problem(NotesOut), operation_id="keep_notes")
def keep(request: Request, pk: Path[Pk], told: NotesIn) -> dict[str, Any]:
    """Save notes of a call that goes on. Refused if somebody wrote since `version`; a question left out stays as it is."""
    talk = talk_of(request, pk)
    sheet_of(told).keep(talk, version=told.version, by=request.user, at=request.now)
    return notes_of(talk, request)


def sheet_of(told: NotesIn) -> Sheet:
    """What was sent, as it is kept. A question we do not ask is passed over."""
    known, asked = {one.key: one for one in drivers()}, {one.key: one for one in Question.objects.all()}
    return Sheet(
        notes={asked[key].pk: as_typed(note, known) for key, note in told.notes.items() if key in asked},
        quotes={key: as_said(one, known, asked) for key, one in told.quotes.items()},
        allowed=Allowed.of(told.allowed.dict()) if told.allowed else None,
        person=told.is_it_me,
    )


def as_typed(note: NoteIn, known: dict[str, Reason]) -> Note:
    heard = None if note.drivers is None else Heard(note.feeling, chosen(note.drivers, known))
    return Note(note.text, note.confidence, heard)


def as_said(one: QuoteIn, known: dict[str, Reason], asked: dict[str, Question]) -> Quoted:
    driver = known.get(one.driver)
    return Quoted(
        words=one.words,
        question=asked.get(one.question),
        driver=driver.pk if driver else None,
        feeling=one.feeling,
        confidence=one.confidence,
    )


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


def held(request: Request, pk: int) -> Interview:
    """The talk, for whoever held it."""
    talk = talk_of(request, pk)
    talk.must_be_held_by(request.user)
    return talk


@router.get("/interviews/{pk}/recap", response=or_problem(RecapOut), operation_id="read_recap")
def read_recap(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """What goes, or went, to the client."""
    talk = held(request, pk)
    if sent := Recap.objects.filter(interview=talk).select_related("contact", "interview").first():
        return shown(sent)
    told = drafted(talk)
    to = told["contact"].name if told["contact"] else None
    nothing = {"sent_at": None, "verdict": "", "correction": "", "hints": Recap.hints(talk, told["text"])}
    return {"contact": to, "subject": told["subject"], "text": told["text"]} | nothing


@router.post("/interviews/{pk}/recap/hints", response=or_problem(list[str]), operation_id="hint_at_selling")
def recap_hints(request: Request, pk: Path[Pk], told: TextIn) -> list[str]:
    """What in this letter sells, before it goes. Nothing is sent."""
    return Recap.hints(held(request, pk), told.text)


@router.post("/interviews/{pk}/recap", response=or_problem(RecapOut), operation_id="send_recap")
def recap(request: Request, pk: Path[Pk], told: RecapIn) -> dict[str, Any]:
    """Write to the client what was heard, once."""
    talk = held(request, pk)
    contact = get_object_or_404(Contact.objects.filter(client=talk.loss.client), pk=told.contact)
    sent = Recap.send(talk, contact, subject=told.subject, text=told.text, by=request.user, at=request.now)
    return shown(sent)


@router.post("/interviews/{pk}/recap/revoke", response=or_problem(RecapOut), operation_id="revoke_recap")
def revoke(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Take the client's link back."""
    sent = get_object_or_404(Recap.objects.select_related("contact", "interview"), interview=held(request, pk))
    sent.revoke(by=request.user, at=request.now)
    return shown(sent)


def shown(sent: Recap) -> dict[str, Any]:
    kept = ("subject", "text", "sent_at", "verdict", "correction")
    told = {name: getattr(sent, name) for name in kept} | {"hints": Recap.hints(sent.interview, sent.text)}
    return {"contact": sent.contact.name if sent.contact else None} | told
