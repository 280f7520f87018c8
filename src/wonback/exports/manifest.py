"""`wonback.json`: what a whole export holds, by which one can tell that it is whole, ours, and not newer than we are."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

import wonback
from wonback.exports.cells import Column
from wonback.exports.errors import NotMovable
from wonback.exports.formats import FORMATS
from wonback.intake.houses import DESCRIPTION

NAME = DESCRIPTION
# Raised when a reader of the one before would read something wrong.
VERSION = 1
MADE_BY = "Wonback"


@dataclass(frozen=True)
class Part:
    """One file of an export."""

    name: str
    digest: str
    size: int

    @classmethod
    def of(cls, path: Path, *, folder: Path) -> "Part":
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return cls(str(path.relative_to(folder)), digest, path.stat().st_size)


@dataclass(frozen=True)
class Kept:
    """One table of an export: its files, its columns, how many rows, and the last number that was given out."""

    model: str
    columns: list[Column]
    rows: int
    last_key: int
    parts: list[Part]


@dataclass(frozen=True)
class Manifest:
    """A whole export, described. `seal` names the key with which `sealed` texts were sealed."""

    form: str
    seal: str
    tables: list[Kept]
    files: list[Part]
    at: str = ""
    version: int = VERSION
    wonback: str = ""
    made_by: str = MADE_BY
    company: str = ""

    @classmethod
    def of(cls, form: str, seal: str, tables: list[Kept], files: list[Part], *, at: datetime) -> "Manifest":
        told: dict[str, Any] = {"at": at.isoformat(), "wonback": wonback.version(), "company": settings.COMPANY}
        return cls(form, seal, tables, files, **told)

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False), encoding="utf-8")

    def parts(self) -> Iterator[Part]:
        for table in self.tables:
            yield from table.parts
        yield from self.files

    def refuse_damaged(self, folder: Path) -> None:
        """Every file is there and as it was written."""
        for part in self.parts():
            path = folder / part.name
            inside = folder.resolve() in path.resolve().parents
            if not (inside and path.is_file() and Part.of(path, folder=folder) == part):
                raise NotMovable(_("Copy the export again: “%(file)s” is not as it was written.") % {"file": part.name})


def read(folder: Path) -> Manifest:
    """What lies in a folder, or a refusal that says why it cannot be moved in from."""
    path = folder / NAME
    foreign = NotMovable(
        _("Give the folder or the ZIP that `wonback export` wrote: “%(name)s” is none.") % {"name": folder.name}
    )
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise foreign from error
    if not isinstance(told, dict) or told.get("made_by") != MADE_BY or not isinstance(told.get("version"), int):
        raise foreign
    if told["version"] > VERSION or is_newer(str(told.get("wonback"))):
        raise NotMovable(
            _("Update Wonback first: this export was written by %(version)s, which is newer.")
            % {"version": told.get("wonback")}
        )
    try:
        return shaped(told)
    except (KeyError, TypeError, ValueError) as error:
        raise NotMovable(_("Copy the export again: its “wonback.json” is damaged.")) from error


def shaped(told: dict[str, Any]) -> Manifest:
    tables = [
        Kept(
            **{
                **table,
                "columns": [Column(**column) for column in table["columns"]],
                "parts": [Part(**part) for part in table["parts"]],
            }
        )
        for table in told["tables"]
    ]
    found = Manifest(**{**told, "tables": tables, "files": [Part(**part) for part in told["files"]]})
    if found.form not in FORMATS:
        raise ValueError(found.form)
    return found


def is_newer(version: str) -> bool:
    """Whether a version is one we cannot know. Calendar versions compare as numbers do."""
    return numbers(version) > numbers(wonback.version())


def numbers(version: str) -> tuple[int, ...]:
    """A version as something that can be compared.

    >>> numbers("2026.11.0") < numbers("2027.1.0")
    True
    """
    return tuple(int(part) for part in version.split("+", maxsplit=1)[0].split(".") if part.isdecimal())
