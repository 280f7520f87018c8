"""A table as XLSX: real numbers and days, a row in memory at a time; long tables in several workbooks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from wonback.exports.cells import Column, noted, read

# Of one workbook, so that reading one stays small; a sheet could hold a million.
MOST_ROWS = 100_000
# A cell holds 32,767 letters, counted as UTF-16 does; the rest of a longer text stands on a sheet of its own.
MOST_LETTERS = 16_000
# Beyond these a spreadsheet keeps another number than it was given.
MOST_WHOLE, MOST_DIGITS = 2**53, 15
# Before it, spreadsheets disagree about days.
FIRST_DAY = date(1901, 1, 1)
ROWS, LONG = "Rows", "Long texts"


def write(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> list[Path]:
    written = []
    for number, chunk in enumerate(in_parts(rows), 1):
        part = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        Book(part, columns).fill(chunk)
        written.append(part)
    return written


def in_parts(rows: Iterable[Sequence[Any]]) -> Iterator[Iterator[Sequence[Any]]]:
    """The rows in runs that one workbook takes; at least one, which may be empty."""
    source = iter(rows)
    first = next(source, None)
    if first is None:
        yield iter(())
    while first is not None:
        run = Run(first, source)
        yield run
        first = run.next_one


class Run:
    """As many rows as one workbook takes, and the one after them."""

    def __init__(self, first: Sequence[Any], source: Iterator[Sequence[Any]]) -> None:
        self.next_one: Sequence[Any] | None = first
        self.source, self.left = source, MOST_ROWS

    def __iter__(self) -> "Run":
        return self

    def __next__(self) -> Sequence[Any]:
        if self.next_one is None or not self.left:
            raise StopIteration
        row, self.next_one = self.next_one, next(self.source, None)
        self.left -= 1
        return row


class Book:
    """One workbook, filled row by row."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self.columns = columns
        options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(str(path), options)
        self.sheet = self.book.add_worksheet(ROWS)
        self.long = self.book.add_worksheet(LONG)
        self.day, self.head = self.book.add_format({"num_format": "yyyy-mm-dd"}), self.book.add_format({"bold": True})
        self.long_rows = 0

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        self.sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.columns):
            self.sheet.write_string(0, place, column.name, self.head)
        for number, row in enumerate(rows, 1):
            for place, (value, column) in enumerate(zip(row, self.columns, strict=True)):
                self._write(number, place, value, column)
        self.book.close()

    def _write(self, row: int, place: int, value: Any, column: Column) -> None:
        if value is None:
            return
        if column.kind in {"whole", "amount", "number"} and is_exact(value):
            self.sheet.write_number(row, place, value)
        elif column.kind == "day" and value >= FIRST_DAY:
            self.sheet.write_datetime(row, place, value, self.day)
        else:
            self._write_text(row, place, noted(value, column))

    def _write_text(self, row: int, place: int, text: str) -> None:
        """A text is written as one, so that no spreadsheet runs it."""
        first, *others = [text[start : start + MOST_LETTERS] for start in range(0, len(text), MOST_LETTERS)] or [""]
        self.sheet.write_string(row, place, first)
        for part in others:
            for where, told in enumerate((row, place)):
                self.long.write_number(self.long_rows, where, told)
            self.long.write_string(self.long_rows, 2, part)
            self.long_rows += 1


def is_exact(value: Any) -> bool:
    """Whether a spreadsheet keeps this number as it is."""
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits) <= MOST_DIGITS
    if isinstance(value, float):
        return float(f"{value:.{MOST_DIGITS}g}") == value
    return bool(abs(value) < MOST_WHOLE)


def read_rows(path: Path, columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    long: dict[tuple[int, int], str] = {}
    for row, place, part in book.get_sheet_by_name(LONG).iter_rows():
        where = int(str(row).removesuffix(".0")), int(str(place).removesuffix(".0"))
        long[where] = long.get(where, "") + str(part)
    for number, cells in enumerate(book.get_sheet_by_name(ROWS).iter_rows()):
        if number:
            yield [
                value_of(cell, column, long.get((number, place), ""))
                for place, (cell, column) in enumerate(zip(cells, columns, strict=True))
            ]


def value_of(cell: Any, column: Column, rest: str) -> Any:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, (int, float, date)) and not isinstance(cell, bool):
        return number_of(cell, column)
    return read(f"{cell}{rest}", column)


def number_of(cell: Any, column: Column) -> Any:
    if column.kind == "whole":
        return int(cell)
    if column.kind == "amount":
        return Decimal(repr(cell)).quantize(Decimal(1).scaleb(-column.places))
    return cell
