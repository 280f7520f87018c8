"""What was fetched, brought in as an import: the same dry run, the same batch, the same undo."""

import shutil
from contextlib import ExitStack

from django.db import transaction

from wonback.connectors.models import Pull, Sync
from wonback.connectors.sources import Kind
from wonback.intake.models import Batch


def bring(sync: Sync) -> None:
    """Make an import of it. The first one from a program waits for a person to look at it; later ones come in by themselves."""
    if sync.batch is None:
        drop(sync)
    batch = sync.batch
    if batch is None:
        shutil.rmtree(sync.folder, ignore_errors=True)
        return
    if batch.state in {Batch.State.WAITING, Batch.State.CHECKING}:
        batch.examine(at=sync.at)
    if batch.state == Batch.State.CHECKED and sync.connector.is_known:
        batch.commit(by=None, at=sync.at)
    elif batch.state == Batch.State.IMPORTING:
        batch.finish()
    shutil.rmtree(sync.folder, ignore_errors=True)


def drop(sync: Sync) -> None:
    """Hand the files in, and remember in the same breath which import they are."""
    kinds = {kind.name: kind for kind in sync.connector.source.kinds}
    pulls = [pull for pull in sync.pulls.order_by("pk") if pull.rows]
    if not pulls:
        return
    with ExitStack() as opened, transaction.atomic():
        files = [(name_of(pull), opened.enter_context(pull.path.open("rb"))) for pull in pulls]
        batch = Batch.drop(files, by=sync.by, at=sync.at)
        for sheet, pull in zip(batch.sheets.order_by("place"), pulls, strict=True):
            sheet.chosen = chosen(kinds[pull.kind])
            sheet.save(update_fields=["chosen"])
        sync.batch = batch
        sync.save(update_fields=["batch"])


def name_of(pull: Pull) -> str:
    return f"{pull.sync.connector} {pull.kind}"


def chosen(kind: Kind) -> dict[str, object]:
    return {"preset": kind.preset, "columns": kind.meaning, "formats": {}}
