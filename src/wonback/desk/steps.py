"""The steps of plans that are due, and the lost clients somebody was asked to bring back: beside the calls of a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wonback.care.call_list import Kind
from wonback.care.why import by_when
from wonback.clients.models import Client, Permission
from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.doors_page import largest_first
from wonback.winback.models import Check, HandOut, Milestone, Trigger
from wonback.winback.models import Step as HumanStep
from wonback.winback.stages import GOING
from wonback.winback.taper import EXECUTIVE

MINUTES = {Kind.PLAN: 15, Kind.HAND_OUT: 5, Kind.STEP: 15, Kind.CHECK: 10, Kind.DOOR: 15}
SHOWN, DOORS_SHOWN = 30, 5


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
    """What is due for lost clients, one line a client, the longest overdue first, then the doors that opened. Two queries."""
    found = [step for loss in losses_of(user, as_of=as_of)[:SHOWN] for step in steps_for(loss, as_of=as_of)]
    due = sorted(one_a_client(found), key=lambda step: -step.overdue_days)
    return one_a_client([*due, *doors_for(user, as_of=as_of)])


def one_a_client(steps: Iterable[Step]) -> list[Step]:
    """Of two things to do for one client the first; the other stands on the page it leads to."""
    first: dict[int, Step] = {}
    for step in steps:
        first.setdefault(step.client.pk, step)
    return list(first.values())


def doors_for(user: User, *, as_of: date) -> list[Step]:
    """The doors that opened to this person’s own clients, the most worthwhile first."""
    mine = Trigger.objects.open().filter(Q(loss__holder=user) | Q(loss=None, client__owner=user))
    refused = Permission.objects.speaking(as_of=as_of).filter(client=OuterRef("client"), answer="refused")
    doors = largest_first(mine.exclude(Exists(refused))).select_related("client", "contact", "fact")
    return [
        Step(Kind.DOOR, door.client, door.what, max(0, (as_of - door.due_by).days), door.get_absolute_url())
        for door in doors[:DOORS_SHOWN]
    ]


def losses_of(user: User, *, as_of: date) -> QuerySet[Any]:
    """Each with the first thing of every kind that is due for it."""
    milestones = Milestone.objects.filter(reached_at=None, due_by__lte=as_of, plan__owner=user, plan__stage__in=GOING)
    humans = HumanStep.objects.due(as_of=as_of).filter(sequence__plan__owner=user)
    asked = HandOut.objects.filter(to=user, accepted_at=None, given_back_at=None)
    checks = Check.objects.due(as_of=as_of).filter(who_checks(user))
    due = [
        First("check", checks, "aftercare__plan__loss", ("kind", "due_by", "aftercare")),
        First("step", milestones.order_by("due_by", "pk"), "plan__loss", ("what", "due_by")),
        First("human", humans, "sequence__plan__loss", ("kind", "what", "due_by", "sequence__contact__name")),
        First("asked", asked.order_by("answer_by"), "loss", ("answer_by", "by__name")),
    ]
    found = Loss.objects.filter(reduce(or_, (one.losses for one in due))).select_related("client", "plan")
    facts = {name: column for one in due for name, column in one.columns.items()}
    rows: QuerySet[Any] = found.annotate(**facts)
    return rows.order_by("step_due_by", "pk")


def who_checks(user: User) -> Q:
    """Whoever brought them back; the one visit of a lead is that person’s lead’s."""
    mine = Q(aftercare__plan__owner=user) & ~Q(kind=EXECUTIVE)
    return (
        mine
        | Q(aftercare__plan__owner__reports_to=user, kind=EXECUTIVE)
        | (Q(aftercare__plan__owner=user, kind=EXECUTIVE) if user.may(Right.LEAD) else Q(pk=None))
    )


@dataclass(frozen=True, slots=True)
class First:
    """The first of one kind of thing to do for each loss: what it is called in the row, and which columns it brings."""

    name: str
    rows: QuerySet[Any]
    path: str
    fields: tuple[str, ...]

    @property
    def losses(self) -> Q:
        return Q(pk__in=self.rows.order_by().values(self.path))

    @property
    def columns(self) -> dict[str, Subquery]:
        mine = self.rows.filter(**{self.path: OuterRef("pk")})
        return {f"{self.name}_{field.split('__')[0]}": Subquery(mine.values(field)[:1]) for field in self.fields}


def steps_for(loss: Any, *, as_of: date) -> Iterator[Step]:
    """What one loss asks for: those who came back, then people, then papers."""
    if loss.check_due_by:
        what = {"what": Check.Kind(loss.check_kind).label, "when": by_when(loss.check_due_by, as_of=as_of)}
        why = _("They came back. %(what)s, %(when)s.") % what
        url = reverse("winback:close_to", args=[loss.check_aftercare])
        yield Step(Kind.CHECK, loss.client, why, (as_of - loss.check_due_by).days, url)
    if loss.human_due_by:
        what = {"what": HumanStep.Kind(loss.human_kind).label, "who": loss.human_sequence, "words": loss.human_what}
        why = _("%(what)s to %(who)s, %(when)s: %(words)s") % {**what, "when": by_when(loss.human_due_by, as_of=as_of)}
        url = reverse("winback:steps", args=[loss.plan.pk])
        yield Step(Kind.STEP, loss.client, why, (as_of - loss.human_due_by).days, url)
    if loss.step_due_by:
        why = _("Plan: %(what)s, %(when)s.") % {"what": loss.step_what, "when": by_when(loss.step_due_by, as_of=as_of)}
        yield Step(Kind.PLAN, loss.client, why, (as_of - loss.step_due_by).days, loss.plan.get_absolute_url())
    if loss.asked_answer_by:
        day = timezone.localdate(loss.asked_answer_by)
        words = {"who": loss.asked_by, "when": by_when(day, as_of=as_of)}
        why = _("%(who)s asks you to bring them back. Your answer: %(when)s.") % words
        yield Step(Kind.HAND_OUT, loss.client, why, max(0, (as_of - day).days), loss.get_absolute_url())
