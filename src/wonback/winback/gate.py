"""May we ask for a second chance? Only when nothing we owe this client is left undone, or a lead answers for what is."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# What no lead may pass over: the client said no, or we said that we leave them alone.
NEVER_OVERRIDDEN = frozenset({"pursue", "permission"})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What has been done for one plan. `may_follow_up` is None while nobody asked the client.

    `changes_settled`: changes are named, or somebody said why none is needed. `overridden`: the duties a lead answers for.
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
    overridden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Duty:
    """One thing that must have happened, as an instruction, and whether it has. `key` names the part of the page."""

    key: str
    words: str
    done: bool
    # Undone, and a lead answers for it.
    overridden: bool = False

    @property
    def stands_in_the_way(self) -> bool:
        return not (self.done or self.overridden)


def duties(plan: Standing) -> list[Duty]:
    """All that must have happened before we may ask, first things first."""
    covered = plan.overridden - NEVER_OVERRIDDEN
    return [replace(duty, overridden=not duty.done and duty.key in covered) for duty in _all(plan)]


def undone(plan: Standing) -> list[str]:
    """What must still happen before we may ask, first things first; what a lead answers for is left out."""
    return [duty.words for duty in duties(plan) if duty.stands_in_the_way]


def to_override(plan: Standing) -> list[Duty]:
    """The duties that keep the gate shut and that a lead may answer for."""
    return [duty for duty in duties(plan) if duty.stands_in_the_way and duty.key not in NEVER_OVERRIDDEN]


def _all(plan: Standing) -> list[Duty]:
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


def _changes(plan: Standing) -> Duty:
    if not plan.changes_settled:
        return Duty("changes", _("Name what we change first, or say why nothing has to."), done=False)
    if not plan.open_changes:
        return Duty("changes", _("Change first what has to change."), done=True)
    words = ngettext("Make the change you named.", "Make the %(n)d changes you named.", plan.open_changes)
    return Duty("changes", words % {"n": plan.open_changes}, done=False)
