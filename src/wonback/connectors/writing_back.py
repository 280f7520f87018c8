"""Five fields into the records they came from: only where they changed, each once, and every no kept to be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from wonback.connectors.errors import Answered, NotConnectable, NotNow, NotThere
from wonback.connectors.fields import at as found_at
from wonback.connectors.models import Connector, Gone, WrittenBack
from wonback.connectors.paging import Ask
from wonback.connectors.pulling import named
from wonback.connectors.sources import FIELDS, TITLES
from wonback.connectors.talking import Line
from wonback.connectors.telling import Told, to_tell
from wonback.team.models import User
from wonback.team.policy import Right

SHOWN = 50
MOST_REFUSED = 20
Keys = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Due:
    """One record to write to: what we would write, and what we wrote before."""

    told: Told
    before: dict[str, str]

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What would change, by the names people see."""
        return [(TITLES[name], value) for name, value in self.told.values.items() if self.before.get(name, "") != value]


def due(connector: Connector, *, as_of: date) -> Iterator[Due]:
    """Every record whose five fields are not what we wrote last, but for what is gone there. What was refused waits until it changes, or is tried again by hand."""
    known = {(one.kind, one.external_id): one for one in connector.written_back.all().iterator(chunk_size=2_000)}
    gone = set(connector.gone.values_list("kind", "external_id"))
    for told in to_tell(connector, as_of=as_of):
        if (told.back.kind, told.external_id) in gone:
            continue
        one = known.get((told.back.kind, told.external_id))
        is_new = one is None and any(value for name, value in told.values.items() if name != "link")
        is_changed = one is not None and (one.values != told.values or one.state == WrittenBack.State.SENDING)
        if is_new or is_changed:
            yield Due(told, one.values if one and one.state == WrittenBack.State.SENT else {})


def first_due(connector: Connector, *, as_of: date) -> tuple[list[Due], int]:
    """The first of them to look at, and how many there are."""
    rows = due(connector, as_of=as_of)
    first = list(islice(rows, SHOWN))
    return first, len(first) + sum(1 for _row in rows)


def switch_on(connector: Connector, *, by: User, at: datetime) -> None:
    """From now on fields go back. Refused with their names where the program lacks them."""
    by.must(Right.ADMINISTER)
    with connector.line() as line:
        keys_there(line, connector)
    Connector.objects.filter(pk=connector.pk).update(writes_back=True, writes_by=by, writes_since=at)
    connector.refresh_from_db()


def switch_off(connector: Connector, *, by: User) -> None:
    """Nothing goes back any more; what was written there stays."""
    by.must(Right.ADMINISTER)
    Connector.objects.filter(pk=connector.pk).update(writes_back=False)
    connector.refresh_from_db()


def must_be_on(connector: Connector) -> None:
    """Nobody writes into somebody else's program before a person has said so."""
    if not connector.writes_back:
        raise NotNow(_("Look at the list and switch writing back on first."))


def keys_there(line: Line, connector: Connector) -> Keys:
    """What each field is called there, by kind of record."""
    keys: Keys = {}
    for back in connector.source.back:
        there = dict(named(line, back.there)) if back.there else {name: name for name in back.names.values()}
        missing = [name for name in back.names.values() if name not in there]
        if missing:
            told = {"source": connector, "kind": back.kind, "fields": ", ".join(missing)}
            raise NotConnectable(_("Add these text fields to %(kind)s in %(source)s first: %(fields)s.") % told)
        keys[back.kind] = {name: there[called] for name, called in back.names.items()}
    return keys


def write_back(connector: Connector, *, as_of: date, at: datetime) -> int:
    """Write what is due; return how many records were written to. A refusal stops that record, twenty in a row stop everything."""
    if not connector.writes_back:
        return 0
    written = refused = 0
    with connector.line() as line:
        keys = keys_there(line, connector)
        for one in due(connector, as_of=as_of):
            ok = Writing(line, connector, keys[one.told.back.kind]).write(one.told, at=at)
            written += ok
            refused = 0 if ok else refused + 1
            if refused >= MOST_REFUSED:
                break
    return written


@dataclass(frozen=True)
class Writing:
    """Writes to records of one kind."""

    line: Line
    connector: Connector
    keys: dict[str, str]

    def write(self, told: Told, *, at: datetime) -> bool:
        """Note that it is on its way, send it, note that it arrived. Whether they took it."""
        where: dict[str, Any] = {"connector": self.connector, "kind": told.back.kind, "external_id": told.external_id}
        earlier = WrittenBack.objects.filter(**where).first()
        cut_off = earlier is not None and earlier.state == WrittenBack.State.SENDING
        facts = {"values": told.values, "loss": told.loss, "at": at, "problem": "", "state": WrittenBack.State.SENDING}
        row, _is_new = WrittenBack.objects.update_or_create(**where, defaults=facts)
        try:
            if not (cut_off and self._arrived(told)):
                self.line.ask(self._ask(told), key=key_of(row))
        except Answered as problem:
            if isinstance(problem, NotThere):
                Gone.note(self.connector, told.back.kind, {told.external_id: None}, at=at)
            WrittenBack.objects.filter(pk=row.pk).update(state=WrittenBack.State.REFUSED, problem=str(problem))
            return False
        WrittenBack.objects.filter(pk=row.pk).update(state=WrittenBack.State.SENT)
        return True

    def _ask(self, told: Told) -> Ask:
        back = told.back
        path, fields = back.path.format(id=told.external_id), {self.keys[name]: told.values[name] for name in FIELDS}
        if back.is_form:
            return Ask(
                path, form={f"{back.below}[{name}]": value for name, value in fields.items()}, method=back.method
            )
        return Ask(path, body={back.below: fields} if back.below else fields, method=back.method)

    def _arrived(self, told: Told) -> bool:
        """Whether what was on its way when we were cut off stands there already. Then nobody writes it twice."""
        fields = ",".join(self.keys.values())
        params = {"properties": fields} if told.back.below == "properties" else {}
        answer = self.line.ask(Ask(told.back.path.format(id=told.external_id), params))
        below = told.back.below
        there = (found_at(answer, f"data.{below}") or found_at(answer, below) or {}) if below else answer
        return all(str(there.get(self.keys[name]) or "") == told.values[name] for name in FIELDS)


def key_of(row: WrittenBack) -> str:
    """The same for the same values of the same record."""
    told = f"{row.pk} {sorted(row.values.items())}"
    return f"wonback-{sha256(told.encode()).hexdigest()[:32]}"
