"""A file of purchases as it lies there: CSV (also .gz) with any delimiter, aligned text, Parquet, or a folder of Parquet files."""

import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

import ibis
import pyarrow as pa
import pyarrow.dataset as ds
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal
from wonback.metrics import engine

DELIMITERS = ",;\t|"
# Of columns set apart by blanks the engine reads whole lines: no file holds this sign.
BLANKS = "\x1f"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAMPLE = 20_000
HEADER_ROWS = 1
LINE = re.compile(r"[Ll]ine:? (\d+)")


class BadFile(Refusal):
    """The file cannot be read as a table of purchases."""

    code = "bad_file"


@dataclass(frozen=True)
class File:
    """What the first look told: the header, the first rows, and how to read the rest."""

    path: Path
    header: list[str]
    sample: dict[str, list[str]] = field(repr=False)
    delimiter: str = ""
    encoding: str = "utf-8"

    @property
    def is_text(self) -> bool:
        return bool(self.delimiter)

    @property
    def pattern(self) -> str:
        return str(self.path / "**/*.parquet") if self.path.is_dir() else str(self.path)

    def table(self, con: Any) -> ibis.Table:
        """All of it, in that engine; text files as text."""
        read = engine.read(con, self)
        return _words_of(read, self.header) if self.delimiter == BLANKS else read

    def row(self, position: int) -> int:
        """The row as a spreadsheet counts: the header is row 1 of a text file. `position` counts records from 1."""
        return position + (HEADER_ROWS if self.is_text else 0)


def look_at(path: Path) -> File:
    """Open the file, read its header and first rows; refuse what is no table."""
    if not path.exists():
        raise BadFile(_("Give a file that is there: %(path)s is not.") % {"path": path})
    if path.is_dir() or path.suffix == ".parquet":
        return _look_at_parquet(path)
    try:
        return _look_at_text(path, "utf-8")
    except UnicodeDecodeError:
        return _look_at_text(path, "latin-1")
    except (OSError, EOFError) as error:
        raise BadFile(_("Give a file that can be read: %(error)s.") % {"error": _without_stop(error)}) from error


def _without_stop(error: Exception) -> str:
    return str(error).rstrip(".")


def _look_at_parquet(path: Path) -> File:
    try:
        found = ds.dataset(path, format="parquet")
        head = found.head(SAMPLE)
    except (OSError, pa.ArrowInvalid) as error:
        raise BadFile(_("Give Parquet files that can be read: %(error)s.") % {"error": _without_stop(error)}) from error
    if not head.num_rows:
        raise BadFile(_("Give a file with purchases: %(path)s has none.") % {"path": path})
    texts = {
        name: [text for text in head[name].to_pylist() if text is not None]
        for name in head.column_names
        if pa.types.is_string(head.schema.field(name).type) or pa.types.is_large_string(head.schema.field(name).type)
    }
    return File(path, head.column_names, texts)


def _look_at_text(path: Path, encoding: str) -> File:
    with _opened(path, encoding) as lines:
        first, second = lines.readline(), lines.readline()
        if not first.strip():
            raise BadFile(_("Give a file with purchases: %(path)s is empty.") % {"path": path})
        if first.encode("latin-1", "replace").startswith(UTF_16):
            raise BadFile(_("Save %(path)s as UTF-8; it is written in UTF-16.") % {"path": path})
        delimiter = _delimiter(first, second)
        [header, *rows] = islice(_cells(chain([first, second], lines), delimiter), 1 + SAMPLE)
    header = [name.strip() for name in header]
    if len(set(header)) < len(header):
        raise BadFile(_("Name each column of %(path)s differently; one name is there twice.") % {"path": path})
    _demand_even(rows, header)
    columns = {name: [row[place] for row in rows if len(row) > place] for place, name in enumerate(header)}
    return File(path, header, columns, delimiter, encoding)


def _delimiter(first: str, second: str) -> str:
    """The sign between two cells; blanks, where there is no sign and the first two lines hold as many words."""
    sign = max(DELIMITERS, key=first.count)
    words = len(first.split())
    return sign if sign in first or words < 2 or words != len(second.split()) else BLANKS


def _cells(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    return (line.split() for line in lines) if delimiter == BLANKS else csv.reader(lines, delimiter=delimiter)


def _words_of(lines: ibis.Table, header: list[str]) -> ibis.Table:
    """The words of each line, a column each. A line with more or fewer stands whole in all of them, and so will be told."""
    line = lines[lines.columns[0]]
    words = line.strip().re_split(r"\s+")
    even = words.length() == len(header)
    return lines.select(**{name: ibis.ifelse(even, words[place], line) for place, name in enumerate(header)})


def _demand_even(rows: list[list[str]], header: list[str]) -> None:
    if not any(rows):
        raise BadFile(_("Give a file with purchases: there is nothing below the header."))
    for place, row in enumerate(rows, start=1 + HEADER_ROWS):
        if row and len(row) != len(header):
            raise BadFile(
                _("Correct row %(row)d: it has %(cells)d cells where the header has %(columns)d.")
                % {"row": place, "cells": len(row), "columns": len(header)}
            )


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    opener: Any = gzip.open if path.suffix == ".gz" else Path.open
    with opener(path, "rt", encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as lines:
        yield lines


@contextmanager
def telling() -> Iterator[None]:
    """What the engine stumbles over while reading, as a sentence with the row."""
    try:
        yield
    except engine.reading_errors() as error:
        text = str(error)
        line = LINE.search(text)
        if not line:
            raise
        raise BadFile(_("Correct row %(row)s: it cannot be read as a row of the table.") % {"row": line[1]}) from error
