"""The lock of a plan: what it looks at, how a lead opens it all the same, and how it closes again."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wonback.clients.models import Entry
from wonback.core.errors import AlreadyDone
from wonback.core.verbs import Verb
from wonback.losses.models import WordsMissing
from wonback.post.models import Letter
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback import gate
from wonback.winback.models.override import Override
from wonback.winback.models.readiness import Readiness
from wonback.winback.models.sequence import Sequence
from wonback.winback.stages import TALKING, place

if TYPE_CHECKING:
    from wonback.winback.models.plan import Plan

OVERRIDDEN = Verb(
    "plan.overridden",
    gettext_lazy("{actor} answers for what is undone, and lets us ask {client}: {why}. Undone: {undone}."),
)
CLOSED_AGAIN = Verb("plan.closed_again", gettext_lazy("We do not ask {client} any further for now: {why}."))


def standing(plan: "Plan", *, as_of: date) -> gate.Standing:
    """What the gate looks at."""
    signed = {one.side: one.answer for one in sorted(plan.signatures.all(), key=lambda one: (one.at, one.pk))}
    made = [change.made_at for change in plan.changes.all()]
    return gate.Standing(
        owned=plan.loss.is_owned(),
        asked_why=plan.loss.is_interviewed(),
        may_follow_up=plan.loss.may_follow_up(as_of=as_of),
        changes_settled=bool(made or plan.no_change_why) or plan.loss.reason.we_control is False,
        open_changes=made.count(None),
        delivery_ready=signed.get(Readiness.Side.DELIVERY) == Readiness.Answer.READY,
        lead_ready=signed.get(Readiness.Side.LEAD) == Readiness.Answer.READY,
        pitched=hasattr(plan, "pitch") and plan.pitch.is_written,
        pursued=plan.loss.let_go_at is None,
        overridden=Override.covering(plan),
    )


def override(plan: "Plan", why: str, *, by: User, at: datetime) -> Override:
    """Let us ask although something is undone. The lead answers for exactly what is undone now; it is told and reported."""
    by.must(Right.LEAD)
    if not why.strip():
        raise WordsMissing(_("Say why it cannot wait: it is told on the timeline and reported."))
    waiting = gate.to_override(standing(plan, as_of=timezone.localdate(at)))
    if not waiting:
        raise AlreadyDone(_("Look again: there is nothing here that a lead could answer for."))
    words = [duty.words for duty in waiting]
    with transaction.atomic():
        given = plan.overrides.create(by=by, at=at, why=why.strip(), duties=[one.key for one in waiting], undone=words)
        told = {"why": given.why.rstrip("."), "undone": " ".join(words).rstrip(".")}
        plan.loss.client.tell(OVERRIDDEN, by=by, at=at, **told)
    return given


def close_again(keys: Collection[int], why: str, *, by: User | None, at: datetime) -> "list[Plan]":
    """Something was taken back, or came on top: whatever a lead answered for is void. Return the plans that were open and are not now.

    With whatever took it back, in one transaction; the night has none of its own. What was going out to the clients stops here.
    """
    plans, day = apps.get_model("winback.Plan").objects, timezone.localdate(at)
    with transaction.atomic():
        # Somebody who launches at this moment waits here, and then finds the lock.
        talking = list(plans.filter(pk__in=keys).select_for_update().order_by("pk").values_list("pk", flat=True))
        Override.end(talking, at=at)
        seen = plans.for_standing().filter(pk__in=talking, stage__in=TALKING).order_by("pk")
        shut = {plan: place(now) for plan in seen if gate.undone(now := standing(plan, as_of=day))}
        for stage in set(shut.values()):
            plans.filter(pk__in=[plan.pk for plan, its in shut.items() if its == stage]).update(
                stage=stage, stage_since=at
            )
        stop_steps([plan.pk for plan in shut], why=why, by=by, at=at)
        told = [plan.loss.client.telling(CLOSED_AGAIN, by=by, at=at, why=why.rstrip(".")) for plan in shut]
        Entry.objects.bulk_create(told)
    for plan, stage in shut.items():
        plan.stage, plan.stage_since = stage, at
    return list(shut)


def stop_steps(keys: Collection[int], how: str = "gate", *, at: datetime, by: User | None = None, why: str = "") -> int:
    """No human step of these plans is due any more, and no letter of ours that waits goes out. Return how many sequences ended."""
    letters = Letter.objects.waiting().of_each("pitch", keys)
    Letter.stop(letters, why=why or _("The conversation is closed"), at=at)
    return Sequence.objects.filter(plan__in=keys).stop(how, at=at, by=by, why=why)
