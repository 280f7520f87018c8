"""What a crash left half done. Nothing of it was written; it is done again from the copies."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from wonback.core.locks import Busy, alone
from wonback.intake.models import Batch
from wonback.intake.tasks import work_on


def recover() -> list[str]:
    """Have the worker go on with every import that was cut off; one sentence about each."""
    try:
        with alone(Path(settings.HOME) / "import.lock", otherwise=""):
            found = list(Batch.objects.interrupted())
    except Busy:
        # Another process is at work on one, alive.
        return []
    return [sentence for batch in found for sentence in taken_up(batch)]


def taken_up(batch: Batch) -> list[str]:
    work_on.enqueue(batch_id=batch.pk)
    words = {"batch": batch.pk, "files": batch, "step": str(batch.get_state_display()).lower()}
    return [
        _(
            "Going on with import %(batch)d (%(files)s): it was %(step)s when it was interrupted; nothing of it had been written."
        )
        % words
    ]
