"""The three steps of an import, each from what is in the database and beside the copies: killed midway it is done again."""

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from wonback.core.stock import take_stock
from wonback.intake import checking, files, undoing, unmoved, unpacking
from wonback.intake.committing import Commit
from wonback.intake.models.shape import Shape
from wonback.intake.models.sheet import Sheet
from wonback.intake.parts import WHOLE, Part
from wonback.intake.ready import Ready
from wonback.intake.writing import Writer

if TYPE_CHECKING:
    from wonback.intake.models import Batch

# So many new rows change what PostgreSQL should know of a table.
A_LOT = 10_000


def check(batch: "Batch") -> None:
    """Read the files, and count what bringing them in would do."""
    take_in(batch)
    # Each line is read, and compared.
    batch.progress.begin(2 * sum(sheet.lines for sheet in batch.sheets.all()))
    batch.compared = checking.check(batch)
    batch.move(batch.State.CHECKING, batch.State.CHECKED)
    batch.seen = unmoved.now()


def take_in(batch: "Batch") -> None:
    """Files that came in pieces, as if they had come at once. Cut off, it begins anew: what came stays until all of it is taken in."""
    arrivals = list(batch.arrivals.order_by("place"))
    with ExitStack() as opened:
        come = ((one.name, opened.enter_context(one.path.open("rb"))) for one in arrivals)
        for place, (name, file) in enumerate(unpacking.unpacked(come)):
            sheet = batch.sheets.filter(place=place).first() or Sheet(
                batch=batch, place=place, name=files.kept_name(name)
            )
            sheet.lines = files.store(file, sheet.path, name=name)
            sheet.save()
    for arrival in arrivals:
        arrival.give_up()


def commit(batch: "Batch") -> None:
    """Bring in what was checked. If people changed meanwhile what the plan builds on, plan again."""
    for last in (False, False, True):
        try:
            bring_in(batch)
        except IntegrityError:
            if last:
                raise
            batch.refresh_from_db()
        else:
            return


def bring_in(batch: "Batch") -> None:
    """Plan, make ready, and write: the database is locked only for the last, and SQLite for a moment at a time."""
    unwrite(batch)
    # Each row is compared, made ready and written; a client and a loss are more than one row.
    batch.progress.begin(6 * sum(sheet.rows for sheet in batch.sheets.all()))
    with ExitStack() as unless_done:
        unless_done.callback(unwrite, batch)
        writer = written(batch)
        unless_done.pop_all()
    if grown := [model for model, rows in writer.written.items() if rows >= A_LOT]:
        take_stock(*grown)
    batch.tidy()


def written(batch: "Batch") -> Writer:
    """Everything that was checked is in the database."""
    beat = batch.progress.beat
    with closing(checking.staged(batch)) as stage, closing(Ready(batch.folder, beat)) as ready:
        plan = checking.plan_again(batch, stage)
        writer = Writer(batch=batch.pk, at=batch.asked_at, by=batch.asked_by_id, ready=ready, beat=beat)
        names = {sheet.place: sheet.short_name for sheet in batch.sheets.all()}
        work = Commit(plan, writer, names, timezone.localdate(batch.asked_at))
        work.prepare()
        with ready.beside(), writer.turns:
            work.carry_out()
            batch.move(batch.State.IMPORTING, batch.State.DONE)
            type(batch).objects.filter(pk=batch.pk).update(done_at=batch.asked_at)
            checking.keep_counts(batch, plan)
            for sheet in batch.sheets.all():
                Shape.remember(sheet, by=batch.asked_by, at=batch.asked_at)
    return writer


def unwrite(batch: "Batch") -> None:
    """Take back what was written before it was cut off, stopped, or refused: then nothing of it is there."""
    # Which may have been done just before it was refused.
    batch.refresh_from_db()
    if not batch.is_partly_written:
        return
    with batch.progress.to_the_end(), transaction.atomic():
        undoing.undo(batch, WHOLE)
        # What people have worked with meanwhile is theirs; brought in again it is found.
        batch.written.all().delete()


def undo(batch: "Batch") -> None:
    """Take back what was asked for, and note what came of it."""
    part = Part(**batch.part)
    with transaction.atomic():
        outcome, is_left = undoing.undo(batch, part)
        batch.move(batch.State.UNDOING, batch.State.DONE if is_left else batch.State.UNDONE)
        told = {"what": part.in_words(batch), "at": batch.asked_at.isoformat(), "by": str(batch.asked_by or "")}
        type(batch).objects.filter(pk=batch.pk).update(
            undone_at=None if is_left else batch.asked_at,
            outcome=altogether(outcome, batch.outcome),
            taken=[*batch.taken, told | {"outcome": outcome}],
        )
    batch.tidy()
    batch.refresh_from_db()


def altogether(outcome: dict[str, int], before: dict[str, int]) -> dict[str, int]:
    """What is reversed adds up; what stays is what stayed the last time."""
    return outcome | {"reversed": outcome["reversed"] + before.get("reversed", 0)}
