"""Touches and notes of other programs: whose they are, which of them are new, and how far they move a client's rhythm."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from wonback.care.models import Cadence, Touch
from wonback.care.queries import USUAL
from wonback.clients.models import Client, Contact, Deal, Entry
from wonback.clients.names import name_key
from wonback.core.verbs import Verb
from wonback.intake import comparing
from wonback.intake.stage import Body, Staged
from wonback.intake.touches import day_of

if TYPE_CHECKING:
    from wonback.intake.resolving import Resolver
    from wonback.intake.writing import Writer

TOUCH_BROUGHT_IN = Verb("touch.brought_in", gettext_lazy("{who} was in touch with {client} ({channel}). {line}"))
MISS_BROUGHT_IN = Verb("touch.miss_brought_in", gettext_lazy("{who} tried to reach {client} ({channel}). {line}"))
NOTE_BROUGHT_IN = Verb("note.brought_in", gettext_lazy("{who} noted: {line}"))


def resolve(plan: "Resolver") -> None:
    """Compare every touch and note with what its source brought before."""
    owners = None
    for source, chunk in comparing.in_chunks(plan.stage.staged("touch")):
        owners = owners or Owners(plan)
        found = [(one, owners.client(one)) for one in chunk]
        there = Touch.objects.filter(key__in=[key_of(source, one.key) for one in chunk]).values_list("key", flat=True)
        known, told = set(there), notes_of({client for _one, client in found if client and client > 0})
        for one, client in found:
            if client is None:
                plan.tally[one.sheet]["touches of nobody"] += 1
            else:
                keep(plan, one, client, known=known, told=told)


def keep(plan: "Resolver", one: Staged, client: int, *, known: set[UUID], told: set[tuple[int, str, str]]) -> None:
    """Plan one touch or note, unless it is there."""
    said, key = one.body, key_of(one.source, one.key)
    by = plan.owner({"owner": said.get("by"), "owner_id": said.get("owner_id")}, one.sheet)
    is_touch = bool(said["channel"]) and day_of(said["at"]) <= plan.today.isoformat()
    kind = "touch" if is_touch else "note"
    if key in known or (client, utc(said["at"]), said["line"]) in told:
        plan.count(one.sheet, kind, "unchanged")
        return
    row = {"client_id": client, "by_id": by, "at": said["at"], "line": said["line"], "who": said.get("by") or ""}
    if not is_touch:
        plan.add("note", one.sheet, row)
        return
    plan.add("touch", one.sheet, row | {"channel": said["channel"], "reached": said["reached"], "key": key.hex})
    if said["reached"]:
        plan.touched_on[client] = max(plan.touched_on.get(client, ""), day_of(said["at"]))


def key_of(source: str, key: str) -> UUID:
    """The key of a touch, the same for the same record of the same program."""
    return uuid5(NAMESPACE_URL, f"wonback:{source}:{key}")


def utc(at: str) -> str:
    """A moment as both sides of a comparison write it."""
    return datetime.fromisoformat(at).astimezone(UTC).isoformat()


def notes_of(clients: set[int]) -> set[tuple[int, str, str]]:
    """What was brought in about these clients before. A note has no row of its own: it is its sentence."""
    entries = Entry.objects.filter(client__in=clients, verb=NOTE_BROUGHT_IN.name).values_list(
        "client_id", "at", "facts"
    )
    return {(client, utc(at.isoformat()), facts["line"]) for client, at, facts in entries}


class Owners:
    """To which client a touch belongs: by the client it names, else by its deal or its person."""

    def __init__(self, plan: "Resolver") -> None:
        self.plan = plan
        self.deals: dict[tuple[str, str], int] = {}
        self.names: dict[str, int] = {}
        self.people: dict[tuple[str, str], int] = {}
        self._read_known()
        for kind, found in (("deal", self.deals), ("contact", self.people)):
            for one in plan.stage.staged(kind):
                self._read(one, found)

    def _read_known(self) -> None:
        sources = self.plan.sources
        deals = Deal.objects.filter(source__in=sources).exclude(client=None)
        for source, key, name, client in deals.values_list("source", "external_id", "name", "client_id").iterator():
            self.deals[source, key] = self.names[name_key(name)] = client
        people = Contact.objects.filter(source__in=sources).values_list("source", "external_id", "client_id")
        self.people |= {(source, key): client for source, key, client in people.iterator()}

    def _read(self, one: Staged, found: dict[tuple[str, str], int]) -> None:
        said = one.body
        client = self.plan.clients.find(one.source, said.get("client", ""), said.get("client_name") or "")
        if client is not None:
            found[one.source, one.key] = client
            if "outcome" in said and said.get("name"):
                self.names[name_key(said["name"])] = client

    def client(self, one: Staged) -> int | None:
        said = one.body
        if said.get("client"):
            return self.plan.client(one, said)
        named = said.get("deal_name") or ""
        found = self.deals.get((one.source, said.get("deal_id") or "")) or self.people.get(
            (one.source, said.get("contact_id") or "")
        )
        # What a task of Salesforce hangs on may be a sale or a client; its column says neither.
        found = found or self.plan.clients.find(one.source, said.get("deal_id") or "name:", named)
        return found or self.names.get(name_key(named)) or self.plan.mails.get(said.get("client_email") or "")


def last_of(plan: "Resolver", client: int, tier: str, standing: str) -> Body:
    """When a new client was last spoken to, and when they are due by it."""
    if client not in plan.touched_on:
        return {}
    last = plan.touched_on[client]
    if standing != Client.Standing.ACTIVE:
        return {"last_touch_on": last}
    return {"last_touch_on": last, "touch_by": date.fromisoformat(last) + timedelta(days=USUAL[tier][0])}


def move_known(plan: "Resolver", writer: "Writer") -> None:
    """Clients who were there, and with whom somebody spoke later than we knew."""
    known = {client: day for client, day in plan.touched_on.items() if client > 0}
    for chunk in batched(known, comparing.AT_ONCE):
        changes: list[tuple[int, int | None, Body]] = []
        for client in Cadence.objects.laid_beside(Client.objects.filter(pk__in=chunk)):
            last = date.fromisoformat(known[client.pk])
            if client.last_touch_on is None or client.last_touch_on < last:
                changes.append((client.pk, None, moved(client, last)))
        writer.change("client", changes)


def moved(client: Client, last: date) -> Body:
    found: dict[str, Any] = {"last_touch_on": last.isoformat()}
    if client.standing == Client.Standing.ACTIVE:
        found["touch_by"] = Cadence.objects.beside(client).next_touch(last).isoformat()
    return found


def tell(plan: "Resolver", writer: "Writer") -> None:
    """The sentences of touches and notes, each on its own day."""
    writer.keep_all("spoken", sentences(plan, "touch"))
    writer.keep_all("note", sentences(plan, "note"))


def sentences(plan: "Resolver", kind: str) -> Iterator[tuple[int | None, Body]]:
    for _pk, sheet, row in plan.stage.planned(kind, "new"):
        verb = NOTE_BROUGHT_IN if kind == "note" else TOUCH_BROUGHT_IN if row["reached"] else MISS_BROUGHT_IN
        facts = {"who": row["who"] or "Somebody", "line": row["line"]}
        if kind == "touch":
            facts["channel"] = str(Touch.Channel(row["channel"]).label).lower()
        at = {"at": parse_datetime(row["at"]), "actor_id": row["by_id"]}
        yield sheet, at | {"client_id": row["client_id"], "verb": verb.name, "facts": facts}
