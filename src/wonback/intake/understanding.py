"""What a file is and what its columns mean, before a row of it is used. What leaves a doubt is asked, not guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wonback.intake import columns, reading, recognition, targets, when
from wonback.intake.columns import Format
from wonback.intake.errors import Unclear, Unexplained
from wonback.intake.presets import BY_NAME, GENERIC
from wonback.intake.recognition import Column
from wonback.intake.targets import TARGETS
from wonback.intake.telling import some

if TYPE_CHECKING:
    from wonback.intake.models import Sheet

SAMPLE = 1_000
# In a list of clients, this share of the ids comes once at least.
MOSTLY = 0.7


def understand(sheet: "Sheet") -> reading.Table:
    """Open the file and say what it is and what its columns mean: what a person said, what was said of the like, what we know."""
    table = reading.open_table(sheet.path, name=sheet.name)
    recalled = sheet.recall(table.header)
    found = recognition.recognise(table.header, as_preset=sheet.chosen.get("preset", "") or recalled.preset)
    remembered = recalled.explained(found.preset.name)
    meaning = sheet.meaning(found, remembered.columns)
    sample = [cells for _number, cells in islice(table.rows(), SAMPLE)]
    formats = formats_of(found.preset.makes, table, meaning, sample)
    formats |= said_of(formats, remembered.formats) | said_of(formats, sheet.chosen.get("formats", {}))
    sheet.preset, sheet.score = found.preset.name, found.score
    sheet.columns = [
        {
            "header": column.header,
            "target": column.target,
            "certainty": kept_as(found.preset.makes, column),
            "samples": samples(cells[index] for cells in sample if index < len(cells)),
            "format": formats[column.header].as_json() if column.header in formats else {},
            "distinct": distinct([cells[index] for cells in sample]) if column.target == "id" else 1,
        }
        for index, column in enumerate(meaning)
    ]
    sheet.save(update_fields=["preset", "score", "columns"])
    return table


def refuse_unexplained(sheet: "Sheet") -> None:
    """A file of which we know no kind, or too little to keep a single row. Its columns are kept, for a person to name them."""
    kind, heading = BY_NAME[sheet.preset].makes, BY_NAME[sheet.preset].heading
    # A report names above its rows what no column of theirs does.
    meant = ({column["target"] for column in sheet.columns} | {heading}) - {""}
    lacking = targets.lacking(kind, meant)
    if not lacking or sheet.chosen.get("columns"):
        return
    words = {"name": sheet.short_name, "kind": BY_NAME[sheet.preset].label, "lacking": "; ".join(lacking)}
    words["columns"] = some([f"“{column['header'][:40]}”" for column in sheet.columns], most=6)
    if not meant:
        raise Unexplained(_("Name the columns of “%(name)s”: we know none of them (%(columns)s).") % words)
    if len(lacking) > 1 and sheet.preset == GENERIC[kind].name and not sheet.chosen.get("preset"):
        # A guess that fits so badly would only lead astray.
        raise Unexplained(
            _("Name the columns of “%(name)s” and say what it holds: too few of them tell (%(columns)s).") % words
        )
    raise Unexplained(_("Name the columns of “%(name)s” (%(columns)s): for “%(kind)s” none is %(lacking)s.") % words)


def refuse_list_of_something_else(sheet: "Sheet") -> None:
    """A list of tickets names a client in every row and is no list of clients, whatever else we do not know of it."""
    meant = {column["target"]: column for column in sheet.columns if column["target"]}
    is_sure = sheet.chosen.get("preset") or sheet.chosen.get("columns") or meant.keys() & {"name", "domain", "email"}
    if sheet.preset != GENERIC["client"].name or is_sure or meant["id"]["distinct"] >= MOSTLY:
        return
    words = {"name": sheet.short_name, "column": meant["id"]["header"]}
    raise Unexplained(
        _("Say what “%(name)s” is: what “%(column)s” holds comes again and again, so it is no list of clients.") % words
    )


def distinct(cells: Sequence[str]) -> float:
    """The share of cells that say something new."""
    said = [cell for cell in cells if cell]
    return round(len(set(said)) / len(said), 2) if said else 1


def refuse_unclear(sheet: "Sheet") -> None:
    """Days that no cell of the file tells apart are asked about: half of them would be wrong, and nobody would see it."""
    for column in sheet.columns:
        form = column["format"]
        if form and not form["sure"] and is_day(sheet, column["target"]):
            words = {"column": column["header"], "name": sheet.short_name, "example": form["example"]}
            raise Unclear(
                _(
                    "Say how to read “%(column)s” in “%(name)s”: %(example)s is %(day_first)s if the day comes first, "
                    "and %(month_first)s if the month does."
                )
                % (words | both_readings(form["example"]))
            )


def is_day(sheet: "Sheet", target: str) -> bool:
    return TARGETS[BY_NAME[sheet.preset].makes][target].reads in {"day", "moment"}


def both_readings(written: str) -> dict[str, str]:
    """A day as it reads day first and month first."""
    days = {"day_first": when.day(written, order="dmy"), "month_first": when.day(written, order="mdy")}
    return {name: date_format(day, "j F Y") for name, day in days.items()}


def kept_as(kind: str, column: Column) -> str:
    """A column that we do not know is kept as it is, where its record has room for it."""
    unknown = (
        column.certainty == recognition.LEFT_OUT
        and kind in targets.KEEPS_MORE
        and recognition.plain(column.header) not in recognition.OURS
    )
    return "kept" if unknown else column.certainty


def samples(cells: Iterator[str]) -> list[str]:
    return list(islice(dict.fromkeys(cell[:80] for cell in cells if cell.strip()), 3))


def said_of(formats: dict[str, Format], said: dict[str, str]) -> dict[str, Format]:
    """What a person said of the columns that can be read in two ways: the order of days, or the decimal mark."""
    found = {}
    for header, form in formats.items():
        meant = said.get(header) or said.get(recognition.plain(header)) or ("" if form.sure else said.get("*"))
        if meant in columns.ORDERS:
            found[header] = replace(form, order=meant, sure=True)
        elif meant in columns.MARKS:
            found[header] = replace(form, mark=meant, sure=True)
    return found


def formats_of(
    kind: str, table: reading.Table, meaning: Sequence[Column], sample: list[list[str]]
) -> dict[str, Format]:
    """How to read each column of days or amounts. Where a sample leaves a doubt, the whole column decides."""
    days, amounts = {}, {}
    for index, column in enumerate(meaning):
        reads = TARGETS[kind][column.target].reads if column.target else ""
        if reads not in {"day", "moment", "amount", "quantity"}:
            continue
        form = format_of(reads, [cells[index] for cells in sample], table)
        if not form.sure and len(sample) == SAMPLE:
            form = format_of(reads, [cells[index] for _number, cells in table.rows()], table)
        if reads in {"day", "moment"}:
            days[column.header] = replace(form, zone="UTC" if "(utc)" in column.header.casefold() else "")
        else:
            amounts[column.header] = form
    return columns.by_each_other(days) | amounts


def format_of(reads: str, cells: list[str], table: reading.Table) -> Format:
    if reads in {"day", "moment"}:
        return columns.of_days(cells)
    # Where commas mark decimals, semicolons separate cells.
    return columns.of_amounts(cells, usual="," if table.delimiter == ";" else ".")
