"""Imports for programs: the same steps as on the page, by the same verbs."""

from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from wonback.intake.models import Batch
from wonback.intake.tasks import work_on
from wonback.team.policy import Right
from wonback.team.request import Request

router = Router(tags=["intake"])


class ColumnOut(Schema):
    """One column of a file. `target` is what it is taken for; empty if it is left out."""

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

    @staticmethod
    def resolve_files(batch: Batch) -> list[dict[str, Any]]:
        return list(batch.as_json()["files"])


class FileIn(Schema):
    """What a person says of one file: `place` is its number in `files`, from 0. A column with an empty target is left out."""

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
def undo(request: Request, pk: int) -> Batch:
    """Take it back; what people changed since stays."""
    return set_to_work(one_import(request, pk), Batch.State.UNDOING, request)


@router.post("/imports/{pk}/stop", response=BatchOut)
def stop(request: Request, pk: int) -> Batch:
    """Give up reading; nothing was written."""
    batch = one_import(request, pk)
    batch.stop()
    return batch


def set_to_work(batch: Batch, step: Batch.State, request: Request) -> Batch:
    batch.begin(step, by=request.user, at=request.now)
    work_on.enqueue(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch
