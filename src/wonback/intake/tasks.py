"""Work in the background: whatever step a batch is at. The batch itself knows which."""

from datetime import date

from django.tasks import task

from wonback.intake.models import Batch


@task
def work_on(*, batch_id: int) -> None:
    """Do the step in hand of one batch. Done twice, the second time there is nothing to do."""
    for batch in Batch.objects.filter(pk=batch_id):
        batch.finish_quietly()


def forget_abandoned(*, as_of: date) -> int:
    """Nightly step: forget files of which a part came, and never the rest. Return how many imports."""
    abandoned = list(Batch.objects.abandoned(as_of=as_of))
    for batch in abandoned:
        batch.forget()
    return len(abandoned)
