"""May we ask for a second chance? Only when nothing we owe this client is left undone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What has been done for one plan. `may_follow_up` is None while nobody asked the client.

    `changes_settled`: changes are named, or somebody said why none is needed.
    """

    owned: bool
    asked_why: bool
    may_follow_up: bool | None
    changes_settled: bool
    open_changes: int
    delivery_ready: bool
    lead_ready: bool
    pitched: bool
    pursued: bool = True


@dataclass(frozen=True)
class Duty:
    """One thing that must have happened, as an instruction, and whether it has. `key` names the part of the page."""

    key: str
    words: str
    done: bool


def duties(plan: Standing) -> list[Duty]:
    """All that must have happened before we may ask, first things first."""
    permission = _("Respect that they asked us not to contact them.")
    pitch = _("Write what failed, what changed and why it will work this time.")
    return [
        *([] if plan.pursued else [Duty("pursue", _("Take the loss up again: it was let go."), done=False)]),
        Duty("own", _("Own the loss in writing."), plan.owned),
        Duty("ask", _("Have a neutral person ask the client why they left."), plan.asked_why),
        *([Duty("permission", permission, done=False)] if plan.may_follow_up is False else []),
        _changes(plan),
        Duty("delivery", _("Have delivery sign that they are ready."), plan.delivery_ready),
        Duty("lead", _("Have a lead sign that we are ready."), plan.lead_ready),
        Duty("pitch", pitch, plan.pitched),
    ]


def undone(plan: Standing) -> list[str]:
    """What must still happen before we may ask, first things first."""
    return [duty.words for duty in duties(plan) if not duty.done]


def _changes(plan: Standing) -> Duty:
    if not plan.changes_settled:
        return Duty("changes", _("Name what we change first, or say why nothing has to."), done=False)
    if not plan.open_changes:
        return Duty("changes", _("Change first what has to change."), done=True)
    words = ngettext("Make the change you named.", "Make the %(n)d changes you named.", plan.open_changes)
    return Duty("changes", words % {"n": plan.open_changes}, done=False)
