"""Where a plan stands on its way: from listening to having them back. A plan is always in exactly one stage."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from wonback.winback import gate


class Stage(TextChoices):
    LISTENING = "listening", gettext_lazy("To listen")
    KNOWN = "known", gettext_lazy("Truth known")
    FIXING = "fixing", gettext_lazy("Fixing")
    READY = "ready", gettext_lazy("Ready")
    ASKING = "asking", gettext_lazy("Asking")
    RUNG = "rung", gettext_lazy("On a rung")
    RECOVERED = "recovered", gettext_lazy("Won back")
    RESTING = "resting", gettext_lazy("Resting")
    LET_GO = "let_go", gettext_lazy("Let go")


# The stages before we may ask. Facts move a plan among these, and nobody has to press anything.
PREPARING = frozenset({Stage.LISTENING, Stage.KNOWN, Stage.FIXING, Stage.READY})
TALKING = frozenset({Stage.ASKING, Stage.RUNG})
GOING = PREPARING | TALKING


def place(plan: gate.Standing) -> Stage:
    """Where a plan in preparation stands by what has been done for it."""
    if not gate.undone(plan):
        return Stage.READY
    if not plan.asked_why:
        return Stage.LISTENING
    return Stage.FIXING if plan.changes_settled else Stage.KNOWN


def settled(stage: Stage, plan: gate.Standing) -> Stage:
    """Where facts put a plan that stands at `stage`. Only a person’s verb moves one that rests, talks or is back."""
    if stage == Stage.RECOVERED:
        return stage
    if not plan.pursued:
        return Stage.LET_GO
    return place(plan) if stage in PREPARING | {Stage.LET_GO} else stage


def same(stage: Stage) -> frozenset[Stage]:
    """The stages that count as unmoved for a person who saw `stage`: facts may have moved it among these meanwhile."""
    return PREPARING if stage in PREPARING else frozenset({stage})
