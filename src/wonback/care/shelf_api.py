"""The shelf for programs."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from wonback.care.api import client_for
from wonback.care.models import Piece
from wonback.care.models.piece import Worth
from wonback.care.useful import useful_to
from wonback.team.answers import PLAIN, Line, Pk, Seen, Told, Words, or_problem
from wonback.team.request import Request

router = Router(tags=["care"])


class PieceIn(Told):
    """Something worth giving. `tags` by commas: industries, or words of what it helps against; none: for everybody."""

    kind: Literal["article", "note", "reference"] = "article"
    title: Line
    text: Words = ""
    url: Annotated[str, Field(max_length=500, pattern=r"^(https?://[^\x00]*)?$")] = ""
    tags: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""


class EditedPieceIn(PieceIn):
    seen: Seen = ""


class PieceOut(Schema):
    id: int
    kind: str
    title: str
    text: str
    url: str
    tags: list[str]
    put_by: str
    put_at: datetime
    retired_at: datetime | None
    mark: str

    @staticmethod
    def resolve_mark(piece: Piece) -> str:
        return piece.seen

    @staticmethod
    def resolve_tags(piece: Piece) -> list[str]:
        return piece.tag_list

    @staticmethod
    def resolve_put_by(piece: Piece) -> str:
        return piece.put_by.name


class UsefulOut(Schema):
    """What would be useful to this client now, and why."""

    id: int
    title: str
    url: str
    why: str


def piece_for(pk: int) -> Piece:
    return get_object_or_404(Piece.objects.on_the_shelf().select_related("put_by"), pk=pk)


@router.get("/shelf", response=or_problem(list[PieceOut]), operation_id="list_shelf")
def shelf(request: Request) -> list[Piece]:
    """What there is to give, the newest first."""
    return list(Piece.objects.on_the_shelf().select_related("put_by")[:200])


@router.post("/shelf", response=or_problem(PieceOut), operation_id="put_on_shelf")
def put(request: Request, told: PieceIn) -> Piece:
    """Put something on the shelf, for everybody here to give."""
    return Piece.put(Worth(**told.dict()), by=request.user, at=request.now)


@router.post("/shelf/{pk}/edit", response=or_problem(PieceOut), operation_id="edit_piece")
def edit(request: Request, pk: Path[Pk], told: EditedPieceIn) -> Piece:
    """Put it right: your own, or as a lead."""
    piece = piece_for(pk)
    piece.edit(Worth(**told.dict(exclude={"seen"})), seen=told.seen, by=request.user)
    return piece


@router.post("/shelf/{pk}/retire", response=or_problem(PieceOut), operation_id="retire_piece")
def retire(request: Request, pk: Path[Pk]) -> Piece:
    """Nobody gives it any more."""
    piece = piece_for(pk)
    piece.retire(by=request.user, at=request.now)
    return piece


@router.get("/clients/{pk}/useful", response=or_problem(list[UsefulOut]), operation_id="list_useful")
def useful(request: Request, pk: Path[Pk]) -> list[dict[str, Any]]:
    """What of the shelf would be useful to a client; give it with a touch that names it as `piece`."""
    found = useful_to(client_for(request, pk))
    return [{"id": one.piece.pk, "title": one.piece.title, "url": one.piece.url, "why": one.why} for one in found]
