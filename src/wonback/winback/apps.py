"""The app itself; it sees at once when something that happened elsewhere moves a plan."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_save

if TYPE_CHECKING:
    from wonback.clients.models import Entry

# What is told of a client, and may move a plan that is getting ready.
MOVING = frozenset(
    {
        "loss.owned",
        "loss.asked",
        "loss.declined",
        "loss.confirmed",
        "loss.heard",
        "loss.let_go",
        "loss.taken_up",
        "permission.allowed",
        "permission.refused",
    }
)


class Winback(AppConfig):
    name = "wonback.winback"

    def ready(self) -> None:
        post_save.connect(see_progress, sender="clients.Entry", dispatch_uid="see_progress_of_plans")


def see_progress(instance: "Entry", *, created: bool, **kwargs: object) -> None:
    """Let the plans of a client stand where the facts put them."""
    from wonback.winback.models import Plan  # noqa: PLC0415  # models are not loaded yet

    if created and instance.verb in MOVING:
        theirs = Plan.objects.filter(loss__client=instance.client_id)
        theirs.to_settle().see_progress(at=instance.at)
        theirs.lock_again(at=instance.at)
