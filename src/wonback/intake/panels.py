"""What the page of one import shows: for each file its columns, counts and first rows, ready to be laid out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.intake import mapping, targets
from wonback.intake.mapping import Asked
from wonback.intake.models import Batch, Sheet
from wonback.intake.presets import BY_NAME


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
    )


def examples(sheet: Sheet) -> list[Examples]:
    """What would be new, changed, the same, or there twice: enough of each to see whether it is right."""
    found = []
    for action, label in WOULD_BE.items():
        rows = [row | {"kind": targets.LABELS[row["kind"]]} for row in sheet.examples if row["action"] == action]
        if rows:
            found.append(Examples(label, rows))
    return found


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
    order = list(targets.LABELS)
    kinds = sorted(counts, key=lambda kind: order.index(kind) if kind in order else len(order))
    return [
        CountLine(targets.LABELS.get(kind, kind), *(counts[kind].get(action, 0) for action in ACTIONS))
        for kind in kinds
    ]


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
