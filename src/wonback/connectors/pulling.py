"""Fetching what changed: page by page, each written down before the next is asked for, so that a kill costs one page."""

import csv
import io
import os
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wonback.connectors import parting
from wonback.connectors.errors import Answered, CursorGone
from wonback.connectors.fields import at, iso, taken
from wonback.connectors.models import Gone, Pull, Sync
from wonback.connectors.paging import Ask, Json, rows_at
from wonback.connectors.sources import Kind, Lookup
from wonback.connectors.talking import Line
from wonback.intake.models import Batch

MOST_PAGES_OF_A_LOOKUP = 200
Record = dict[str, Any]


def pull(sync: Sync) -> None:
    """Fetch every kind of record that is not fetched yet, and ask what was deleted."""
    source = sync.connector.source
    sync.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with sync.connector.line() as line:
        names = {name: dict(named(line, lookup)) for name, lookup in source.lookups.items()}
        for kind in source.kinds:
            since = watermark(sync, kind)
            told = {"since": since, "asked": since}
            found, _is_new = Pull.objects.get_or_create(sync=sync, kind=kind.name, defaults=told)
            if not found.is_done:
                Puller(line, kind, found, names).run()
        for deleted in source.deleted:
            parting.notice(line, sync, deleted)


def watermark(sync: Sync, kind: Kind) -> str:
    """From which change on to ask. What came before a look that was taken back is asked for again."""
    done = Pull.objects.filter(sync__connector=sync.connector_id, kind=kind.name, sync__state=Sync.State.DONE)
    newest = ""
    for earlier in done.select_related("sync__batch").order_by("pk"):
        if not came_in(earlier):
            newest = min(newest, earlier.since)
        elif earlier.since <= newest:
            newest = max(newest, earlier.newest)
    return newest


def came_in(pull: Pull) -> bool:
    """Whether what was fetched is here. A look that found nothing of any kind has no import, and nothing is missing."""
    batch = pull.sync.batch
    return batch.state == Batch.State.DONE if batch else not pull.sync.pulls.filter(rows__gt=0).exists()


def named(line: Line, lookup: Lookup) -> Iterator[tuple[str, str]]:
    """Ids and what people call them."""
    cursor, ask = "", lookup.ask
    for _page in range(MOST_PAGES_OF_A_LOOKUP):
        answer = line.ask(lookup.paging.following(ask, cursor) if cursor and lookup.paging else ask)
        for row in rows_at(answer, lookup.rows):
            yield str(at(row, lookup.key)), name_of(row, lookup.names)
        cursor = lookup.paging.cursor(answer) if lookup.paging else ""
        if not cursor:
            return


def name_of(row: Record, names: str) -> str:
    """The first of several names that is there; `a+b` are two that belong together."""
    for option in names.split("|"):
        if told := " ".join(filter(None, (str(at(row, path) or "") for path in option.split("+")))).strip():
            return told
    return ""


class Puller:
    """Fetches one kind of record."""

    def __init__(self, line: Line, kind: Kind, pull: Pull, names: dict[str, dict[str, str]]) -> None:
        self.line, self.kind, self.pull, self.names = line, kind, pull, names
        self.gone = set(
            Gone.objects.filter(connector=pull.sync.connector_id, kind=kind.name).values_list("external_id", flat=True)
        )
        self.optional: tuple[str, ...] = ()
        if kind.described:
            there = {name for name, _names in named(line, kind.described)}
            self.optional = tuple(name for name in kind.optional if name in there)

    def run(self) -> None:
        self._cut()
        while not self.pull.is_done:
            self.pull.sync.go_on()
            try:
                answer = self.line.ask(self._ask())
            except CursorGone:
                self._begin_again()
                continue
            self._keep(answer)

    def _ask(self) -> Ask:
        first = self.kind.ask(self.pull.asked, self.optional)
        return self.kind.paging.following(first, self.pull.cursor) if self.pull.cursor else first

    def _begin_again(self) -> None:
        """They forgot where we were: the same list from its beginning. The second time in a row is a no."""
        if not self.pull.cursor:
            raise Answered(
                _("%(source)s loses its place at once; try again later.") % {"source": self.pull.sync.connector}
            )
        self.pull.cursor, self.pull.rows, self.pull.size = "", 0, 0
        self.pull.save()
        self._cut()

    def _cut(self) -> None:
        """The file as it was when the cursor was kept: a page that was cut off is fetched again."""
        with self.pull.path.open("ab") as file:
            file.truncate(self.pull.size)

    def _keep(self, answer: Json) -> None:
        """Write the page down, and only then where to go on."""
        records = rows_at(answer, self.kind.rows)
        living = self._living(records)
        if self.pull.asked and self.kind.join:
            self._join(living)
        self.pull.size = self._append(living)
        self.pull.rows += len(living)
        moments = [iso(value) for record in records if (value := at(record, self.kind.modified))]
        self.pull.newest = max([self.pull.newest, *moments])
        self._turn_page(self.kind.paging.cursor(answer))
        self.pull.save()

    def _living(self, records: list[Record]) -> list[Record]:
        """Those that are there. What says of itself that it was deleted is gone; what is there again is gone no more."""
        number, sync, path = next(iter(self.kind.columns.values())), self.pull.sync, self.kind.gone
        told = [(taken(record, number, {}), record) for record in records]
        gone = {
            key: parting.moment(at(record, self.kind.modified))
            for key, record in told
            if path and at(record, path) is True
        }
        Gone.note(sync.connector, self.kind.name, gone, at=sync.at)
        if back := self.gone.intersection(key for key, _record in told if key not in gone):
            sync.connector.gone.filter(kind=self.kind.name, external_id__in=back).delete()
        return [record for key, record in told if key not in gone]

    def _turn_page(self, cursor: str) -> None:
        self.pull.cursor, self.pull.is_done = cursor, not cursor
        if not (cursor and self.pull.asked and self.kind.window and cursor.isdecimal()):
            return
        if int(cursor) < self.kind.window:
            return
        # A search ends here, though there is more: begin one at the last change it told, or the whole list if that is where it began.
        self.pull.cursor = ""
        self.pull.asked = self.pull.newest if self.pull.newest > self.pull.asked else ""

    def _append(self, records: list[Record]) -> int:
        text = io.StringIO()
        writer = csv.writer(text)
        if not self.pull.size:
            writer.writerow(self.kind.columns)
        for record in records:
            writer.writerow([taken(record, take, self.names) for take in self.kind.columns.values()])
        with self.pull.path.open("ab") as file:
            file.write(text.getvalue().encode())
            file.flush()
            os.fsync(file.fileno())
            return file.tell()

    def _join(self, records: list[Record]) -> None:
        """Ask to which company each belongs, which a search does not say."""
        if not records or self.kind.join is None:
            return
        inputs = [{"id": str(record["id"])} for record in records]
        answer = self.line.ask(Ask(self.kind.join.path, body={"inputs": inputs}, method="POST"))
        of = {
            str(at(one, "from.id")): [{"id": str(at(to, "toObjectId"))} for to in one.get("to", [])]
            for one in answer.get("results", [])
        }
        for record in records:
            record["associations"] = {self.kind.join.into: {"results": of.get(str(record["id"]), [])}}
