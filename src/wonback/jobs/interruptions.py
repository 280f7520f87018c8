"""What a crash or a power cut left half done, and how it goes on when the server starts again."""

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from wonback.jobs.models import Run
from wonback.jobs.tasks import night

# Each takes up what it finds and returns one sentence about each thing it found.
RESUMES: tuple[str, ...] = (
    "wonback.jobs.interruptions.resume_nights",
    "wonback.intake.recovery.recover",
    "wonback.connectors.running.recover",
    "wonback.exports.tasks.recover",
)


def resume_all() -> list[str]:
    """Take up everything that was interrupted; one sentence about each."""
    return [sentence for path in RESUMES for sentence in import_string(path)()]


def resume_nights() -> list[str]:
    """Have the worker finish every night that was cut off."""
    runs = list(Run.objects.interrupted())
    for day in sorted({run.as_of for run in runs}):
        night.enqueue(as_of=day.isoformat())
    return [
        _("Doing %(step)s for %(day)s again: it was interrupted.") % {"step": run.step, "day": run.as_of}
        for run in runs
    ]
