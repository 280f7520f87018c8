"""“Is it me?” for programs: for the lead of that person alone, and for the rep who raises it."""

from datetime import datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema

from wonback.clients.models import Contact
from wonback.interviews.models import IsItMe
from wonback.losses.api import found
from wonback.team.answers import Line, Pk, Sentence, Told, Words, or_problem
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.team.request import Request

router = Router(tags=["interviews"])


class IsItMeOut(Schema):
    """What was said about one person; for their lead alone."""

    id: int
    loss: int
    about: str
    raised_by_rep: bool
    answer: str
    words: str
    deed: str
    to: str | None
    handed_at: datetime | None
    done: list[str]


class RaisedOut(Schema):
    """That it was raised. What follows is between two people."""

    raised: bool


class RaiseIn(Told):
    words: Sentence


class DecideIn(Told):
    deed: Literal["hand over", "pair", "coach", "nothing"]
    to: Pk | None = None


class TickIn(Told):
    step: Literal["told", "read", "promises", "together", "asked"]


class HandOverLetterIn(Told):
    whose: Literal["old", "new"]
    contact: Pk
    subject: Line
    text: Words


def one_of(request: Request, pk: int) -> IsItMe:
    return get_object_or_404(IsItMe.objects.readable_by(request.user).for_cards(), pk=pk)


def shown(one: IsItMe) -> dict[str, Any]:
    names = ("raised_by_rep", "answer", "words", "deed", "handed_at", "done")
    people = {"about": one.about.name, "to": one.to.name if one.to else None}
    return {"id": one.pk, "loss": one.loss_id} | people | {name: getattr(one, name) for name in names}


@router.post("/losses/{pk}/is-it-me", response=or_problem(RaisedOut), operation_id="raise_is_it_me")
def raise_(request: Request, pk: Path[Pk], told: RaiseIn) -> dict[str, Any]:
    """Say of yourself: perhaps it is me. Your lead alone reads it."""
    IsItMe.raise_(found(request, pk), told.words, by=request.user, at=request.now)
    return {"raised": True}


@router.get("/is-it-me", response=or_problem(list[IsItMeOut]), operation_id="list_is_it_me")
def is_it_me(request: Request) -> list[dict[str, Any]]:
    """What was said about your people."""
    request.user.must(Right.LEAD)
    return [shown(one) for one in IsItMe.objects.readable_by(request.user).for_cards()[:100]]


@router.post("/is-it-me/{pk}/decide", response=or_problem(IsItMeOut), operation_id="decide_is_it_me")
def decide(request: Request, pk: Path[Pk], told: DecideIn) -> dict[str, Any]:
    """Hand over, pair, coach, or nothing."""
    one = one_of(request, pk)
    to = get_object_or_404(User.objects.colleagues_of(request.user), pk=told.to) if told.to else None
    one.decide(told.deed, to=to, by=request.user, at=request.now)
    return shown(one)


@router.post("/is-it-me/{pk}/tick", response=or_problem(IsItMeOut), operation_id="tick_hand_over")
def tick(request: Request, pk: Path[Pk], told: TickIn) -> dict[str, Any]:
    """One step of the warm hand-over is done, or not after all."""
    one = one_of(request, pk)
    one.tick(told.step, by=request.user)
    return shown(one)


@router.post("/is-it-me/{pk}/hand-over", response=or_problem(IsItMeOut), operation_id="hand_over_warmly")
def hand_over(request: Request, pk: Path[Pk]) -> dict[str, Any]:
    """The client gets their new owner."""
    one = one_of(request, pk)
    one.hand_over(by=request.user, at=request.now)
    return shown(one)


@router.post("/is-it-me/{pk}/letter", response=or_problem(IsItMeOut), operation_id="write_hand_over_letter")
def write(request: Request, pk: Path[Pk], told: HandOverLetterIn) -> dict[str, Any]:
    """The letter of the old or the new person, into the outbox; half an hour remains to stop it."""
    one = one_of(request, pk)
    contact = get_object_or_404(Contact.objects.filter(client=one.loss.client_id), pk=told.contact)
    one.send(told.whose, contact, subject=told.subject, text=told.text, by=request.user, at=request.now)
    return shown(one)
