"""May we ask for a second chance? Only when nothing we owe this client is left undone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What has been done for one plan. `may_follow_up` is None while nobody asked the client."""

    owned: bool
    asked_why: bool
    may_follow_up: bool | None
    open_changes: int
    delivery_ready: bool
    lead_ready: bool
    pitched: bool


@dataclass(frozen=True)
class Duty:
    """One thing that must have happened, as an instruction, and whether it has."""

    words: str
    done: bool


def duties(plan: Standing) -> list[Duty]:
    """All that must have happened before we may ask, first things first."""
    changes = ngettext("Make the change you named.", "Make the %(n)d changes you named.", plan.open_changes or 1)
    return [
        Duty(_("Own the loss in writing."), plan.owned),
        Duty(_("Have a neutral person ask the client why they left."), plan.asked_why),
        Duty(_("Respect that they asked us not to contact them."), plan.may_follow_up is not False),
        Duty(changes % {"n": plan.open_changes}, plan.open_changes == 0),
        Duty(_("Have delivery sign that they are ready."), plan.delivery_ready),
        Duty(_("Have a lead sign that we are ready."), plan.lead_ready),
        Duty(_("Write what failed, what changed and why it will work this time."), plan.pitched),
    ]


def undone(plan: Standing) -> list[str]:
    """What must still happen before we may ask, first things first."""
    return [duty.words for duty in duties(plan) if not duty.done]
