"""The dry run: read every file to its end, shape and compare its rows, and count. Writes only the stage and the counts."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.intake import recognition, targets, unmoved
from wonback.intake.columns import Format
from wonback.intake.errors import Unreadable
from wonback.intake.invoices import InvoiceShaper
from wonback.intake.presets import BY_NAME
from wonback.intake.reading import Table
from wonback.intake.recognition import Column
from wonback.intake.resembling import resembling
from wonback.intake.resolving import REFUSED, Resolver
from wonback.intake.shaping import Shaper
from wonback.intake.stage import Stage
from wonback.intake.telling import sentences
from wonback.intake.understanding import refuse_list_of_something_else, refuse_unclear, refuse_unexplained, understand

if TYPE_CHECKING:
    from wonback.intake.models import Batch, Sheet

SHOWN = 50
BEAT = 2_000
SHOWN_REASONS, MOST_REASONS = 8, 500
QUOTED = re.compile("“[^”]*”")
WHY, LINE = "Why refused", "Line in file"


def check(batch: "Batch") -> Resolver:
    """Read everything into the stage, compare it, and keep the counts. Return the plan."""
    stage = Stage.fresh(batch.folder)
    tables = {sheet.place: understand(sheet) for sheet in batch.sheets.order_by("place")}
    for sheet in batch.sheets.order_by("place"):
        refuse_unexplained(sheet)
        refuse_list_of_something_else(sheet)
    for sheet in batch.sheets.order_by("place"):
        refuse_unclear(sheet)
    tallies: dict[int, Counter[str]] = {}
    for sheet in sorted(batch.sheets.all(), key=taken_up):
        tallies[sheet.place] = read(sheet, tables[sheet.place], stage)
    stage.seal()
    plan = plan_of(batch, stage)
    alike = resembling(plan)
    for sheet in batch.sheets.all():
        told = sentences(sheet, tallies[sheet.place] + plan.tally[sheet.place])
        bare = [] if sheet.rows else [_("It has column names and no rows.")]
        twice = [alike[sheet.place]] if sheet.place in alike else []
        sheet.notes = [*tables[sheet.place].notes, *bare, *told, *twice]
        sheet.save(update_fields=["notes"])
    keep_counts(batch, plan)
    stage.close()
    return plan


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
    stage.beat = batch.progress.beat
    plan = Resolver(stage, sources, timezone.localdate(batch.asked_at))
    plan.resolve()
    return plan


def plan_again(batch: "Batch", stage: Stage) -> Resolver:
    """The plan of the check, if this process made it and nobody wrote since; else another one."""
    plan, seen, batch.compared = batch.compared, batch.seen, None
    if plan is None or seen is None or seen != unmoved.now() or plan.today != timezone.localdate(batch.asked_at):
        return plan_of(batch, stage)
    plan.stage, stage.beat = stage, batch.progress.beat
    stage.beat(sum(sheet.rows for sheet in batch.sheets.all()))
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
        sheet.counts, sheet.examples = counts, plan.shown.found[sheet.place]
        sheet.save(update_fields=["counts", "examples"])


def read(sheet: "Sheet", table: Table, stage: Stage) -> Counter[str]:
    """Shape every row; put aside those that cannot be used, each with its reason."""
    kind = BY_NAME[sheet.preset]
    make = InvoiceShaper if kind.makes == "purchase" else Shaper
    shaper = make(kind, stage, sheet.place, ZoneInfo(settings.TIME_ZONE), sheet.said())
    meaning = [Column(column["header"], column["target"], column["certainty"]) for column in sheet.columns]
    shaper.prepare(meaning, {column["header"]: Format(**column["format"]) for column in sheet.columns})
    sheet.rows = sheet.refused = 0
    sheet.first_rows = []
    reasons: Counter[str] = Counter()
    with refusals(sheet, table.header) as refuse:
        for number, cells in table.rows():
            if len(cells) == len(table.header) and shaper.passes_over(cells):
                continue
            sheet.rows += 1
            reason = shaped(shaper, cells, len(table.header))
            if reason:
                sheet.refused += 1
                note_reason(reasons, reason)
                refuse([*cells, reason, str(number)])
            if sheet.rows <= SHOWN or (reason and sheet.refused <= SHOWN):
                sheet.first_rows.append({"line": number, "cells": [cell[:80] for cell in cells[:40]], "reason": reason})
            if not sheet.rows % BEAT:
                sheet.batch.progress.beat(BEAT)
    shaper.finish()
    sheet.words = met(shaper) | why_refused(reasons)
    sheet.save(update_fields=["rows", "refused", "first_rows", "words"])
    if not sheet.refused:
        sheet.refused_path.unlink(missing_ok=True)
    return shaper.tally


def met(shaper: Shaper) -> dict[str, Any]:
    """The words of stages and owners, the most frequent first: what each was taken to mean, and how often it came."""
    return {
        about: [
            {"word": word[:80], "means": means, "n": n}
            for word, (n, means) in sorted(found.items(), key=lambda one: -one[1][0])
        ]
        for about, found in shaper.met.items()
        if found
    }


def note_reason(reasons: Counter[str], reason: str) -> None:
    """Count a reason without what it quotes: a thousand rows are rarely refused for a thousand reasons."""
    plain = QUOTED.sub("“…”", reason)
    if plain in reasons or len(reasons) < MOST_REASONS:
        reasons[plain] += 1


def why_refused(reasons: Counter[str]) -> dict[str, Any]:
    """The most frequent reasons for which rows were refused, and how often each came."""
    found = [{"word": reason, "means": "", "n": n} for reason, n in reasons.most_common(SHOWN_REASONS)]
    return {"refused": found} if found else {}


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
