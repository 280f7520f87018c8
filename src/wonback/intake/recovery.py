"""What a crash left half done. What was written of it is taken back; it is done again from the copies."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from wonback.core.locks import Busy, alone
from wonback.intake.models import Batch
from wonback.intake.tasks import work_on


def recover() -> list[str]:
    """When the server starts: have the worker go on with every import that was cut off; one sentence about each."""
    for leftover in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        leftover.unlink(missing_ok=True)
    found = cut_off()
    for batch in found:
        work_on.enqueue(batch_id=batch.pk)
    return [*map(going_on, found), *forget_uploads()]


def go_on() -> Iterator[str]:
    """When a command starts: do here and now what was cut off; one sentence about each."""
    for batch in cut_off():
        yield going_on(batch)
        batch.finish_quietly()


def cut_off() -> list[Batch]:
    try:
        with alone(Path(settings.HOME) / "import.lock", otherwise=""):
            return list(Batch.objects.interrupted())
    except Busy:
        # Another process is at work on one, alive.
        return []


def going_on(batch: Batch) -> str:
    words = {"batch": batch.pk, "files": batch, "step": str(batch.get_state_display()).lower()}
    if batch.state == Batch.State.UNDOING:
        return (
            _(
                "Going on with import %(batch)d (%(files)s): it was %(step)s when it was interrupted; all of it was still there."
            )
            % words
        )
    if batch.is_partly_written:
        return (
            _(
                "Going on with import %(batch)d (%(files)s): it was %(step)s when it was interrupted; what had been written of it is taken back first."
            )
            % words
        )
    return (
        _(
            "Going on with import %(batch)d (%(files)s): it was %(step)s when it was interrupted; nothing of it had been written."
        )
        % words
    )


def forget_uploads() -> Iterator[str]:
    """Files that were on their way to a server that died: what arrived is not all of them."""
    for batch in Batch.objects.half_uploaded():
        yield _("Drop the files of import %(batch)d again: they had not all arrived when the server stopped.") % {
            "batch": batch.pk
        }
        batch.forget()
