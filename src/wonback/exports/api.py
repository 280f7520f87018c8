"""Exports for programs: every list as a file, and for admins the whole house."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from wonback.exports.lists import LISTS
from wonback.exports.models import Export
from wonback.exports.tasks import make
from wonback.exports.views import fetch, take
from wonback.team.answers import Line, Pk, Told, or_problem
from wonback.team.request import Request

router = Router(tags=["exports"])
Form = Literal["csv", "xlsx", "parquet"]


class ListOut(Schema):
    """One list that can be taken along; `columns` are the heads of its file."""

    name: str
    label: str
    columns: list[str]


class ExportOut(Schema):
    """The whole house as a ZIP. `state` moves from waiting over making to done; it is kept for a week."""

    id: int
    state: str
    form: str
    at: datetime
    percent: int
    rows: int
    size: int


class ExportIn(Told):
    form: Form = "csv"


@router.get("/lists", response=or_problem(list[ListOut]), operation_id="list_lists")
def lists(request: Request) -> list[dict[str, Any]]:
    """What can be taken along; each holds the rows you may see."""
    return [{"name": one.name, "label": str(one.label), "columns": list(one.paths)} for one in LISTS.values()]


@router.get("/lists/{name}", response=or_problem(None), operation_id="take_list_along")
def take_list(request: Request, name: Line, form: Form = "csv") -> HttpResponseBase:
    """One list as a file: `form` is csv, xlsx or parquet. The filters of its page narrow it here too."""
    return take(request, name, form)


@router.get("/exports", response=or_problem(list[ExportOut]), operation_id="list_exports")
def list_exports(request: Request) -> list[Export]:
    """What was made this week, newest first."""
    return list(Export.objects.visible_to(request.user).newest()[:50])


@router.post("/exports", response=or_problem(ExportOut), operation_id="ask_for_export")
def ask(request: Request, wanted: ExportIn | None = None) -> Export:
    """Have everything made into a ZIP, in the background."""
    export = Export.ask((wanted or ExportIn()).form, by=request.user, at=request.now)
    make.enqueue(export_id=export.pk)
    export.refresh_from_db()
    return export


@router.get("/exports/{pk}", response=or_problem(ExportOut), operation_id="show_export")
def one_export(request: Request, pk: Pk) -> Export:
    """How far one is."""
    export: Export = get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
    return export


@router.get("/exports/{pk}/file", response=or_problem(None), operation_id="fetch_export")
def file(request: Request, pk: Pk) -> HttpResponseBase:
    """The ZIP, once it is made."""
    return fetch(request, pk)


@router.post("/exports/{pk}/stop", response=or_problem(ExportOut), operation_id="stop_export")
def stop(request: Request, pk: Pk) -> Export:
    """Give it up."""
    export = one_export(request, pk)
    export.stop(by=request.user)
    return export


@router.delete("/exports/{pk}", response=or_problem(None), operation_id="forget_export")
def forget(request: Request, pk: Pk) -> None:
    """Remove it from disk."""
    one_export(request, pk).forget()
