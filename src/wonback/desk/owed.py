"""What is due to clients on a day: promises, answers to concerns, steps against a rival or towards more, what contracts ask for."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Value

from wonback.care.call_list import Duty, Kind
from wonback.care.models import Concern, DefenceStep, Expansion, Promise, Risk
from wonback.core.prepared import prepared
from wonback.desk.callers import Callers, named
from wonback.renewals.deadlines import WORDS, Due, hangs_on
from wonback.renewals.models import Renewal
from wonback.team.models import User

# What somebody is unhappy about is everybody's, whoever sees to it.
ANYBODY, OWNER = 0, F("owner")
# The part of `Waiting` for each kind.
PARTS = {
    Kind.PROMISE: "promises",
    Kind.CONCERN: "concerns",
    Kind.DEFENCE: "defences",
    Kind.EXPANSION: "expansions",
    Kind.RISK: "risks",
    Kind.RENEWAL: "renewals",
}


@dataclass(frozen=True, slots=True)
class Owed:
    """What is due to some clients: one query for all of them."""

    # By client and the person who owes it; then by kind.
    duties: dict[tuple[int, int], dict[Kind, list[Duty]]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def to(cls, clients: Collection[int], callers: Callers, *, as_of: date) -> "Owed":
        """What these people owe anybody; and what these clients are unhappy about, whoever sees to it."""
        owed = cls()
        for kind, due_by, _pk, who, client, what in sorted(rows_of_all(clients, callers, as_of=as_of)):
            duty = Duty(str(WORDS[Due(what)]), hangs_on(what, due_by)) if kind == Kind.RENEWAL else Duty(what, due_by)
            owed.duties[client, who].setdefault(Kind(kind), []).append(duty)
        return owed

    def of(self, client: int, user: User) -> dict[str, tuple[Duty, ...]]:
        """What this person owes one client, as the parts of `Waiting`: of each kind the oldest first. Mostly nothing."""
        kinds = {**self.duties.get((client, user.pk), {}), **self.duties.get((client, ANYBODY), {})}
        return {PARTS[kind]: tuple(duties) for kind, duties in kinds.items()}

    def add(self, kind: Kind, client: int, user: User, duties: Iterable[Duty]) -> "Owed":
        who = ANYBODY if kind == Kind.CONCERN else user.pk
        self.duties[client, who].setdefault(kind, []).extend(duties)
        return self


@prepared
def rows_of_all(clients: Collection[int], callers: Callers, *, as_of: date) -> QuerySet[Any, Any]:
    mine = {"owner__in": callers.keys}
    steps = DefenceStep.objects.due(as_of=as_of).filter(**mine)
    renewals = Renewal.objects.as_duties(*callers.people, as_of=as_of).filter(contract__client__in=clients)
    concerns = Concern.objects.due(as_of=as_of).filter(client__in=clients)
    return rows_of(Kind.PROMISE, Promise.objects.due(as_of=as_of).filter(**mine)).union(
        rows_of(Kind.CONCERN, concerns, who=Value(ANYBODY)),
        rows_of(Kind.DEFENCE, steps, client="defence__client_id"),
        rows_of(Kind.EXPANSION, Expansion.objects.due(as_of=as_of).filter(**mine), what="next_step"),
        rows_of(Kind.RISK, Risk.objects.due(as_of=as_of).filter(**mine), what="plan"),
        rows_of(
            Kind.RENEWAL, renewals, client="contract__client_id", who=named(callers.lead or "contract__client__owner")
        ),
        all=True,
    )


def rows_of(
    kind: Kind, owed: QuerySet[Any], *, client: str = "client_id", what: str = "what", who: F | Value = OWNER
) -> QuerySet[Any]:
    """The columns that all kinds of what we owe have; the days come before the rest, so that they are in order."""
    told: QuerySet[Any] = owed.order_by().annotate(kind=Value(str(kind)), who=who, whom=F(client), words=F(what))
    return told.values_list("kind", "due_by", "pk", "who", "whom", "words")


def owed_to(open_ones: Any) -> list[Any]:
    """What one client is owed of a kind, with whoever sees to it, the most pressing first."""
    return list(open_ones.select_related("owner").order_by("due_by", "pk"))
