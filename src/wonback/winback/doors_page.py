"""Doors that opened, put together by what opened them, as one person sees them on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.losses.models import Loss
from wonback.team.models import User
from wonback.winback.door_queries import TriggerQuerySet
from wonback.winback.models import Fact, Plan, Trigger

SHOWN = 200
SHOWN_OF_ONE = 8
Cause = tuple[str, int | None]
LARGEST_FIRST = (F("loss__worth").desc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Row:
    """One door: to whom, whether we may, and what pressing the button does."""

    door: Trigger
    may: bool | None
    late: bool

    @property
    def plan(self) -> Plan | None:
        return getattr(self.door.loss, "plan", None) if self.door.loss else None

    @property
    def deed(self) -> str:
        """What the button says."""
        if self.door.loss is None or not self.door.asks_for_a_plan:
            return _("I will see to it")
        if self.plan is None:
            return _("Start a plan")
        return _("Wake the plan") if self.plan.stage == Plan.Stage.RESTING else _("Open the plan")


@dataclass
class Group:
    """All doors that one cause opened."""

    kind: Trigger.Kind
    fact: Fact | None
    n: int = 0
    amounts: list[Mapping[str, Any]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.fact.pk if self.fact else 0}"

    @property
    def head(self) -> str:
        return f"{self.fact}" if self.fact else str(self.kind.label)

    @property
    def words(self) -> str:
        """“3 of your lost clients”."""
        if self.kind in {Trigger.Kind.ADVOCATE_GONE, Trigger.Kind.ADVOCATE_MOVED}:
            return ngettext("%(n)d client", "%(n)d clients", self.n) % {"n": self.n}
        return ngettext("%(n)d of your lost clients", "%(n)d of your lost clients", self.n) % {"n": self.n}

    @property
    def query(self) -> str:
        return f"fact={self.fact.pk}" if self.fact else f"kind={self.kind}"

    @property
    def more(self) -> int:
        return self.n - len(self.rows)


def row_of(door: Trigger, *, today: date) -> Row:
    may = door.loss.may_follow_up(as_of=today) if door.loss else None
    return Row(door, may, door.due_by < today)


def groups_for(user: User, *, today: date) -> list[Group]:
    """The open doors of a person, the latest cause first. The number of queries does not depend on how many there are."""
    mine = Trigger.objects.open().visible_to(user)
    counted = mine.grouped()
    facts = {fact.pk: fact for fact in Fact.objects.filter(pk__in=[one["fact"] for one in counted if one["fact"]])}
    groups: dict[Cause, Group] = {
        (one["kind"], one["fact"]): Group(Trigger.Kind(one["kind"]), facts.get(one["fact"]), one["n"])
        for one in counted
    }
    for row in mine.worth_by_cause():
        groups[row["kind"], row["fact"]].amounts.append(row)
    for door in largest_first(mine).for_cards()[:SHOWN]:
        group = groups[door.kind, door.fact_id]
        if len(group.rows) < SHOWN_OF_ONE:
            group.rows.append(row_of(door, today=today))
    return list(groups.values())


def largest_first(doors: TriggerQuerySet) -> TriggerQuerySet:
    return doors.order_by(*LARGEST_FIRST)


def wanted(user: User) -> list[str]:
    """What we could not do for those this person works on, the most frequent first: offered where they say what is true now."""
    causes = (
        Loss.objects.pursued().visible_to(user).filter(causes__condition="capability").values("causes__missing_key")
    )
    counted = causes.annotate(words=Max("causes__missing"), n=Count("pk", distinct=True))
    return [one["words"] for one in counted.order_by("-n", "words")[:100]]
