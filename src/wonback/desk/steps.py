"""The steps of plans that are due, and the lost clients somebody was asked to bring back: beside the calls of a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from wonback.care.call_list import Kind
from wonback.care.why import by_when
from wonback.clients.models import Client, Permission
from wonback.core.prepared import prepared
from wonback.desk.callers import Callers
from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.winback.doors_page import LARGEST_FIRST
from wonback.winback.models import Check, HandOut, Milestone, Plan, Trigger
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


class Due(NamedTuple):
    """One thing that is due for one loss; in the order in which they come where they are equally late."""

    due_by: date
    order: int
    pk: int
    who: int
    loss: int
    client: int
    # The page it leads to: of a check, of a plan, of a loss.
    of: int
    what: str
    words: str
    name: str


CHECK, HUMAN, MILESTONE, ASKED = range(4)
KINDS = (Kind.CHECK, Kind.STEP, Kind.PLAN, Kind.HAND_OUT)
NOTHING = Value("")


def steps_of(user: User, *, as_of: date) -> list[Step]:
    """What is due for lost clients, one line a client, the longest overdue first, then the doors that opened."""
    callers = Callers((user,))
    due, doors = due_steps(callers, as_of=as_of), doors_for(callers, as_of=as_of)
    return steps_from(due, doors, user, Client.objects.in_bulk({one.client for one in due}), as_of=as_of)


def steps_from(
    due: Iterable[Due], doors: Mapping[int, list[Step]], user: User, clients: Mapping[int, Client], *, as_of: date
) -> list[Step]:
    """The lines of one person, of what was read for some."""
    mine = (one for one in due if one.who == user.pk and one.client in clients)
    steps = [step_for(one, clients[one.client], as_of=as_of) for one in mine]
    return one_a_client([*steps, *doors[user.pk]])


def longest(mine: Iterable[Due], *, as_of: date) -> list[Due]:
    """What is shown of what is due to one person: for one client people come before papers, among clients whoever waits longest."""
    first: dict[int, Due] = {}
    for one in sorted(mine, key=by_kind):
        first.setdefault(one.client, one)
    return sorted(first.values(), key=lambda one: -days_late(one, as_of=as_of))[:SHOWN]


def by_kind(due: Due) -> tuple[int, date, int]:
    return due.order, due.due_by, due.pk


def days_late(due: Due, *, as_of: date) -> int:
    """Whoever is asked has their two days to answer, and is not late before."""
    days = (as_of - due.due_by).days
    return max(0, days) if due.order == ASKED else days


def one_a_client(steps: Iterable[Step]) -> list[Step]:
    """Of two things to do for one client the first; the other stands on the page it leads to."""
    first: dict[int, Step] = {}
    for step in steps:
        first.setdefault(step.client.pk, step)
    return list(first.values())


def doors_for(callers: Callers, *, as_of: date) -> dict[int, list[Step]]:
    """The doors that opened to each person’s own clients, the most worthwhile first."""
    found: dict[int, list[Step]] = defaultdict(list)
    shown: Iterable[Any] = open_doors(callers, as_of=as_of)
    for door in shown:
        late = max(0, (as_of - door.due_by).days)
        found[door.who].append(Step(Kind.DOOR, door.client, door.what, late, door.get_absolute_url()))
    return found


@prepared
def open_doors(callers: Callers, *, as_of: date) -> QuerySet[Any, Any]:
    """Of each person, but for those of whoever said no."""
    mine = Trigger.objects.open().filter(
        Q(loss__holder__in=callers.keys) | Q(loss=None, client__owner__in=callers.keys)
    )
    refused = Permission.objects.speaking(as_of=as_of).filter(client=OuterRef("client"), answer="refused")
    who = Case(When(loss=None, then=F("client__owner")), default=F("loss__holder"), output_field=IntegerField())
    doors = mine.exclude(Exists(refused)).annotate(who=who).select_related("client", "contact", "fact")
    return callers.first(doors, DOORS_SHOWN, whose="who", by=LARGEST_FIRST)


def due_steps(callers: Callers, *, as_of: date) -> list[Due]:
    """What waits longest of what is due to each for lost clients. One query."""
    of_each: dict[int, list[Due]] = defaultdict(list)
    for due in sorted(map(Due._make, all_due(callers, as_of=as_of))):
        of_each[due.who].append(due)
    return [due for mine in of_each.values() for due in longest(mine, as_of=as_of)]


@prepared
def all_due(callers: Callers, *, as_of: date) -> QuerySet[Any, Any]:
    one, *others = rows_of(callers, as_of=as_of)
    return one.union(*others, all=True)


def rows_of(callers: Callers, *, as_of: date) -> Iterator[QuerySet[Any, Any]]:
    """Checks, steps towards people, milestones and what somebody was asked, each with the same columns."""
    keys, checks = callers.keys, Check.objects.due(as_of=as_of)
    kept_by, plan = "aftercare__plan__owner", "aftercare__plan__"
    # Whoever brought them back; the one visit of a lead is that person’s lead’s.
    own = Q(**{f"{kept_by}__in": keys}) & (Q() if callers.lead else ~Q(kind=EXECUTIVE))
    yield told(checks.filter(own), CHECK, plan, who=F(kept_by), of=F("aftercare"), what=F("kind"))
    visits = checks.filter(**{f"{kept_by}__reports_to__in": keys, "kind": EXECUTIVE})
    yield told(visits, CHECK, plan, who=F(f"{kept_by}__reports_to"), of=F("aftercare"), what=F("kind"))
    humans, to = HumanStep.objects.due(as_of=as_of).filter(sequence__plan__owner__in=keys), F("sequence__contact__name")
    who = F("sequence__plan__owner")
    yield told(humans, HUMAN, "sequence__plan__", who=who, what=F("kind"), words=F("what"), name=to)
    milestones = Milestone.objects.filter(reached_at=None, due_by__lte=as_of, plan__stage__in=GOING)
    mine = milestones.filter(plan__owner__in=keys)
    yield told(mine, MILESTONE, "plan__", who=F("plan__owner"), words=F("what"))
    asked = HandOut.objects.filter(to__in=keys, accepted_at=None, given_back_at=None)
    asked = asked.annotate(due_by=TruncDate("answer_by"))
    yield told(asked, ASKED, "", who=F("to"), of=F("loss"), name=F("by__name"))


def told(rows: QuerySet[Any, Any], kind: int, plan: str, **columns: Any) -> QuerySet[Any, Any]:
    """The columns of `Due`; what leads to no page of its own leads to that of the plan."""
    usual = {"of": F(plan.removesuffix("__"))} if plan else {}
    known = {"loss": F(f"{plan}loss"), "client": F(f"{plan}loss__client"), "what": NOTHING, "words": NOTHING}
    given = {f"its_{name}": it for name, it in {**known, "name": NOTHING, **usual, **columns}.items()}
    ordered: QuerySet[Any] = rows.order_by().annotate(its_order=Value(kind), **given)
    names = [f"its_{name}" for name in Due._fields if name not in {"due_by", "pk"}]
    return ordered.values_list("due_by", names[0], "pk", *names[1:])


def step_for(due: Due, client: Client, *, as_of: date) -> Step:
    """What one thing asks for, in words."""
    when = by_when(due.due_by, as_of=as_of)
    said = {"when": when, "who": due.name, "words": due.words}
    if due.order == CHECK:
        words = _("They came back. %(what)s, %(when)s.") % {**said, "what": Check.Kind(due.what).label}
        url = reverse("winback:close_to", args=[due.of])
    elif due.order == HUMAN:
        words = _("%(what)s to %(who)s, %(when)s: %(words)s") % {**said, "what": HumanStep.Kind(due.what).label}
        url = reverse("winback:steps", args=[due.of])
    elif due.order == MILESTONE:
        words = _("Plan: %(what)s, %(when)s.") % {**said, "what": due.words}
        url = Plan(pk=due.of).get_absolute_url()
    else:
        words = _("%(who)s asks you to bring them back. Your answer: %(when)s.") % said
        url = Loss(pk=due.of).get_absolute_url()
    return Step(KINDS[due.order], client, words, days_late(due, as_of=as_of), url)
