"""A file as a table: header and rows, line by line, whatever program wrote it."""

import contextlib
import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, Self, TextIO

import python_calamine
from django.utils.translation import gettext as _

from wonback.intake import files, recognition, values, when
from wonback.intake.errors import NotATable

# As long as a line may be; what is too long for us is refused with its row, not with its file.
csv.field_size_limit(files.MOST_BYTES_OF_A_LINE)
DELIMITERS = ",;\t|"
SAMPLE = 200
HEAD = 30
MOST_COLUMNS = 2_000
# A note in a cell may be long; a quotation mark that is never closed swallows the rest of the file.
MOST_LINES_OF_A_ROW = 300
MOST_NOTES = 20
Line = tuple[int, list[str]]


class Lines:
    """The lines of a file, of which those a broken row swallowed can be read again."""

    def __init__(self, file: Iterable[str], *, aligned: bool = False) -> None:
        self.file = iter(file)
        # Columns set apart by as many blanks as it takes to align them.
        self.aligned = aligned
        self.taken: list[str] = []
        self.again: deque[str] = deque()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else next(self.file)
        self.taken.append(line)
        if len(self.taken) > MOST_LINES_OF_A_ROW:
            raise csv.Error
        line = line.replace("\x00", "") if "\x00" in line else line
        return " ".join(line.split()) + "\n" if self.aligned else line

    def rows(self, dialect: dict[str, Any]) -> Iterator[list[str]]:
        """Rows up to the end, or up to one that is broken, whose lines are then still in `taken`."""
        with contextlib.suppress(csv.Error):
            yield from csv.reader(self, strict=True, **dialect)

    def as_it_stands(self, dialect: dict[str, Any]) -> list[str]:
        """The first line of a broken row by itself; what it swallowed is given back."""
        first, *swallowed = self.taken
        self.taken.clear()
        self.again.extendleft(reversed(swallowed))
        return [cell.rstrip("\r\n") for cell in next(csv.reader([first], **dialect), [])]


@dataclass
class Table:
    """One file. `rows` may be walked again and again; nothing of it is kept in memory."""

    path: Path
    name: str
    encoding: str = ""
    delimiter: str = ""
    dialect: Any = None
    header_line: int = 0
    header: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Every line that holds something, with its number in the file."""
        found = self._workbook() if not self.encoding else self._text()
        return ((number, cells) for number, cells in found if any(cells))

    def rows(self) -> Iterator[Line]:
        """Every line below the header, as wide as the header or wider."""
        width, header = len(self.header), self.header
        for number, cells in self.lines():
            if number <= self.header_line:
                continue
            if len(cells) != width:
                yield number, fitted(cells, width)
            elif cells[0] != header[0] or cells != header:
                yield number, cells
            else:
                self._tell(_("Line %(line)d repeats the names of the columns; it was left out.") % {"line": number})

    def opened(self) -> TextIO:
        """The file as text. Bytes that mean nothing in its encoding are shown as such."""
        if self.encoding == files.MOSTLY_UTF8:
            return self.path.open(encoding="utf-8", newline="", errors="wonback-windows")
        return self.path.open(encoding=self.encoding, newline="", errors="replace")

    def _text(self) -> Iterator[Line]:
        # `newline=""` leaves line ends inside quotes to the csv module; cp1252 has five bytes that mean nothing.
        with self.opened() as file:
            lines, number = Lines(file, aligned=self.delimiter == " "), 0
            while True:
                for cells in lines.rows(self.dialect):
                    number += len(lines.taken)
                    lines.taken.clear()
                    yield number, cells
                if not lines.taken:
                    return
                number += 1
                self._tell_open_quote(number)
                yield number, lines.as_it_stands(self.dialect)

    def _tell_open_quote(self, number: int) -> None:
        self._tell(
            _("A quotation mark in line %(line)d is not closed; that line was read as it stands.") % {"line": number}
        )

    def _tell(self, told: str) -> None:
        """Note something once, however often the rows are walked."""
        if told not in self.notes and len(self.notes) < MOST_NOTES:
            self.notes.append(told)

    def _workbook(self) -> Iterator[Line]:
        try:
            book = python_calamine.CalamineWorkbook.from_path(str(self.path))
            sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
            sheet = next((sheet for sheet in sheets if sheet.height), None)
        except (python_calamine.CalamineError, ValueError, OSError) as error:
            told = _("Save “%(name)s” as CSV or XLSX: it is no workbook we can read.")
            if files.is_archive(self.path):
                told = _("Unpack “%(name)s” and give the files in it: it is an archive.")
            raise NotATable(told % {"name": files.shown(self.name)}) from error
        if sheet is None:
            return
        for number, cells in enumerate(sheet.iter_rows(), sheet.start[0] + 1 if sheet.start else 1):
            yield number, [as_text(cell) for cell in cells]


def fitted(cells: list[str], width: int) -> list[str]:
    """As many cells as there are columns; more only if they hold something."""
    kept = cells if any(cells[width:]) else cells[:width]
    return kept + [""] * (width - len(kept))


def as_text(cell: Any) -> str:
    """A cell of a workbook as a CSV file would have it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def open_table(path: Path, *, name: str) -> Table:
    """Find out how to read a stored file; refuse it with one sentence if there is no way."""
    table = Table(path, name)
    if not files.is_workbook(path, name=name):
        table.encoding = files.encoding_of(path, name=name)
        table.dialect = dialect_of(table)
        table.delimiter = table.dialect["delimiter"]
        if told := told_of_encoding(table.encoding):
            table.notes.append(told)
    find_header(table)
    return table


def told_of_encoding(encoding: str) -> str:
    if encoding == files.MOSTLY_UTF8:
        return _("Not all of the file is UTF-8; the letters that are not were read as Windows-1252.")
    if encoding == "cp1252":
        return _("The file is not written in UTF-8; its letters were read as Windows-1252.")
    return ""


def dialect_of(table: Table) -> dict[str, Any]:
    """How the cells are separated, by the first lines."""
    with table.opened() as file:
        sample = [line.replace("\x00", "") for line in islice(file, SAMPLE)]
    if sample and (announced := sample[0].strip().casefold()).startswith("sep=") and len(announced) == 5:
        return {"delimiter": announced[4]}
    best = max(DELIMITERS, key=lambda delimiter: regularity(sample, delimiter))
    if regularity(sample, best) >= 0.8:
        return {"delimiter": best}
    return unusual_dialect("".join(sample[:50])[:20_000])


def regularity(sample: Sequence[str], delimiter: str) -> float:
    """The share of lines with the commonest number of cells, if that is more than one; the more cells the better.

    What stands above the names of columns we know is no part of the table: titles hold one cell, however the rest is separated.
    """
    rows = [row for line in sample for row in csv.reader([line], delimiter=delimiter) if row]
    begins = next((place for place, row in enumerate(rows[:HEAD]) if recognition.familiarity(row) > 1), 0)
    widths = [len(row) for row in rows[begins:]]
    common = max(set(widths), key=widths.count, default=0)
    return widths.count(common) / len(widths) + common / 10_000 if common > 1 else 0


def unusual_dialect(sample: str) -> dict[str, Any]:
    """What CleverCSV makes of a sample that no common delimiter explains."""
    import clevercsv  # noqa: PLC0415  # slow to import, and needed for one file in a hundred

    found = clevercsv.Detector().detect(sample)
    mark = (found.delimiter or "") if found else ""
    if found is None or len(mark) != 1 or not mark.isascii() or mark.isalnum():
        return {"delimiter": ","}
    quote = {"quotechar": found.quotechar} if found.quotechar else {"quoting": csv.QUOTE_NONE}
    return {"delimiter": mark, "escapechar": found.escapechar or None, **quote}


def find_header(table: Table) -> None:
    """Choose the line that names the columns: the first lines may hold a title or a date."""
    head = list(islice(table.lines(), HEAD))
    if not head:
        raise NotATable(_("Choose another file: “%(name)s” holds no lines.") % {"name": files.shown(table.name)})
    widths = [sum(map(bool, cells)) for _number, cells in head]
    number, cells = max(head, key=lambda line: (recognition.familiarity(line[1]), -line[0]))
    if recognition.familiarity(cells) < 2:
        number, cells = next(line for line, width in zip(head, widths, strict=True) if width >= 0.8 * max(widths))
    refuse_strange(table, cells)
    table.header_line, table.header = number, unique(cells)
    table.notes += [
        _("Two columns are called “%(name)s”; the later one is “%(other)s” here.")
        % {"name": cell.strip(), "other": name}
        for cell, name in zip(cells, table.header, strict=True)
        if cell.strip() and name not in {cell, cell.strip().lstrip("\ufeff")}
    ][:MOST_NOTES]
    if number > head[0][0]:
        table.notes.append(
            _("The column names are in line %(line)d; what stands above was left out.") % {"line": number}
        )


def refuse_strange(table: Table, cells: list[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        words = {"name": files.shown(table.name), "n": len(cells), "most": MOST_COLUMNS}
        raise NotATable(_("Leave out columns of “%(name)s”: it has %(n)d, and %(most)d is the most.") % words)
    named = [cell for cell in cells if cell.strip()]
    if sum(is_value(cell) for cell in named) > len(named) / 2:
        raise NotATable(
            _("Add a line of column names at the top of “%(name)s”: its first line holds values.")
            % {"name": files.shown(table.name)}
        )


def is_value(cell: str) -> bool:
    """Whether a cell is a number or a day, which no column is called."""
    return bool(
        values.PLAIN.fullmatch(cell.strip()) or when.ISO.match(cell.strip()) or when.NUMBERS.match(cell.strip())
    )


def unique(cells: Sequence[str]) -> list[str]:
    """Names of columns, trimmed; a name that comes twice is numbered the second time."""
    seen: dict[str, int] = {}
    header = []
    for position, cell in enumerate(cells, 1):
        name = cell.strip().lstrip("\ufeff") or _("Column %(n)d") % {"n": position}
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        header.append(name if seen[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})")
    return header
