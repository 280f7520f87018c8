"""What the page of one import shows: for each file its columns, counts and first rows, ready to be laid out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wonback.intake import targets
from wonback.intake.models import Batch, Sheet
from wonback.intake.presets import BY_NAME

# Word and tone of each way in which a column may be understood.
CERTAINTIES: dict[str, tuple[Promise, str]] = {
    "matched": (gettext_lazy("Known"), "green"),
    "chosen": (gettext_lazy("Your choice"), "green"),
    "guessed": (gettext_lazy("A guess"), "amber"),
    "kept": (gettext_lazy("Kept as it is"), "slate"),
    "left out": (gettext_lazy("Left out"), ""),
}


@dataclass(frozen=True)
class ColumnLine:
    """One column of a file, as its row on the page."""

    name: str
    header: str
    samples: list[str]
    word: Promise
    tone: str
    target: str
    options: list[tuple[str, Promise]]
    is_day: bool
    order: str
    in_doubt: bool


@dataclass(frozen=True)
class CountLine:
    label: "Promise | str"
    new: int
    updated: int
    unchanged: int
    refused: int


@dataclass(frozen=True)
class Panel:
    """One file of an import."""

    sheet: Sheet
    label: "Promise | str"
    columns: list[ColumnLine]
    counts: list[CountLine]
    headers: list[str]


def panels(batch: Batch) -> list[Panel]:
    return [panel(sheet) for sheet in batch.sheets.order_by("place")]


def panel(sheet: Sheet) -> Panel:
    preset = BY_NAME.get(sheet.preset)
    lines = [column_line(sheet, index, column) for index, column in enumerate(sheet.columns)]
    return Panel(
        sheet, preset.label if preset else "", lines, count_lines(sheet.counts), [line.header for line in lines[:40]]
    )


def column_line(sheet: Sheet, index: int, column: Mapping[str, Any]) -> ColumnLine:
    known = targets.TARGETS[BY_NAME[sheet.preset].makes]
    word, tone = CERTAINTIES[column["certainty"]]
    target = column["target"]
    return ColumnLine(
        name=f"{sheet.place}-{index}",
        header=column["header"],
        samples=column["samples"],
        word=word,
        tone=tone,
        target=target,
        options=[(name, found.label) for name, found in known.items()],
        is_day=bool(target) and known[target].reads == "day",
        order=column["format"].get("order", ""),
        in_doubt=not column["format"].get("sure", True),
    )


def count_lines(counts: Mapping[str, Mapping[str, int]]) -> list[CountLine]:
    order = list(targets.LABELS)
    kinds = sorted(counts, key=lambda kind: order.index(kind) if kind in order else len(order))
    return [
        CountLine(targets.LABELS.get(kind, kind), *(counts[kind].get(action, 0) for action in ACTIONS))
        for kind in kinds
    ]


ACTIONS = ("new", "updated", "unchanged", "refused")


def choices(sheets: Iterable[Sheet], posted: Mapping[str, str]) -> list[tuple[Sheet, dict[str, Any]]]:
    """What a person chose on the page, for each file."""
    chosen = []
    for sheet in sheets:
        columns, formats = {}, {}
        preset = posted.get(f"preset-{sheet.place}", "")
        for index, column in enumerate(sheet.columns):
            name = f"{sheet.place}-{index}"
            # Another kind of file has other targets: what was chosen for the old kind means nothing.
            if preset in {"", sheet.preset} and f"target-{name}" in posted:
                columns[column["header"]] = posted[f"target-{name}"]
            if order := posted.get(f"order-{name}"):
                formats[column["header"]] = order
        chosen.append((sheet, {"preset": preset, "columns": columns, "formats": formats}))
    return chosen


def kinds() -> list[tuple[str, str]]:
    """Every kind of file we know, for a person who knows better than we."""
    return [(name, str(preset.label)) for name, preset in BY_NAME.items()]
