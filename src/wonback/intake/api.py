"""Imports for programs: the same steps as on the page, by the same verbs."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from wonback.intake import parts, tus
from wonback.intake.models import Arrival, Batch
from wonback.intake.tasks import work_on
from wonback.team.policy import Right
from wonback.team.request import Request

router = Router(tags=["intake"])


class ColumnOut(Schema):
    """One column of a file. `target` is what it is taken for; empty if it is none of these: then `certainty` says whether it is kept as it is or left out."""

    header: str
    target: str
    certainty: str


class FileOut(Schema):
    file: str
    preset: str
    score: float
    rows: int
    columns: list[ColumnOut]
    # For each kind: new, updated, unchanged, refused.
    kinds: dict[str, dict[str, int]]
    notes: list[str]
    # The words of its stages and owners: how often each comes, and what it was taken to mean.
    words: dict[str, list[dict[str, Any]]]


class TakenOut(Schema):
    """What was taken back at once: a file, a kind, some records, or all."""

    what: str
    at: datetime
    by: str
    outcome: dict[str, int]


class UndoIn(Schema):
    """What to take back: what one file brought, or one kind of records, or of a kind these records; nothing for all of it."""

    file: str = ""
    kind: str = ""
    records: list[int] = []


class BatchOut(Schema):
    """One import. `state` moves from waiting over checking and checked to importing and done."""

    id: int
    state: str
    at: datetime
    percent: int
    problem: str
    files: list[FileOut]
    # What undoing did: rows reversed, and rows kept because a person edited them, something hangs on them, or they are gone.
    outcome: dict[str, int]
    # Each time something of it was taken back; an empty `what` is all that was left.
    taken: list[TakenOut]

    @staticmethod
    def resolve_files(batch: Batch) -> list[dict[str, Any]]:
        return list(batch.as_json()["files"])


class FileIn(Schema):
    """What a person says of one file: `place` is its number in `files`, from 0. A column with an empty target is kept as it is where its record has room for it (clients, contacts, contracts, deals, those who left); `-` leaves it out."""

    place: int
    preset: str = ""
    # header → target
    columns: dict[str, str] = {}
    # header → dmy, mdy or a decimal mark; `*` for every column that leaves a doubt
    formats: dict[str, str] = {}
    # word of a stage → open, won or lost; word of an owner → name or e-mail of one of us, empty for nobody
    stages: dict[str, str] = {}
    owners: dict[str, str] = {}
    # the currency of amounts that name none; the month in which their fiscal year begins
    currency: str = ""
    first_month: int = 1


class CheckIn(Schema):
    files: list[FileIn] = []


@router.get("/imports", response=list[BatchOut])
def list_imports(request: Request) -> list[Batch]:
    """The last 50 imports, newest first."""
    return list(Batch.objects.visible_to(request.user).newest().for_cards()[:50])


@router.post("/imports", response={201: BatchOut})
def drop(request: Request, files: File[list[UploadedFile]]) -> tuple[int, Batch]:
    """Upload files; they are read in the background, and nothing is written before you say so."""
    if not request.user.may(Right.IMPORT):
        raise Http404
    batch = Batch.drop([(file.name or "", file) for file in files], by=request.user, at=request.now)  # type: ignore[misc]  # an upload reads like a binary file
    return 201, set_to_work(batch, Batch.State.CHECKING, request)


@router.post("/imports/await", response={201: BatchOut})
def await_files(request: Request) -> tuple[int, Batch]:
    """Begin an import whose files come in pieces, as large ones should: send them by tus 1.0.0 to `/imports/{id}/files/`, then `/check`."""
    if not request.user.may(Right.IMPORT):
        raise Http404
    return 201, Batch.await_files(by=request.user, at=request.now)


@router.post("/imports/{pk}/files/", response={201: None})
def expect_file(request: Request, pk: int) -> HttpResponse:
    """Expect a file (tus: creation). `Upload-Length` is its size, `Upload-Metadata` its name; `Location` is where its pieces go."""
    return tus.create(request, one_import(request, pk), at=request.path)


@router.api_operation(["HEAD"], "/imports/{pk}/files/{place}", response={200: None})
def tell_file(request: Request, pk: int, place: int) -> HttpResponse:
    """How much of a file is here (tus): `Upload-Offset`."""
    return tus.tell(arrival(request, pk, place))


@router.patch("/imports/{pk}/files/{place}", response={204: None})
def take_piece(request: Request, pk: int, place: int) -> HttpResponse:
    """The next piece of a file (tus), from `Upload-Offset` on."""
    return tus.take(request, arrival(request, pk, place))


@router.delete("/imports/{pk}/files/{place}", response={204: None})
def give_up_file(request: Request, pk: int, place: int) -> HttpResponse:
    """A file that will not come (tus: termination)."""
    return tus.give_up(arrival(request, pk, place))


def arrival(request: Request, pk: int, place: int) -> Arrival:
    batch = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk, state=Batch.State.ARRIVING)
    found: Arrival = get_object_or_404(batch.arrivals, place=place)
    return found


@router.get("/imports/{pk}", response=BatchOut)
def one_import(request: Request, pk: int) -> Batch:
    """How far one import is, and what came of it."""
    batch: Batch = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
    return batch


@router.post("/imports/{pk}/check", response=BatchOut)
def check(request: Request, pk: int, said: CheckIn | None = None) -> Batch:
    """Read the files again, with the columns as you say they are, and count anew."""
    batch = one_import(request, pk)
    for file in said.files if said else []:
        sheet = get_object_or_404(batch.sheets, place=file.place)
        sheet.choose(**file.model_dump(exclude={"place"}))
    return set_to_work(batch, Batch.State.CHECKING, request)


@router.post("/imports/{pk}/commit", response=BatchOut)
def commit(request: Request, pk: int) -> Batch:
    """Bring in what was checked: everything or nothing."""
    return set_to_work(one_import(request, pk), Batch.State.IMPORTING, request)


@router.post("/imports/{pk}/undo", response=BatchOut)
def undo(request: Request, pk: int, said: UndoIn | None = None) -> Batch:
    """Take it back, or a part of it; what people changed since stays."""
    batch, said = one_import(request, pk), said or UndoIn()
    part = parts.named(batch, file=said.file, kind=said.kind, keys=tuple(said.records))
    return set_to_work(batch, Batch.State.UNDOING, request, part=part)


@router.post("/imports/{pk}/stop", response=BatchOut)
def stop(request: Request, pk: int) -> Batch:
    """Give up whatever is being done, at any moment; nothing of it is written."""
    batch = one_import(request, pk)
    batch.stop()
    return batch


def set_to_work(batch: Batch, step: Batch.State, request: Request, *, part: parts.Part = parts.WHOLE) -> Batch:
    batch.begin(step, by=request.user, at=request.now, part=part)
    work_on.enqueue(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch
