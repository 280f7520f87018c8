"""The whole house into a folder: a file for each table, the files that were kept, and a description by which it can be moved in again."""

import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import FileField, Model

from wonback.core.sealing import Seal
from wonback.exports.formats import FORMATS, Format
from wonback.exports.manifest import NAME, Kept, Manifest, Part
from wonback.exports.snapshot import one_moment
from wonback.exports.tables import Table, last_key, tables

TABLES, FILES = "tables", "files"
BEAT = 20_000
# Already packed by themselves.
PACKED = {".parquet", ".xlsx", ".zip", ".pdf", ".png", ".jpg"}
Beat = Callable[[int], None]


def everything(folder: Path, form: str, *, at: datetime, beat: Beat = lambda _rows: None) -> Manifest:
    """Write all tables as they are at one moment. `beat` hears of rows as they go, and may stop it by raising."""
    (folder / TABLES).mkdir(mode=0o700, parents=True, exist_ok=True)
    seal = Seal.of_home()
    with one_moment():
        kept = [kept_table(table, folder, FORMATS[form], seal, beat) for table in tables()]
        files = [kept_file(name, folder) for name in sorted(set(kept_names()))]
    manifest = Manifest.of(form, seal.name, kept, [part for part in files if part], at=at)
    manifest.write(folder)
    return manifest


def how_many() -> int:
    """How many rows there are to go."""
    return sum(table.count() for table in tables())


def kept_table(table: Table, folder: Path, form: Format, seal: Seal, beat: Beat) -> Kept:
    counted = Counted(table.rows(seal), beat)
    path = folder / TABLES / f"{table.label.lower()}.{form.name}"
    paths = form.write(path, table.columns, counted)
    parts = [Part.of(one, folder=folder) for one in paths]
    return Kept(table.label, table.columns, counted.rows, last_key(table.model), parts)


class Counted:
    """Rows on their way, counted."""

    def __init__(self, rows: Iterable[Any], beat: Beat) -> None:
        self.source, self.beat, self.rows = rows, beat, 0

    def __iter__(self) -> Iterator[Any]:
        for row in self.source:
            self.rows += 1
            if not self.rows % BEAT:
                self.beat(BEAT)
            yield row
        self.beat(self.rows % BEAT)


def kept_names() -> Iterator[str]:
    """The files that rows speak of, such as the evidence of a change."""
    for table in tables():
        model: type[Model] = table.model
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                yield from model._default_manager.exclude(**{field.attname: ""}).values_list(field.attname, flat=True)


def kept_file(name: str, folder: Path) -> Part | None:
    """A copy of one of them. One that somebody removed by hand is as gone there as here."""
    if not default_storage.exists(name):
        return None
    path = folder / FILES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with default_storage.open(name) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    return Part.of(path, folder=folder)


def pack(folder: Path, path: Path) -> None:
    """The folder as one ZIP; what it held is gone from the folder as soon as it is packed."""
    own = path.with_suffix(".part")
    with zipfile.ZipFile(own, "w", compresslevel=6) as archive:
        for one in sorted(
            (found for found in folder.rglob("*") if found.is_file()), key=lambda found: found.name != NAME
        ):
            way = zipfile.ZIP_STORED if one.suffix in PACKED else zipfile.ZIP_DEFLATED
            archive.write(one, one.relative_to(folder), compress_type=way)
            one.unlink()
    own.rename(path)
    shutil.rmtree(folder)
