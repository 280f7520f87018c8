"""What is due to clients on a day: promises, answers to concerns, steps against a rival or towards more, what contracts ask for."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Value

from wonback.care.call_list import Duty, Kind
from wonback.care.models import Concern, DefenceStep, Expansion, Promise, Risk
from wonback.renewals.deadlines import WORDS, Due, hangs_on
from wonback.renewals.models import Renewal
from wonback.team.models import User


@dataclass(frozen=True, slots=True)
class Owed:
    """What is due to some clients: one query for all of them."""

    duties: dict[tuple[Kind, int], list[Duty]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def to(cls, clients: Collection[int], user: User, *, as_of: date) -> "Owed":
        promises = Promise.objects.due(as_of=as_of).filter(owner=user, client__in=clients)
        concerns = Concern.objects.due(as_of=as_of).filter(client__in=clients)
        steps = DefenceStep.objects.due(as_of=as_of).filter(owner=user, defence__client__in=clients)
        wanted = Expansion.objects.due(as_of=as_of).filter(owner=user, client__in=clients)
        risks = Risk.objects.due(as_of=as_of).filter(owner=user, client__in=clients)
        renewals = Renewal.objects.as_duties(user, as_of=as_of).filter(contract__client__in=clients)
        rows = rows_of(Kind.PROMISE, promises).union(
            rows_of(Kind.CONCERN, concerns),
            rows_of(Kind.DEFENCE, steps, client="defence__client_id"),
            rows_of(Kind.EXPANSION, wanted, what="next_step"),
            rows_of(Kind.RISK, risks, what="plan"),
            rows_of(Kind.RENEWAL, renewals, client="contract__client_id"),
            all=True,
        )
        owed = cls()
        for kind, due_by, _pk, client, what in sorted(rows):
            duty = Duty(str(WORDS[Due(what)]), hangs_on(what, due_by)) if kind == Kind.RENEWAL else Duty(what, due_by)
            owed.duties[Kind(kind), client].append(duty)
        return owed

    def of(self, kind: Kind, client: int) -> tuple[Duty, ...]:
        """What of one kind is due to one client, the oldest first."""
        return tuple(self.duties.get((kind, client), ()))

    def add(self, kind: Kind, client: int, duties: Iterable[Duty]) -> "Owed":
        self.duties[kind, client].extend(duties)
        return self


def rows_of(kind: Kind, owed: QuerySet[Any], *, client: str = "client_id", what: str = "what") -> QuerySet[Any]:
    """The columns that all kinds of what we owe have; the days come before the rest, so that they are in order."""
    named: QuerySet[Any] = owed.order_by().annotate(kind=Value(str(kind)), whom=F(client), words=F(what))
    return named.values_list("kind", "due_by", "pk", "whom", "words")
