"""Work in the background, and the night's."""

from datetime import date

from django.tasks import task
from django.utils.translation import gettext as _

from wonback.core.days import start_of
from wonback.exports.models import Export


@task
def make(*, export_id: int) -> None:
    """Make one export. Done twice, the second time there is nothing to do."""
    for export in Export.objects.filter(pk=export_id):
        export.make()


def forget_exports(*, as_of: date) -> int:
    """Nightly step: remove what was made more than a week ago. Return how many."""
    stale = Export.objects.stale(as_of=start_of(as_of))
    for export in stale:
        export.forget()
    return len(stale)


def recover() -> list[str]:
    """When the server starts: have the worker make anew what was cut off; one sentence about each."""
    found = list(Export.objects.unfinished())
    for export in found:
        make.enqueue(export_id=export.pk)
    return [_("Making the export “%(name)s” anew: it was cut off.") % {"name": export} for export in found]
