"""Plans stand where the facts put them, and the usual milestones come true by themselves: for one plan or for many at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from wonback.winback import gate
from wonback.winback.models.locking import stop_steps
from wonback.winback.models.milestone import Key, Milestone
from wonback.winback.stages import Stage, settled

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan


def see(keys: Sequence[int], *, at: datetime) -> "tuple[list[Plan], int]":
    """Write where these plans stand now; return them, and how many milestones came true."""
    plans, day = apps.get_model("winback.Plan").objects, timezone.localdate(at)
    moved: dict[Stage, list[Plan]] = defaultdict(list)
    came_true: list[int] = []
    with transaction.atomic():
        # Two who add a fact each at the same moment wait here for one another; the second sees both.
        fresh = list(plans.for_night().select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        for plan in fresh:
            standing, before = plan.standing(as_of=day), Stage(plan.stage)
            plan.stage = settled(before, standing)
            came_true += [one.pk for one in ahead(plan) if one.key in true_of(plan, standing)]
            moved[Stage(plan.stage)] += [plan] if plan.stage != before else []
        for stage, those in moved.items():
            plans.filter(pk__in=[plan.pk for plan in those]).update(stage=stage, stage_since=at, next_look_on=None)
            for plan in those:
                plan.stage_since = at
            stop_steps([plan.pk for plan in those], at=at)
        reached = Milestone.objects.filter(pk__in=came_true).update(reached_at=at)
    return fresh, reached


def is_behind(plan: "Plan", *, as_of: date) -> bool:
    """Whether facts have moved on since a plan was last looked at."""
    standing = plan.standing(as_of=as_of)
    return settled(Stage(plan.stage), standing) != plan.stage or any(
        one.key in true_of(plan, standing) for one in ahead(plan)
    )


def ahead(plan: "Plan") -> list[Milestone]:
    return [milestone for milestone in plan.milestones.all() if milestone.reached_at is None]


def true_of(plan: "Plan", standing: gate.Standing) -> set[str]:
    """The usual milestones that are true by now."""
    true = {
        Key.ASKED: standing.asked_why,
        Key.NAMED: standing.changes_settled,
        Key.SIGNED: standing.delivery_ready and standing.lead_ready,
        Key.LAUNCHED: plan.launched_at is not None,
        Key.SAID_YES: plan.stage in {Stage.RUNG, Stage.RECOVERED},
    }
    return {key for key, is_true in true.items() if is_true}
