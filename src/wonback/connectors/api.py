"""Connections for programs: the same verbs as on the page. No answer ever holds a token."""

from datetime import date, datetime
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import StringConstraints

from wonback.connectors import writing_back
from wonback.connectors.models import Connector, Sync
from wonback.connectors.parting import first_gone
from wonback.connectors.running import look_now
from wonback.connectors.tasks import tell as tell_in_background
from wonback.team.answers import PLAIN, Line, Pk, Told, or_problem
from wonback.team.request import Request

router = Router(tags=["connections"])
Token = Annotated[str, StringConstraints(max_length=4_000, pattern=PLAIN)]


class SyncOut(Schema):
    """One look at a program. `batch` is the import it became."""

    id: int
    state: str
    at: datetime
    rows: int
    batch: int | None
    problem: str

    @staticmethod
    def resolve_batch(sync: Sync) -> int | None:
        return sync.batch_id


class ConnectorOut(Schema):
    """One program we are joined with."""

    id: int
    name: str
    base: str
    connected: bool
    writes_back: bool
    problem: str
    last: SyncOut | None

    @staticmethod
    def resolve_connected(connector: Connector) -> bool:
        return connector.is_joined

    @staticmethod
    def resolve_last(connector: Connector) -> Sync | None:
        return connector.newest


class ConnectIn(Told):
    """`secret` is tried, kept sealed and never told again; `base` is the address of a Salesforce."""

    name: Line
    secret: Token
    base: Line = ""


class SwitchIn(Told):
    on: bool


class DueOut(Schema):
    """One record there, and what would be written."""

    kind: str
    external_id: str
    client: str
    values: dict[str, str]


class DuePage(Schema):
    count: int
    first: list[DueOut]


class GoneOut(Schema):
    """One record that was deleted there and is kept here; `gone_at` is null where they do not say when."""

    kind: str
    external_id: str
    name: str
    client_id: int | None
    gone_at: datetime | None
    noticed_at: datetime


class GonePage(Schema):
    # How many of each kind of theirs.
    kinds: dict[str, int]
    first: list[GoneOut]


def one(request: Request, pk: Pk) -> Connector:
    found: Connector = get_object_or_404(Connector.objects.visible_to(request.user), pk=pk)
    return found


@router.get("/connections", response=or_problem(list[ConnectorOut]), operation_id="list_connections")
def connections(request: Request) -> list[Connector]:
    """The programs we are joined with; for admins."""
    return list(Connector.objects.visible_to(request.user).order_by("name"))


@router.post("/connections", response=or_problem(ConnectorOut), operation_id="connect")
def connect(request: Request, wanted: ConnectIn) -> Connector:
    """Join a program, or give it another token."""
    return Connector.connect(wanted.name, wanted.secret, base=wanted.base, by=request.user, at=request.now)


@router.get("/connections/{pk}", response=or_problem(ConnectorOut), operation_id="show_connection")
def one_connection(request: Request, pk: Pk) -> Connector:
    """How one of them stands."""
    return one(request, pk)


@router.post("/connections/{pk}/try", response=or_problem(ConnectorOut), operation_id="try_connection")
def try_token(request: Request, pk: Pk) -> Connector:
    """Ask once whether its token still opens."""
    found = one(request, pk)
    found.try_token()
    return found


@router.post("/connections/{pk}/look", response=or_problem(SyncOut), operation_id="look_at_connection")
def look(request: Request, pk: Pk) -> Sync:
    """Fetch what is new, in the background. The first time it waits as a checked import."""
    return look_now(one(request, pk), by=request.user, at=request.now)


@router.get("/connections/{pk}/due", response=or_problem(DuePage), operation_id="list_due_there")
def due(request: Request, pk: Pk) -> dict[str, object]:
    """What would be written back, whether or not that is switched on."""
    as_of: date = timezone.localdate(request.now)
    first, many = writing_back.first_due(one(request, pk), as_of=as_of)
    rows = [
        {
            "kind": row.told.back.kind,
            "external_id": row.told.external_id,
            "client": str(row.told.loss.client),
            "values": row.told.values,
        }
        for row in first
    ]
    return {"count": many, "first": rows}


@router.get("/connections/{pk}/gone", response=or_problem(GonePage), operation_id="list_gone_there")
def gone(request: Request, pk: Pk) -> dict[str, object]:
    """What was deleted there. Here it stays, and nothing is written back to it."""
    found = one(request, pk)
    rows = [
        {
            **{name: getattr(row.gone, name) for name in ("kind", "external_id", "gone_at", "noticed_at")},
            "name": row.name,
            "client_id": row.client and row.client.pk,
        }
        for row in first_gone(found)
    ]
    return {"kinds": found.gone.by_kind(), "first": rows}


@router.post("/connections/{pk}/write-back", response=or_problem(ConnectorOut), operation_id="switch_writing_back")
def switch(request: Request, pk: Pk, wanted: SwitchIn) -> Connector:
    """Switch writing back on or off."""
    found = one(request, pk)
    if wanted.on:
        writing_back.switch_on(found, by=request.user, at=request.now)
    else:
        writing_back.switch_off(found, by=request.user)
    return found


@router.post("/connections/{pk}/tell", response=or_problem(ConnectorOut), operation_id="write_back_now")
def tell(request: Request, pk: Pk) -> Connector:
    """Write back now, in the background."""
    found = one(request, pk)
    writing_back.must_be_on(found)
    tell_in_background.enqueue(name=found.name)
    found.refresh_from_db()
    return found


@router.post("/connections/{pk}/disconnect", response=or_problem(ConnectorOut), operation_id="disconnect")
def disconnect(request: Request, pk: Pk) -> Connector:
    """Forget the token. What came from there stays."""
    found = one(request, pk)
    found.disconnect(by=request.user)
    return found
