"""The app itself; it keeps the lost list in order when a client says whether we may follow up."""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils import timezone

if TYPE_CHECKING:
    from wonback.clients.models import Permission


class Losses(AppConfig):
    name = "wonback.losses"

    def ready(self) -> None:
        post_save.connect(rank_anew, sender="clients.Permission", dispatch_uid="rank_losses_anew")


def rank_anew(instance: "Permission", **kwargs: object) -> None:
    """Put the losses of a client who has just answered in their new place. A refusal must not wait for the night."""
    from wonback.losses.models import Loss  # noqa: PLC0415  # models are not loaded yet when this module is

    today: date = timezone.localdate(instance.given_at)
    Loss.objects.pursued().filter(client=instance.client_id).put_in_rank(as_of=today)
