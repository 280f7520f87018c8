"""All plans at a glance: what each stage holds, in numbers, money and cards; and what a person chose to see of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum

from wonback.core.money import Money
from wonback.losses.models import Reason
from wonback.team.models import Team, User
from wonback.team.policy import Right
from wonback.winback.models import Milestone, Plan
from wonback.winback.queries import PlanQuerySet
from wonback.winback.stages import GOING, Stage

# As many cards as a column shows; the list has the others.
SHOWN = 8
FILTERS = {"owner": "owner", "reason": "loss__reason", "team": "owner__team"}


def order(stage: str) -> tuple[str, str]:
    """How each stage is sorted: what is due first, comes first."""
    return {"resting": "next_look_on", "recovered": "-finished_on"}.get(stage, "reach_out_by"), "pk"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One plan as cards and lists show it: the next milestone, by how many days it is late, and how long the plan stands there."""

    plan: Plan
    next: Milestone | None
    late_days: int
    days_here: int | None


@dataclass(frozen=True, kw_only=True)
class Column:
    """One stage: how many plans, what they were worth, and the first of them."""

    stage: Stage
    n: int
    money: list[Money]
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.n - len(self.lines)


@dataclass(frozen=True)
class Wanted:
    """Whose plans, for which reason, of which team, of clients called how. What cannot be read narrows nothing."""

    choices: Mapping[str, int]
    text: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Wanted":
        told = {name: asked.get(name, "") for name in FILTERS}
        numbers = {name: int(text) for name, text in told.items() if text.isascii() and text.isdecimal()}
        return cls({name: pk for name, pk in numbers.items() if pk < 2**63}, asked.get("q", ""))

    def among(self, plans: PlanQuerySet) -> PlanQuerySet:
        narrowed = plans.filter(**{FILTERS[name]: pk for name, pk in self.choices.items()})
        return narrowed.of_clients_called(self.text)

    @property
    def query(self) -> str:
        """The same choice as an address; empty if everything is shown."""
        told = {name: str(pk) for name, pk in self.choices.items()} | ({"q": self.text} if self.text else {})
        return urlencode(told)


@dataclass(frozen=True)
class Board:
    """The plans one person sees, and what they chose of them."""

    user: User
    wanted: Wanted
    today: date

    @cached_property
    def mine(self) -> PlanQuerySet:
        return Plan.objects.visible_to(self.user)

    @cached_property
    def chosen(self) -> PlanQuerySet:
        return self.wanted.among(self.mine)

    @cached_property
    def totals(self) -> dict[str, list[Mapping[str, Any]]]:
        """Of each stage: how many plans and how much former revenue, by currency."""
        rows = self.chosen.values("stage", "loss__currency").annotate(n=Count("pk"), worth=Sum("loss__worth"))
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows.order_by("stage", "-worth"):
            found[row["stage"]].append(row)
        return found

    def counts(self) -> list[tuple[Stage, int]]:
        return [(stage, sum(row["n"] for row in self.totals[stage])) for stage in Stage]

    def columns(self) -> list[Column]:
        return [
            Column(
                stage=stage,
                n=n,
                money=[Money(row["worth"], row["loss__currency"]) for row in self.totals[stage] if row["worth"]],
                lines=self.lines(self.of(stage)[:SHOWN]) if n else [],
            )
            for stage, n in self.counts()
        ]

    def of(self, stage: Stage) -> PlanQuerySet:
        return self.chosen.at(stage).for_cards().order_by(*order(stage))

    def lines(self, plans: Iterable[Plan]) -> list[Line]:
        return [
            Line(
                plan=plan,
                next=ahead,
                late_days=late_days(plan, ahead, as_of=self.today),
                days_here=plan.days_here(as_of=self.today),
            )
            for plan in plans
            for ahead in [next(iter(plan.ahead), None)]  # type: ignore[attr-defined]  # set by for_cards
        ]

    def choices(self) -> dict[str, Any]:
        """What the filters offer: only what this person’s plans have."""
        of_mine = self.mine.order_by()
        teams = (
            Team.objects.filter(people__plans__in=of_mine) if self.user.may(Right.ADMINISTER) else Team.objects.none()
        )
        return {
            "owners": User.objects.filter(pk__in=of_mine.values("owner")).order_by("name", "pk"),
            "reasons": Reason.objects.filter(pk__in=of_mine.values("loss__reason")).order_by("name", "pk"),
            "teams": teams.distinct().order_by("name"),
            "wanted": self.wanted,
        }


def late_days(plan: Plan, ahead: Milestone | None, *, as_of: date) -> int:
    """By how many days the next milestone is late; a plan that rests or is over is late with nothing."""
    return max(0, (as_of - ahead.due_by).days) if ahead and plan.stage in GOING else 0
