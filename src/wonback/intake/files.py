"""Taking a file in: a copy in the home folder, unpacked, and what kind of file it is by its first bytes."""

import codecs
import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from wonback.intake.errors import NotATable

AT_MOST = 50
CHUNK = 1 << 20
MOST_BYTES = 2 * 1024**3
MOST_BYTES_OF_A_LINE = 16 * 1024**2
MOST_BYTES_OF_A_WORKBOOK = 100 * 1024**2
MOST_BYTES_UNPACKED = 500 * 1024**2
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
ASCII = bytes(range(128))
NO_TEXT = frozenset(range(32)) - frozenset(b"\t\n\f\r")
# Not a codec's name: UTF-8 in which single letters are Windows-1252.
MOSTLY_UTF8 = "mostly utf-8"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def store(source: BinaryIO, target: Path, *, name: str) -> int:
    """Copy a file, unpacking .gz; return how many lines it has. Refuse what is empty or too large."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        packed = source.read(2) == GZIP
        if not packed and source.seek(0, io.SEEK_END) > MOST_BYTES:
            raise too_large(name)
        source.seek(0)
        return copy(cast("BinaryIO", gzip.open(source)) if packed else source, target, name=name)
    except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
        raise NotATable(_("Send “%(name)s” again: its packed content is damaged.") % {"name": shown(name)}) from error


def too_large(name: str) -> NotATable:
    return NotATable(_("Split “%(name)s”: it is larger than 2 GB, the most we read at once.") % {"name": shown(name)})


def copy(source: BinaryIO, target: Path, *, name: str) -> int:
    size = lines = line = 0
    with target.open("wb") as copied:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise too_large(name)
            # A bomb unpacks to one line without end, and so does most of what is no table.
            line = 0 if b"\n" in chunk or b"\r" in chunk else line + len(chunk)
            if line > MOST_BYTES_OF_A_LINE:
                raise NotATable(
                    _("Choose another file: “%(name)s” has a line longer than 16 MB, so it is no table.")
                    % {"name": shown(name)}
                )
            lines += chunk.count(b"\n")
            copied.write(chunk)
    if not size:
        raise NotATable(_("Choose another file: “%(name)s” is empty.") % {"name": shown(name)})
    return lines


def kept_name(name: str) -> str:
    """A file's name as we write it down; nothing on disk is ever called by it."""
    return "".join(letter if letter.isprintable() else " " for letter in name).strip()[-300:] or _(
        "a file without a name"
    )


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
    refuse_bomb(path, name=name)
    return True


def is_archive(path: Path) -> bool:
    """Whether this packs other files, and is not how a spreadsheet packs its own parts."""
    if not zipfile.is_zipfile(path):
        return False
    names = {part.filename for part in parts_of(path)}
    return bool(names) and not {"[Content_Types].xml", "mimetype"} & names


def parts_of(path: Path) -> list[zipfile.ZipInfo]:
    """What an archive says is in it; nothing if it is too damaged to say."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error):
        return []


def refuse_bomb(path: Path, *, name: str) -> None:
    """A workbook that is small while packed, and fills the memory when it is read."""
    if not zipfile.is_zipfile(path):
        return
    unpacked = sum(part.file_size for part in parts_of(path))
    if unpacked > MOST_BYTES_UNPACKED:
        raise NotATable(_("Save “%(name)s” as CSV: it unpacks to more than 500 MB.") % {"name": shown(name)})


def encoding_of(path: Path, *, name: str) -> str:
    """The encoding in which the whole file can be read."""
    with path.open("rb") as file:
        head = file.read(4096)
    if encoding := next((encoding for bom, encoding in BOMS if head.startswith(bom)), None):
        return encoding
    # A zero here and there is dirt in a text; many bytes that no text holds are another encoding, or no text.
    if sum(byte in NO_TEXT for byte in head) > len(head) / 20:
        return without_bom(head, name=name)
    return utf8_or_windows(path)


def without_bom(head: bytes, *, name: str) -> str:
    """UTF-16 text of western languages has a zero in every second byte; anything else with zeros is no text."""
    half = len(head) // 2
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if half and zeros.count(0) > 0.7 * half:
            return encoding
    raise NotATable(_("Export “%(name)s” as CSV: it is not a text file.") % {"name": shown(name)})


def utf8_or_windows(path: Path) -> str:
    """UTF-8 if all of the file is, or most of its letters beyond ASCII; Windows-1252 otherwise."""
    wrong = Wrong()
    codecs.register_error("wonback-count", wrong)
    decoder = codecs.getincrementaldecoder("utf-8")("wonback-count")
    beyond = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
            beyond += len(chunk.translate(None, ASCII))
    decoder.decode(b"", final=True)
    if not wrong.bytes:
        return "utf-8"
    # A letter of UTF-8 beyond ASCII has two bytes or more.
    return MOSTLY_UTF8 if beyond - wrong.bytes >= 2 * wrong.bytes else "cp1252"


class Wrong:
    """Counts the bytes that are not UTF-8, and leaves them out."""

    def __init__(self) -> None:
        self.bytes = 0

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101  # a decoder raises no other
        self.bytes += error.end - error.start
        return "", error.end


def as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 in a file that mostly is, letter by letter as Windows would read it."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101  # a decoder raises no other
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("wonback-windows", as_windows)
