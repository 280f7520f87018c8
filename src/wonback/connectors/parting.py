"""What was deleted in a program: asked for after what changed there, kept as gone, and told. Here nothing is deleted for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wonback.clients.models import Alias, Client, Contact
from wonback.connectors.fields import at, iso
from wonback.connectors.models import Connector, Gone, Sync
from wonback.connectors.models.gone import model_of
from wonback.connectors.paging import rows_at
from wonback.connectors.sources import Deleted
from wonback.connectors.talking import Line

# Their clock may differ from ours, and a list of theirs may lag behind.
LOOKS_BACK = timedelta(days=2)
MOST_PAGES = 2_000
SHOWN = 50


@dataclass(frozen=True)
class Parted:
    """One record that is gone there, as it is called here: not at all, if it is not here any more. A deal may have no client."""

    gone: Gone
    name: str
    client: Client | None


def notice(line: Line, sync: Sync, deleted: Deleted) -> None:
    """Every record of a kind that they say was deleted since the last look. Cut off, it begins again, which changes nothing."""
    ask, cursor = deleted.ask(since(sync)), ""
    for _page in range(MOST_PAGES):
        sync.go_on()
        answer = line.ask(deleted.paging.following(ask, cursor) if cursor else ask)
        rows = rows_at(answer, deleted.rows)
        told = {str(at(row, deleted.key)): moment(at(row, deleted.when)) for row in rows}
        Gone.note(sync.connector, deleted.kind, told, at=sync.at)
        cursor = deleted.paging.cursor(answer)
        if not cursor:
            return


def since(sync: Sync) -> str:
    """From when on to ask: somewhat before the last look that went well, or from the beginning."""
    last = sync.connector.syncs.filter(state=Sync.State.DONE, pk__lt=sync.pk).order_by("-pk").first()
    return (last.at - LOOKS_BACK).isoformat() if last else ""


def moment(told: object) -> datetime | None:
    return datetime.fromisoformat(iso(told)) if told else None


def first_gone(connector: Connector) -> list[Parted]:
    """The last to go first, each by what it is called here. A few queries, whatever their number."""
    rows = list(connector.gone.newest()[:SHOWN])
    here = {kind: named(connector, kind, [one.external_id for one in rows if one.kind == kind]) for kind in kinds(rows)}
    return [Parted(one, *here[one.kind].get(one.external_id, ("", None))) for one in rows]


def kinds(rows: list[Gone]) -> set[str]:
    return {one.kind for one in rows}


def named(connector: Connector, kind: str, keys: list[str]) -> dict[str, tuple[str, Client | None]]:
    """What these are called here, and whose they are."""
    model, asked = model_of(connector.source, kind), {"source": connector.name, "external_id__in": keys}
    found: dict[str, tuple[str, Client | None]] = {}
    if model in {Client, Contact}:
        for alias in Alias.objects.filter(**asked).select_related("client", "contact__client"):
            if part_of := alias.client if model is Client else alias.contact:
                found[alias.external_id] = (str(part_of), whose(part_of))
    rows = model._default_manager.filter(**asked)
    for one in rows if model is Client else rows.select_related("client"):
        found[str(vars(one)["external_id"])] = (str(one), whose(one))
    return found


def whose(record: object) -> Client | None:
    return record if isinstance(record, Client) else getattr(record, "client", None)
