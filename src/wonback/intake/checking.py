"""The dry run: read every file to its end, shape and compare its rows, and count. Writes only the stage and the counts."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.intake import columns, files, reading, recognition, targets
from wonback.intake.columns import Format
from wonback.intake.errors import Unexplained, Unreadable
from wonback.intake.invoices import InvoiceShaper
from wonback.intake.presets import BY_NAME
from wonback.intake.recognition import Column
from wonback.intake.resolving import REFUSED, Resolver
from wonback.intake.shaping import Shaper
from wonback.intake.stage import Stage
from wonback.intake.targets import TARGETS
from wonback.intake.telling import sentences, some

if TYPE_CHECKING:
    from wonback.intake.models import Batch, Sheet

SAMPLE = 1_000
SHOWN = 50
BEAT = 20_000
WHY, LINE = "Why refused", "Line in file"


def check(batch: "Batch") -> None:
    """Read everything into the stage, compare it, and keep the counts."""
    stage = Stage.fresh(batch.folder)
    tables = {sheet.place: understand(sheet) for sheet in batch.sheets.order_by("place")}
    for sheet in batch.sheets.order_by("place"):
        refuse_unexplained(sheet)
    tallies: dict[int, Counter[str]] = {}
    for sheet in sorted(batch.sheets.all(), key=taken_up):
        tallies[sheet.place] = read(sheet, tables[sheet.place], stage)
    stage.seal()
    plan = plan_of(batch, stage)
    for sheet in batch.sheets.all():
        told = sentences(sheet, tallies[sheet.place] + plan.tally[sheet.place])
        bare = [] if sheet.rows else [_("It has column names and no rows.")]
        sheet.notes = [*tables[sheet.place].notes, *bare, *told]
        sheet.save(update_fields=["notes"])
    keep_counts(batch, plan)
    stage.close()


def staged(batch: "Batch") -> Stage:
    """The rows as the check read them; read again if a crash or a tidy hand took them."""
    if not (batch.folder / "rows.sealed").exists():
        stage = Stage.fresh(batch.folder)
        for sheet in sorted(batch.sheets.all(), key=taken_up):
            read(sheet, understand(sheet), stage)
        stage.seal()
        return stage
    return Stage(batch.folder)


def taken_up(sheet: "Sheet") -> tuple[int, int]:
    """Files come in the order in which one needs the other, whatever the order in which they were dropped."""
    return list(targets.KINDS).index(BY_NAME[sheet.preset].makes), sheet.place


def plan_of(batch: "Batch", stage: Stage) -> Resolver:
    """Compare what is staged with the database as it is now."""
    sources = {BY_NAME[sheet.preset].source for sheet in batch.sheets.all()}
    plan = Resolver(stage, sources, timezone.localdate(batch.asked_at))
    plan.resolve()
    return plan


def keep_counts(batch: "Batch", plan: Resolver) -> None:
    for sheet in batch.sheets.all():
        counts = {
            kind: {"new": 0, "updated": 0, "unchanged": 0, "refused": 0} | dict(found)
            for kind, found in plan.counts[sheet.place].items()
        }
        kind = BY_NAME[sheet.preset].makes
        if sheet.refused or kind not in counts:
            none = {"new": 0, "updated": 0, "unchanged": 0, "refused": 0}
            counts[kind] = counts.get(kind, none) | {REFUSED: sheet.refused}
        sheet.counts = counts
        sheet.save(update_fields=["counts"])


def understand(sheet: "Sheet") -> reading.Table:
    """Open the file and say what it is and what its columns mean."""
    table = reading.open_table(sheet.path, name=sheet.name)
    found = recognition.recognise(table.header, as_preset=sheet.chosen.get("preset", ""))
    meaning = sheet.meaning(found)
    sample = [cells for _number, cells in islice(table.rows(), SAMPLE)]
    formats = formats_of(sheet, table, found, meaning, sample)
    sheet.preset, sheet.score = found.preset.name, found.score
    sheet.columns = [
        {
            "header": column.header,
            "target": column.target,
            "certainty": kept_as(found.preset.makes, column),
            "samples": samples(cells[index] for cells in sample if index < len(cells)),
            "format": formats[column.header].as_json() if column.header in formats else {},
        }
        for index, column in enumerate(meaning)
    ]
    sheet.save(update_fields=["preset", "score", "columns"])
    return table


def refuse_unexplained(sheet: "Sheet") -> None:
    """A file of which we know no kind, or too little to keep a single row. Its columns are kept, for a person to name them."""
    kind = BY_NAME[sheet.preset].makes
    meant = {column["target"] for column in sheet.columns} - {""}
    lacking = targets.lacking(kind, meant)
    if not lacking or sheet.chosen.get("columns"):
        return
    words = {"name": sheet.short_name, "kind": BY_NAME[sheet.preset].label, "lacking": "; ".join(lacking)}
    words["columns"] = some([f"“{column['header'][:40]}”" for column in sheet.columns], most=6)
    if not meant:
        raise Unexplained(_("Name the columns of “%(name)s”: we know none of them (%(columns)s).") % words)
    raise Unexplained(_("Name the columns of “%(name)s” (%(columns)s): for “%(kind)s” none is %(lacking)s.") % words)


def kept_as(kind: str, column: Column) -> str:
    """A column of clients that we do not know is kept as it is."""
    unknown = (
        column.certainty == recognition.LEFT_OUT
        and kind == "client"
        and recognition.plain(column.header) not in recognition.OURS
    )
    return "kept" if unknown else column.certainty


def samples(cells: Iterator[str]) -> list[str]:
    return list(islice(dict.fromkeys(cell[:80] for cell in cells if cell.strip()), 3))


def formats_of(
    sheet: "Sheet",
    table: reading.Table,
    found: recognition.Recognised,
    meaning: Sequence[Column],
    sample: list[list[str]],
) -> dict[str, Format]:
    """How to read each column of days or amounts. Where a sample leaves a doubt, the whole column decides."""
    formats = {}
    for index, column in enumerate(meaning):
        reads = TARGETS[found.preset.makes][column.target].reads if column.target else ""
        if reads not in {"day", "amount", "quantity"}:
            continue
        form = format_of(reads, [cells[index] for cells in sample], table, found)
        if not form.sure and len(sample) == SAMPLE:
            form = format_of(reads, [cells[index] for _number, cells in table.rows()], table, found)
        if order := sheet.chosen.get("formats", {}).get(column.header):
            form = Format(order=order)
        formats[column.header] = form
    return formats


def format_of(reads: str, cells: list[str], table: reading.Table, found: recognition.Recognised) -> Format:
    if reads == "day":
        return columns.of_days(cells, usual=found.preset.day_order)
    # Where commas mark decimals, semicolons separate cells.
    return columns.of_amounts(cells, usual="," if table.delimiter == ";" else ".")


def read(sheet: "Sheet", table: reading.Table, stage: Stage) -> Counter[str]:
    """Shape every row; put aside those that cannot be used, each with its reason."""
    kind = BY_NAME[sheet.preset]
    make = InvoiceShaper if kind.makes == "purchase" else Shaper
    shaper = make(kind, stage, sheet.place, ZoneInfo(settings.TIME_ZONE))
    meaning = [Column(column["header"], column["target"], column["certainty"]) for column in sheet.columns]
    shaper.prepare(meaning, {column["header"]: Format(**column["format"]) for column in sheet.columns})
    sheet.rows = sheet.refused = 0
    sheet.first_rows = []
    with refusals(sheet, table.header) as refuse:
        for number, cells in table.rows():
            sheet.rows += 1
            reason = shaped(shaper, cells, len(table.header))
            if reason:
                sheet.refused += 1
                refuse([*cells, reason, str(number)])
            if sheet.rows <= SHOWN or (reason and sheet.refused <= SHOWN):
                sheet.first_rows.append({"line": number, "cells": [cell[:80] for cell in cells[:40]], "reason": reason})
            if not sheet.rows % BEAT:
                sheet.batch.beat(BEAT)
    shaper.finish()
    sheet.save(update_fields=["rows", "refused", "first_rows"])
    if not sheet.refused:
        sheet.refused_path.unlink(missing_ok=True)
    return shaper.tally


def shaped(shaper: Shaper, cells: list[str], width: int) -> str:
    """Shape one row; return why it cannot be used, or nothing."""
    if len(cells) > width:
        return _("It has %(cells)d cells, but there are %(columns)d columns.") % {"cells": len(cells), "columns": width}
    if shaper.is_foot(cells):
        return _("It is a line at the foot of the table, not a record.")
    try:
        shaper.shape(cells)
    except Unreadable as problem:
        return str(problem)
    return ""


@contextmanager
def refusals(sheet: "Sheet", header: list[str]) -> Iterator[Any]:
    """A file beside the copy for the rows that cannot be used, ready to be mended and dropped again."""
    with sheet.refused_path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        ours = [index for index, name in enumerate(header) if recognition.plain(name) in recognition.OURS]
        writer.writerow([*without(header, ours), WHY, LINE])
        yield lambda cells: writer.writerow(without(cells, ours) if ours else cells)


def without(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cell for index, cell in enumerate(cells) if index not in places]


__all__ = ["check", "files", "keep_counts", "plan_of"]
