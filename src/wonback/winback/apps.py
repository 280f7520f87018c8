"""The app itself; it sees at once when something that happened elsewhere moves a plan, or ends the steps towards somebody."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils import timezone

if TYPE_CHECKING:
    from wonback.care.models import Touch
    from wonback.clients.models import Entry, Permission
    from wonback.post.models import Letter

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
        from wonback.post.models.letter import held  # noqa: PLC0415  # models are not loaded yet
        from wonback.winback import inbox  # noqa: F401, PLC0415  # as above; timelines tell its verbs

        post_save.connect(see_progress, sender="clients.Entry", dispatch_uid="see_progress_of_plans")
        post_save.connect(left, sender="clients.Entry", dispatch_uid="end_steps_once_gone")
        post_save.connect(back_and_gone_again, sender="clients.Entry", dispatch_uid="end_aftercare_once_gone")
        post_save.connect(spoken, sender="care.Touch", dispatch_uid="end_steps_once_spoken")
        held.connect(put_back, dispatch_uid="put_step_of_held_letter_back")
        post_save.connect(refused, sender="clients.Permission", dispatch_uid="end_steps_once_refused")


def see_progress(instance: "Entry", *, created: bool, **kwargs: object) -> None:
    """Let the plans of a client stand where the facts put them."""
    from wonback.winback.models import Plan  # noqa: PLC0415  # models are not loaded yet

    if not (created and instance.verb in MOVING):
        return
    theirs = Plan.objects.filter(loss__client=instance.client_id)
    # Most clients have no plan, and one small question is cheaper than two large ones.
    if theirs.exists():
        theirs.to_settle().see_progress(at=instance.at)
        theirs.lock_again(at=instance.at)


def left(instance: "Entry", *, created: bool, **kwargs: object) -> None:
    """Whoever has left is not there for the next step; no letter of ours finds them either."""
    from wonback.winback.models import Sequence  # noqa: PLC0415  # models are not loaded yet

    if created and instance.verb == "contact.left":
        theirs = Sequence.objects.filter(plan__loss__client=instance.client_id)
        theirs.left().stop(Sequence.Exit.LEFT, at=instance.at)


def back_and_gone_again(instance: "Entry", *, created: bool, **kwargs: object) -> None:
    """Whoever came back and leaves again is not stayed close to any more: their next plan begins."""
    from wonback.winback.models import Aftercare  # noqa: PLC0415  # models are not loaded yet

    if created and instance.verb == "loss.recorded":
        for one in Aftercare.objects.of_those_gone_again().filter(plan__loss__client=instance.client_id):
            one.cut_short(on=timezone.localdate(instance.at), at=instance.at)


def spoken(instance: "Touch", *, created: bool, **kwargs: object) -> None:
    """Whoever of us spoke with them: from here on people talk."""
    from wonback.winback.models import Sequence  # noqa: PLC0415  # models are not loaded yet
    from wonback.winback.models.step import SPOKEN  # noqa: PLC0415  # models are not loaded yet

    if not (created and instance.reached and instance.channel in SPOKEN):
        return
    running = Sequence.objects.filter(plan__loss__client=instance.client_id, begun_at__lte=instance.at)
    whom = running.filter(contact=instance.contact_id) if instance.contact_id else running
    whom.stop(Sequence.Exit.MEETING, at=instance.at)


def put_back(letter: "Letter", **kwargs: object) -> None:
    """A mail that does not go out is no step."""
    from wonback.winback.models import Step  # noqa: PLC0415  # models are not loaded yet

    if letter.key.startswith("pitch:"):
        Step.put_back(letter)


def refused(instance: "Permission", **kwargs: object) -> None:
    """No step survives a refusal, of the person or of the company."""
    from wonback.winback.models import Sequence  # noqa: PLC0415  # models are not loaded yet

    if instance.answer == "refused" and not instance.is_silent(as_of=timezone.localdate(instance.given_at)):
        theirs = Sequence.objects.filter(plan__loss__client=instance.client_id)
        whom = theirs.filter(contact=instance.contact_id) if instance.contact_id else theirs
        whom.stop(Sequence.Exit.REFUSAL, at=instance.given_at)
