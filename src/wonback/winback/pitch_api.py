"""The pitch for programs: as it would be said, by mail and on paper."""

from base64 import b64encode
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema

from wonback.post.api import LetterOut
from wonback.post.api import told as told_of
from wonback.team.answers import Line, Pk, Told, Words, or_problem
from wonback.team.request import Request
from wonback.winback import pitching
from wonback.winback.paper import as_pdf
from wonback.winback.pitch_views import people_of, ready_plan_of

router = Router(tags=["winback"])


class ToWhom(Told):
    contact: Pk


class Sheet(Schema):
    """The letter to one person: as text to send, and as a PDF in base64."""

    subject: str
    text: str
    pdf: str


class PostIn(Told):
    contact: Pk
    subject: Line
    text: Words


@router.get("/plans/{pk}/letter", response=or_problem(Sheet), operation_id="read_pitch_letter")
def letter(request: Request, pk: Path[Pk], to: Query[ToWhom]) -> dict[str, Any]:
    """The pitch as a letter to one person. Refused (422) while anything we owe the client is undone."""
    plan = ready_plan_of(request, pk)
    contact = get_object_or_404(people_of(plan), pk=to.contact)
    pdf = as_pdf(pitching.paper(plan, contact, sender=request.user, as_of=request.today))
    text = pitching.mail(plan, contact, sender=request.user)
    return {"subject": pitching.subject(plan), "text": text, "pdf": b64encode(pdf).decode()}


@router.post("/plans/{pk}/letter", response=or_problem(LetterOut), operation_id="post_pitch")
def post(request: Request, pk: Path[Pk], told: PostIn) -> dict[str, Any]:
    """Send it by mail, in thirty seconds; until then `/letters/{pk}/hold` takes it back."""
    plan = ready_plan_of(request, pk)
    contact = get_object_or_404(people_of(plan), pk=told.contact)
    sent = plan.pitch.post(contact, subject=told.subject, text=told.text, by=request.user, at=request.now)
    return told_of(sent)
