"""Telling a whole export, with which one moves into an empty home, from files that are brought in."""

import zipfile
from pathlib import Path

DESCRIPTION = "wonback.json"


def is_whole_export(path: Path) -> bool:
    """Whether this is the folder or the ZIP that `wonback export` wrote."""
    if path.is_dir():
        return (path / DESCRIPTION).is_file()
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return DESCRIPTION in archive.namelist()
