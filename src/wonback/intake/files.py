"""Taking a file in: a copy in the home folder, unpacked, and what kind of file it is by its first bytes."""

import codecs
import gzip
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from wonback.intake.errors import NotATable

CHUNK = 1 << 20
MOST_BYTES = 2 * 1024**3
MOST_BYTES_OF_A_WORKBOOK = 100 * 1024**2
GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What people drop by mistake, by its first bytes.
STRANGERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
    b"SQLite format 3": "SQLite",
    b"PAR1": "Parquet",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def store(source: BinaryIO, target: Path, *, name: str) -> int:
    """Copy a file, unpacking .gz; return how many lines it has. Refuse what is empty or too large."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    packed = source.read(2) == GZIP
    source.seek(0)
    try:
        return copy(cast("BinaryIO", gzip.open(source)) if packed else source, target, name=name)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise NotATable(_("Send “%(name)s” again: its packed content is damaged.") % {"name": shown(name)}) from error


def copy(source: BinaryIO, target: Path, *, name: str) -> int:
    size = lines = 0
    with target.open("wb") as copied:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise NotATable(
                    _("Split “%(name)s”: it is larger than 2 GB, the most we read at once.") % {"name": shown(name)}
                )
            lines += chunk.count(b"\n")
            copied.write(chunk)
    if not size:
        raise NotATable(_("Choose another file: “%(name)s” is empty.") % {"name": shown(name)})
    return lines


def shown(name: str) -> str:
    """A file's name, cut in the middle if it is longer than a line."""
    return name if len(name) <= 80 else f"{name[:50]}…{name[-25:]}"


def is_workbook(path: Path, *, name: str) -> bool:
    """Whether this is a spreadsheet's own format. Refuse what is no table at all."""
    with path.open("rb") as file:
        head = file.read(64)
    if kind := next((kind for mark, kind in STRANGERS.items() if head.startswith(mark)), None):
        words = {"name": shown(name), "kind": kind}
        raise NotATable(_("Export “%(name)s” as CSV: it is a %(kind)s file, not a table.") % words)
    if not head.startswith((ZIP, OLE)):
        return False
    if path.stat().st_size > MOST_BYTES_OF_A_WORKBOOK:
        raise NotATable(
            _("Save “%(name)s” as CSV: a workbook larger than 100 MB cannot be read line by line.")
            % {"name": shown(name)}
        )
    return True


def encoding_of(path: Path, *, name: str) -> str:
    """The encoding in which the whole file can be read."""
    with path.open("rb") as file:
        head = file.read(4096)
    if encoding := next((encoding for bom, encoding in BOMS if head.startswith(bom)), None):
        return encoding
    if b"\x00" in head:
        return without_bom(head, name=name)
    return "utf-8" if decodes(path) else "cp1252"


def without_bom(head: bytes, *, name: str) -> str:
    """UTF-16 text of western languages has a zero in every second byte; anything else with zeros is no text."""
    half = len(head) // 2
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if half and zeros.count(0) > 0.7 * half:
            return encoding
    raise NotATable(_("Export “%(name)s” as CSV: it is not a text file.") % {"name": shown(name)})


def decodes(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
