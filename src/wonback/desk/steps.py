"""The steps of plans that are due, and the lost clients somebody was asked to bring back: beside the calls of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.care.call_list import Kind
from wonback.care.why import by_when
from wonback.clients.models import Client
from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.winback.models import HandOut, Milestone, Plan
from wonback.winback.stages import GOING

MINUTES = {Kind.PLAN: 15, Kind.HAND_OUT: 5}
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do for a lost client."""

    kind: Kind
    client: Client
    why_now: str
    overdue_days: int
    url: str

    @property
    def minutes(self) -> int:
        return MINUTES[self.kind]


def steps_of(user: User, *, as_of: date) -> list[Step]:
    """What is due for lost clients, the longest overdue first. One query."""
    found = [step for loss in losses_of(user, as_of=as_of)[:SHOWN] for step in steps_for(loss, as_of=as_of)]
    return sorted(found, key=lambda step: -step.overdue_days)


def losses_of(user: User, *, as_of: date) -> QuerySet[Any]:
    """Each with its next milestone that is due, and with who asked for it."""
    due = Milestone.objects.filter(reached_at=None, due_by__lte=as_of).order_by("due_by", "pk")
    worked_on = Plan.objects.filter(owner=user, stage__in=GOING)
    asked = HandOut.objects.filter(to=user, accepted_at=None, given_back_at=None)
    plans = Q(pk__in=due.filter(plan__in=worked_on.values("pk")).order_by().values("plan__loss"))
    of_loss = due.filter(plan__loss=OuterRef("pk"), plan__owner=user)
    return (
        Loss.objects.filter(plans | Q(pk__in=asked.values("loss")))
        .select_related("client", "plan")
        .annotate(
            step=Subquery(of_loss.values("what")[:1]),
            step_by=Subquery(of_loss.values("due_by")[:1]),
            answer_by=Subquery(asked.filter(loss=OuterRef("pk")).values("answer_by")[:1]),
            asked_by=Subquery(asked.filter(loss=OuterRef("pk")).values("by__name")[:1]),
        )
        .order_by("step_by", "pk")
    )


def steps_for(loss: Any, *, as_of: date) -> Iterator[Step]:
    if loss.step and loss.step_by:
        why = _("Plan: %(what)s, %(when)s.") % {"what": loss.step, "when": by_when(loss.step_by, as_of=as_of)}
        yield Step(Kind.PLAN, loss.client, why, (as_of - loss.step_by).days, loss.plan.get_absolute_url())
    if loss.answer_by:
        day = timezone.localdate(loss.answer_by)
        words = {"who": loss.asked_by, "when": by_when(day, as_of=as_of)}
        why = _("%(who)s asks you to bring them back. Your answer: %(when)s.") % words
        yield Step(Kind.HAND_OUT, loss.client, why, max(0, (as_of - day).days), loss.get_absolute_url())
