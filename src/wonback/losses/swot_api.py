"""What losses show of us, for programs: notes, votes, and looks at market, prices and competitor."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from wonback.core.quarter import Quarter
from wonback.losses.api import found
from wonback.losses.models import Look, Swot
from wonback.team.answers import PLAIN, Pk, Told, Words, or_problem
from wonback.team.request import Request

router = Router(tags=["losses"])
FieldName = Literal["strength", "weakness", "opportunity", "threat"]
MOST = 500


class NoteOut(Schema):
    id: int
    loss: int
    field: FieldName
    view: Literal["prefilled", "inside", "outside"]
    text: str
    votes: int
    counts_with: int | None
    written_at: datetime

    @staticmethod
    def resolve_loss(note: Swot) -> int:
        return note.loss_id

    @staticmethod
    def resolve_votes(note: Swot) -> int:
        return note.voters.count()

    @staticmethod
    def resolve_counts_with(note: Swot) -> int | None:
        return note.same_as_id


class NoteIn(Told):
    field: FieldName
    text: Annotated[str, Field(max_length=300, pattern=PLAIN)]


class OfQuarter(Schema):
    quarter: Annotated[str, Field(pattern=r"^(19[7-9]\d|20\d\d)-[1-4]$")]


class IntoIn(Told):
    """The note with which it counts; null: it stands for itself."""

    into: Pk | None


class LookIn(Told):
    where: Literal["market", "price", "competitor"]
    found: Words
    on: date


class LookOut(Schema):
    where: str
    found: str
    looked_on: date

    @staticmethod
    def resolve_where(look: Look) -> str:
        return look.at


@router.get("/losses/{pk}/swot", response=or_problem(list[NoteOut]), operation_id="list_notes")
def notes(request: Request, pk: Path[Pk]) -> Any:
    """What one loss shows."""
    return found(request, pk).swot.order_by("pk")


@router.post("/losses/{pk}/swot", response=or_problem(NoteOut), operation_id="write_note")
def write(request: Request, pk: Path[Pk], told: NoteIn) -> Swot:
    """Put a note on it; of whoever had no part in the loss, it is a view from outside."""
    return Swot.write(found(request, pk), told.field, told.text, by=request.user, at=request.now)


@router.post("/losses/{pk}/swot/prefill", response=or_problem(list[NoteOut]), operation_id="prefill_notes")
def prefill(request: Request, pk: Path[Pk]) -> Any:
    """Begin with what is on file: tags and numbers, never words."""
    loss = found(request, pk)
    Swot.prefill(loss, by=request.user, at=request.now)
    return loss.swot.order_by("pk")


@router.post("/losses/{pk}/looks", response=or_problem(list[LookOut]), operation_id="note_look")
def look(request: Request, pk: Path[Pk], told: LookIn) -> Any:
    """Write down what a look at the market, our prices or the competitor showed, and when."""
    loss = found(request, pk)
    Look.note(loss, told.where, told.found, by=request.user, on=told.on)
    return loss.looks.order_by("pk")


@router.get("/swot", response=or_problem(list[NoteOut]), operation_id="read_board")
def board(request: Request, wanted: Query[OfQuarter]) -> Any:
    """The notes on what was lost in a quarter."""
    quarter = Quarter.named(wanted.quarter)
    visible = Swot.objects.visible_to(request.user)
    return visible.of_quarter(quarter).order_by("pk")[:MOST] if quarter else visible.none()


def note_of(request: Request, pk: int) -> Swot:
    return get_object_or_404(Swot.objects.visible_to(request.user).select_related("loss", "same_as"), pk=pk)


@router.post("/swot/{pk}/vote", response=or_problem(NoteOut), operation_id="vote_for_note")
def vote(request: Request, pk: Path[Pk]) -> Swot:
    """Give a note your vote, or take it back."""
    note = note_of(request, pk)
    note.vote(by=request.user)
    return note


@router.post("/swot/{pk}/merge", response=or_problem(NoteOut), operation_id="merge_note")
def merge(request: Request, pk: Path[Pk], told: IntoIn) -> Swot:
    """Let a note count with another one of its field, or stand for itself again."""
    note = note_of(request, pk)
    if told.into:
        note.merge(note_of(request, told.into), by=request.user)
    else:
        note.take_apart(by=request.user)
    return note


@router.post("/swot/{pk}/strike", response=or_problem(list[NoteOut]), operation_id="strike_note")
def strike(request: Request, pk: Path[Pk]) -> Any:
    """Take a note off the board; the others of its loss come back."""
    note = note_of(request, pk)
    note.strike(by=request.user)
    return note.loss.swot.order_by("pk")
