"""A whole export into an empty house: the same rows under the same numbers. All of it, or nothing."""

import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched, chain
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from wonback.clients.models import Client
from wonback.core.sealing import Seal, WrongKey, is_sealed
from wonback.exports import manifest
from wonback.exports.cells import READ
from wonback.exports.errors import NotEmpty, NotMovable
from wonback.exports.formats import FORMATS
from wonback.exports.manifest import Kept, Manifest
from wonback.exports.moving_out import FILES
from wonback.exports.tables import STAYING, Model, Table, column_of, table_of, tables
from wonback.intake import moved
from wonback.intake.models import Batch
from wonback.losses.models import Loss
from wonback.team.models import User

AT_ONCE = 2_000
# Hangs on what is taken along, and is of no use without its owner.
HANGING = ("account.EmailConfirmation",)
FIRST_SIGN_IN = "first-sign-in.txt"


def move_in(path: Path, *, key: Path | None = None, without_sealed: bool = False) -> Manifest:
    """Bring everything in. `key` is the `seal_key` of the house it comes from."""
    with unpacked(path) as folder:
        told = manifest.read(folder)
        refuse_inhabited()
        seal = None if without_sealed else seal_for(told, key)
        told.refuse_damaged(folder)
        with transaction.atomic():
            for label in (*STAYING, *HANGING, *(table.label for table in tables())):
                empty(apps.get_model(label))
            for kept in told.tables:
                Mover(kept, folder, told.form, seal).move()
            moved.settle()
        copy_files(told, folder)
    return told


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The folder of an export; of a ZIP, a copy that is gone afterwards."""
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory(dir=settings.HOME, prefix="moving-in-") as name:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(name)  # zipfile keeps names inside; what is in it is checked by digest
        yield Path(name)


def refuse_inhabited() -> None:
    """What is here already would be lost, or mixed up with it."""
    if Client.objects.exists() or Loss.objects.exists() or Batch.objects.exists() or User.objects.count() > 1:
        raise NotEmpty(_("Choose an empty --home: somebody lives here already, and nothing of theirs may be lost."))


def seal_for(told: Manifest, key: Path | None) -> Seal:
    """The key that opens what is sealed."""
    seal = Seal.in_file(key) if key else Seal.of_home()
    if seal.name != told.seal:
        raise WrongKey(
            _(
                "Add --key with the file “seal_key” of the home it comes from: what was said in confidence is sealed with it. Without that file, --without-sealed leaves those texts out."
            )
        )
    return seal


def empty(model: Model) -> None:
    """What a new house ships with comes along in the export."""
    rows = model._default_manager.all()
    rows._raw_delete(rows.db)


@dataclass
class Mover:
    """Moves one table in. Without a seal, sealed texts stay behind."""

    kept: Kept
    folder: Path
    form: str
    seal: Seal | None

    def move(self) -> None:
        model = self._model()
        there = {one.attname: one for one in model._meta.concrete_fields}
        named = [column.name for column in self.kept.columns]
        filled = self._filled(table_of(model), named)
        fields = [there[name] for name in (*named, *filled)]
        sealed = {named.index(name): there[name] for name in table_of(model).sealed if name in named}
        rows = ([*self._opened(row, sealed), *(make() for make in filled.values())] for row in self._rows())
        ready = (
            [one.get_db_prep_save(value, connection) for one, value in zip(fields, row, strict=True)] for row in rows
        )
        insert(model, [str(one.column) for one in fields], ready)
        raise_keys(model, self.kept.last_key)

    def _model(self) -> Model:
        allowed = {table.label: table for table in tables()}
        table = allowed.get(self.kept.model)
        known = {column_of(one).name for one in table.fields} if table else set()
        if table is None or not {column.name for column in self.kept.columns} <= known:
            raise NotMovable(
                _("Update Wonback first: it does not know all of “%(table)s”.") % {"table": self.kept.model}
            )
        return apps.get_model(self.kept.model)

    def _filled(self, table: Table, named: Sequence[str]) -> dict[str, Any]:
        """What no file holds: keys of links are made anew, and what a newer Wonback added is as usual."""
        newer = {one.attname: one.get_default for one in table.fields if one.attname not in named}
        return table.secrets | newer

    def _rows(self) -> Iterator[Sequence[Any]]:
        read, paths = FORMATS[self.form].read, [self.folder / part.name for part in self.kept.parts]
        count = 0
        for row in chain.from_iterable(read(path, self.kept.columns) for path in paths):
            count += 1
            yield row
        if count != self.kept.rows:
            raise NotMovable(_("Copy the export again: rows of “%(table)s” are missing.") % {"table": self.kept.model})

    def _opened(self, row: Sequence[Any], sealed: Mapping[int, Any]) -> list[Any]:
        opened = list(row)
        for place, one in sealed.items():
            if is_sealed(row[place]):
                opened[place] = self._open(row[place], one)
        return opened

    def _open(self, text: str, one: Any) -> Any:
        return one.get_default() if self.seal is None else READ[column_of(one).kind](self.seal.open(text))


def insert(model: Model, names: Sequence[str], rows: Iterator[list[Any]]) -> None:
    quote = connection.ops.quote_name
    columns, places = ", ".join(map(quote, names)), ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608  # names of our own tables
    with connection.cursor() as cursor:
        for chunk in batched(rows, AT_ONCE):
            cursor.executemany(statement, chunk)


def raise_keys(model: Model, last: int) -> None:
    """Numbers of rows that are gone are not given out again, here as there."""
    table = model._meta.db_table
    if not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])


def copy_files(told: Manifest, folder: Path) -> None:
    for part in told.files:
        source = folder / part.name
        target = Path(default_storage.path(str(Path(part.name).relative_to(FILES))))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def let_an_admin_in() -> tuple[str, str] | None:
    """No password moves along. The first admin gets a new one, which is also kept in the home folder."""
    admin = User.objects.filter(role=User.Role.ADMIN, is_active=True).exclude(email=None).order_by("pk").first()
    if admin is None:
        return None
    password = "-".join(secrets.token_hex(2) for _word in range(4))
    admin.set_password(password)
    admin.save(update_fields=["password"])
    note = Path(settings.HOME) / FIRST_SIGN_IN
    note.touch(mode=0o600)
    note.write_text(f"{admin.email}\n{password}\n")
    return str(admin.email), password
