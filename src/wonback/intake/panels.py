"""What the page of one import shows: for each file its columns, counts and first rows, ready to be laid out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.intake import mapping, targets, telling
from wonback.intake.errors import NoSuchPart
from wonback.intake.mapping import Asked
from wonback.intake.models import Batch, Sheet
from wonback.intake.parts import Part
from wonback.intake.presets import BY_NAME
from wonback.intake.values import counted


@dataclass(frozen=True)
class CountLine:
    label: "Promise | str"
    new: int
    updated: int
    unchanged: int
    refused: int


@dataclass(frozen=True)
class Examples:
    """The first records of which one thing would happen."""

    label: Promise
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Panel:
    """One file of an import."""

    sheet: Sheet
    label: "Promise | str"
    asked: Asked | None
    counts: list[CountLine]
    headers: list[str]
    examples: list[Examples]
    # How the days of the file were said to be written.
    order: str
    # Why rows were refused, the most frequent reason first.
    reasons: list[dict[str, Any]]


def panels(batch: Batch) -> list[Panel]:
    return [panel(sheet) for sheet in batch.sheets.order_by("place")]


def panel(sheet: Sheet) -> Panel:
    preset = BY_NAME.get(sheet.preset)
    return Panel(
        sheet,
        preset.label if preset else "",
        mapping.mapping(sheet) if preset else None,
        count_lines(sheet.counts),
        [column["header"] for column in sheet.columns[:40]],
        examples(sheet),
        mapping.order_said(sheet),
        sheet.words.get("refused", []),
    )


def examples(sheet: Sheet) -> list[Examples]:
    """What would be new, changed, the same, or there twice: enough of each to see whether it is right."""
    found = []
    for action, label in WOULD_BE.items():
        rows = [row | {"kind": targets.LABELS[row["kind"]]} for row in sheet.examples if row["action"] == action]
        if rows:
            found.append(Examples(label, rows))
    return found


def tells_news(batch: Batch) -> bool:
    """Whether bringing it in would change anything."""
    return any(found.get("new", 0) + found.get("updated", 0) for found in batch.totals().values())


def minutes(batch: Batch) -> str:
    """How long bringing it in takes, about."""
    rows = sum(found.get("new", 0) + found.get("updated", 0) for found in batch.totals().values())
    seconds = rows / ROWS_A_SECOND
    if seconds < 10:
        return _("a few seconds")
    if seconds < 90:
        return _("about a minute")
    return _("about %(n)d minutes") % {"n": round(seconds / 60)}


def count_lines(counts: Mapping[str, Mapping[str, int]]) -> list[CountLine]:
    """A line for each kind of which there is anything."""
    order, there = list(targets.LABELS), [kind for kind, found in counts.items() if any(found.values())]
    kinds = sorted(there, key=lambda kind: order.index(kind) if kind in order else len(order))
    return [
        CountLine(targets.LABELS.get(kind, kind), *(counts[kind].get(action, 0) for action in ACTIONS))
        for kind in kinds
    ]


@dataclass(frozen=True)
class PartLine:
    """A part of an import that can be taken back by itself."""

    value: str
    label: "Promise | str"
    rows: int


@dataclass(frozen=True)
class Parts:
    files: list[PartLine]
    kinds: list[PartLine]


def parts_left(batch: Batch) -> Parts:
    """What can still be taken back by itself, with how many rows each has."""
    if batch.state != Batch.State.DONE:
        return Parts([], [])
    of_files = dict(batch.made.values_list("sheet").annotate(rows=Sum("count")))
    of_kinds = dict(batch.made.values_list("kind").annotate(rows=Sum("count")))
    files = [
        PartLine(f"sheet-{sheet.place}", sheet.short_name, of_files[sheet.place])
        for sheet in batch.sheets.order_by("place")
        if sheet.place in of_files
    ]
    kinds = [PartLine(kind, label, of_kinds[kind]) for kind, label in targets.LABELS.items() if kind in of_kinds]
    return Parts(files, kinds)


def taken(batch: Batch) -> list[dict[str, Any]]:
    """Each time something was taken back, and what came of it."""
    return [
        step | {"said": telling.taken_back(step["outcome"]), "at": datetime.fromisoformat(step["at"])}
        for step in batch.taken
    ]


def part(posted: QueryDict) -> Part:
    """The part a person chose on the page; all of it if they chose none."""
    chosen = posted.get("part", "")
    keys = tuple(key for text in posted.getlist("record") if (key := counted(text)) is not None)
    if posted.get("single") and not keys:
        raise NoSuchPart(_("Choose at least one record."))
    if chosen.startswith("sheet-"):
        return Part(sheet=counted(chosen.removeprefix("sheet-")) or 0)
    return Part(kind=chosen, keys=keys)


ACTIONS = ("new", "updated", "unchanged", "refused")
WOULD_BE: dict[str, Promise] = {
    "new": gettext_lazy("New"),
    "updated": gettext_lazy("Updated"),
    "unchanged": gettext_lazy("Unchanged"),
    "repeated": gettext_lazy("More than once in these files"),
}
# Written on a small machine; a guess, said as one.
ROWS_A_SECOND = 10_000


def kinds() -> list[tuple[str, str]]:
    """Every kind of file we know, for a person who knows better than we."""
    return [(name, str(preset.label)) for name, preset in BY_NAME.items()]
