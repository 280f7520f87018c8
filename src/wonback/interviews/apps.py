"""The app itself; it begins to look for a neutral person as soon as a loss is on file."""

from functools import partial
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save

if TYPE_CHECKING:
    from wonback.losses.models import Loss


class Interviews(AppConfig):
    name = "wonback.interviews"

    def ready(self) -> None:
        post_save.connect(look_for_somebody, sender="losses.Loss", dispatch_uid="look_for_somebody_neutral")


def look_for_somebody(instance: "Loss", *, created: bool, **kwargs: object) -> None:
    """Propose somebody once the loss is written. Losses of long ago are left to a person."""
    from wonback.interviews.models.interview import DAYS_WORTH_ASKING  # noqa: PLC0415  # models are not loaded yet

    if created and (instance.recorded_at.date() - instance.lost_on).days <= DAYS_WORTH_ASKING:
        transaction.on_commit(partial(open_interview, instance.pk))


def open_interview(pk: int) -> None:
    from wonback.interviews.models import Interview  # noqa: PLC0415  # models are not loaded yet
    from wonback.losses.models import Loss  # noqa: PLC0415  # models are not loaded yet

    loss = Loss.objects.filter(pk=pk).select_related("client").first()
    if loss:
        Interview.open(loss, at=loss.recorded_at)
