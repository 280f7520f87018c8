"""Archives that people drop as their program gave them: what is in them is taken in as if it had been dropped itself."""

import struct
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from wonback.intake import files
from wonback.intake.errors import NotATable

Dropped = tuple[str, BinaryIO]
ENCRYPTED = 1
# What reading an archive raises that is damaged, or was made so.
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, struct.error)
# What file managers put beside the files.
DIRT = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def unpacked(dropped: Iterable[Dropped]) -> Iterator[Dropped]:
    """Every file that was dropped, with those of an archive in its place."""
    for name, file in dropped:
        if is_archive(file):
            yield from members(name, file)
        else:
            yield name, file


def is_archive(file: BinaryIO) -> bool:
    """Whether this packs other files, and is not how a spreadsheet packs its own parts."""
    begins = file.read(4)
    file.seek(0)
    if begins != files.ZIP:
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except BROKEN:
        return False
    finally:
        file.seek(0)
    return not names & {"[Content_Types].xml", "mimetype"} and not any(name.startswith("xl/") for name in names)


def members(name: str, file: BinaryIO) -> Iterator[Dropped]:
    """The files in an archive. A name in it is only a name: nothing on disk is called by it."""
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            if part.is_dir() or is_dirt(part.filename):
                continue
            if part.flag_bits & ENCRYPTED:
                raise NotATable(
                    _("Unpack “%(name)s” with its password and drop the files in it.") % {"name": files.shown(name)}
                )
            if part.file_size > files.MOST_BYTES:
                raise files.too_large(part.filename)
            yield PurePosixPath(part.filename).name, opened(archive, part, name)


def opened(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> BinaryIO:
    """One file of an archive, to be read while it is unpacked."""
    refused = _("Unpack “%(name)s” and drop the files in it: it is packed in a way we cannot read.")
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotATable(refused % {"name": files.shown(name)})
    try:
        return cast("BinaryIO", archive.open(part))
    except BROKEN as error:
        raise NotATable(refused % {"name": files.shown(name)}) from error


def is_dirt(name: str) -> bool:
    last = PurePosixPath(name).name
    return name.startswith(DIRT) or last in DIRT or last.startswith(".")
