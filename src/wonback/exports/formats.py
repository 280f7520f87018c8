"""The three kinds of file a table can leave as, and how each is read again. Rows come and go one by one."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

from wonback.core.formulas import harmed, harmless
from wonback.exports.cells import Column, noted, read

Row = Sequence[Any]
Rows = Iterable[Row]
# As long as a letter with its pictures, or what was half typed into a long form.
LONGEST_CELL = 64 * 1024**2


@dataclass(frozen=True)
class Format:
    """One kind of file. `write` fills one or more files and returns them, `read` gives the rows of one of them back."""

    name: str
    label: str
    says: Any
    type: str
    write: Callable[[Path, Sequence[Column], Rows], list[Path]]
    read: Callable[[Path, Sequence[Column]], Iterator[Row]]


class Echo:
    """What a CSV writer writes to, so that each line can be sent as it is made."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[Column], rows: Rows) -> Iterator[str]:
    """A table line by line, the names of its columns first; nothing in it is run by a spreadsheet."""
    writer = csv.writer(Echo())
    yield writer.writerow([harmless(column.name) for column in columns])
    for row in rows:
        cells = [harmless(noted(value, column)) for value, column in zip(row, columns, strict=True)]
        yield writer.writerow(cells)


def write_csv(path: Path, columns: Sequence[Column], rows: Rows) -> list[Path]:
    # With the mark that tells a spreadsheet it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.writelines(csv_lines(columns, rows))
    return [path]


def read_csv(path: Path, columns: Sequence[Column]) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        next(lines, None)
        for cells in lines:
            yield [read(harmed(cell), column) for cell, column in zip(cells, columns, strict=True)]


def written_by(module: str) -> tuple[Callable[..., list[Path]], Callable[..., Iterator[Row]]]:
    """How one of our modules writes and reads; loaded by the first who wants such a file, for its library is large."""

    def write(*given: Any) -> list[Path]:
        return import_module(f"wonback.exports.{module}").write(*given)  # type: ignore[no-any-return]  # a module of ours, found by its name

    def read_rows(*given: Any) -> Iterator[Row]:
        return import_module(f"wonback.exports.{module}").read_rows(*given)  # type: ignore[no-any-return]  # a module of ours, found by its name

    return write, read_rows


CSV = Format(
    "csv", "CSV", gettext_lazy("for any program; opens everywhere"), "text/csv; charset=utf-8", write_csv, read_csv
)
XLSX = Format(
    "xlsx",
    "XLSX",
    gettext_lazy("for a spreadsheet, with real days and numbers"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    *written_by("workbook"),
)
PARQUET = Format(
    "parquet",
    "Parquet",
    gettext_lazy("for a warehouse or a notebook; the smallest"),
    "application/vnd.apache.parquet",
    *written_by("parquet"),
)
FORMATS: dict[str, Format] = {kind.name: kind for kind in (CSV, XLSX, PARQUET)}
