"""The outbox for programs."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema

from wonback.post.models import Letter
from wonback.post.outbox import MOST
from wonback.team.answers import Pk, or_problem
from wonback.team.request import Request

router = Router(tags=["post"])


class LetterOut(Schema):
    """Where a letter stands. `why` says what was in its way."""

    id: int
    client: str | None
    to: str
    sender: str | None
    subject: str
    state: str
    why: str
    attempts: int
    written_at: datetime
    not_before: datetime
    sent_at: datetime | None


class LetterPage(Schema):
    rows: list[LetterOut]


def told(letter: Letter) -> dict[str, Any]:
    names = ("to", "subject", "state", "why", "attempts", "written_at", "not_before", "sent_at")
    facts = {name: getattr(letter, name) for name in names}
    sender = letter.sender.name if letter.sender else None
    return facts | {"id": letter.pk, "client": letter.client.name if letter.client else None, "sender": sender}


def letter_of(request: Request, pk: int) -> Letter:
    return get_object_or_404(Letter.objects.visible_to(request.user).for_sending(), pk=pk)


@router.get("/letters", response=or_problem(LetterPage), operation_id="list_letters")
def letters(request: Request) -> dict[str, Any]:
    """The newest letters of you and of those whose work you see."""
    seen = Letter.objects.visible_to(request.user).for_sending().order_by("-written_at", "-pk")
    return {"rows": [told(letter) for letter in seen[:MOST]]}


@router.post("/letters/{pk}/again", response=or_problem(LetterOut), operation_id="send_letter_again")
def again(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Send a letter that failed, or that may have arrived."""
    letter_of(request, pk).again(at=request.now)
    return told(letter_of(request, pk))


@router.post("/letters/{pk}/arrived", response=or_problem(LetterOut), operation_id="letter_arrived")
def arrived(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Somebody asked: it did arrive."""
    letter_of(request, pk).arrived(at=request.now)
    return told(letter_of(request, pk))


@router.post("/letters/{pk}/hold", response=or_problem(LetterOut), operation_id="hold_letter")
def hold(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """Do not send a letter that waits."""
    letter_of(request, pk).hold(by=request.user, at=request.now)
    return told(letter_of(request, pk))
