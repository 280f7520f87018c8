"""What the pages of pay show: a statement, and what a scheme would have paid."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from wonback.advocacy.models import Referral
from wonback.clients.models import Client
from wonback.core.money import Money
from wonback.renewals.models import Renewal
from wonback.rewards import statements
from wonback.rewards.models import Closing, Credit, Scheme
from wonback.rewards.models.credit import Kind
from wonback.rewards.pay_queries import last_closed, within_reach
from wonback.rewards.scheme import months_after
from wonback.rewards.simulation import Simulation
from wonback.team.models import User
from wonback.team.policy import Right
from wonback.winback.models import Plan

MONTHS_SHOWN = 24
# From when on a scheme may hold, around this month.
MONTHS_BEFORE, MONTHS_AHEAD = 3, 6


def summed(lines: Iterable[Credit]) -> list[Money]:
    """Their sums, each currency for itself."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for credit in lines:
        sums[credit.currency] += credit.amount
    return [Money(amount, currency) for currency, amount in sorted(sums.items())]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement, with the page of what it is from, where its reader may open that."""

    credit: Credit
    url: str


@dataclass(frozen=True)
class Statement:
    """One month as one person reads it: their own, or that of somebody whose work they see."""

    user: User
    as_of: date
    month_asked: date | None = None
    person: User | None = None

    @cached_property
    def open_month(self) -> date | None:
        """The month that is being earned, or waits to be closed."""
        return Closing.next_month()

    @cached_property
    def months(self) -> list[date]:
        """What one may look at, the newest first."""
        closed = list(Closing.objects.order_by("-month").values_list("month", flat=True)[:MONTHS_SHOWN])
        begun = self.open_month and self.open_month <= self.as_of
        return [self.open_month, *closed] if begun and self.open_month else closed

    @property
    def month(self) -> date | None:
        """The month asked for, else the last one that was closed."""
        if self.month_asked in self.months:
            return self.month_asked
        closed = [month for month in self.months if month != self.open_month]
        return next(iter(closed or self.months), None)

    @property
    def is_open(self) -> bool:
        """Whether it may still change."""
        return self.month is not None and self.month == self.open_month

    @cached_property
    def credits(self) -> list[Credit]:
        """Every line this person may read of it."""
        if self.month is None:
            return []
        if not self.is_open:
            read = Credit.objects.visible_to(self.user).filter(closing__month=self.month).for_lines()
            return list(read.filter(person=self.person) if self.person else read)
        people = within_reach(self.user).in_bulk()
        drawn = statements.drawn_up(self.month, person=self.person)
        mine = [credit for credit in drawn if credit.person_id in people]
        for credit in mine:
            credit.person = people[credit.person_id]
        return sorted(mine, key=lambda one: (one.person.name, one.person_id, one.currency, one.kind, one.client_name))

    @property
    def sums(self) -> list[Money]:
        return summed(self.credits)

    @property
    def people(self) -> list[tuple[User, list[Money], int]]:
        """For whoever reads those of several: each with their sums, and on how many lines they stand."""
        theirs: dict[User, list[Credit]] = defaultdict(list)
        for credit in self.credits:
            theirs[credit.person].append(credit)
        return [(person, summed(lines), len(lines)) for person, lines in theirs.items()]

    @cached_property
    def lines(self) -> list[Line]:
        """Each line with what it is from; four queries for all of them."""
        found: dict[str, QuerySet[Any]] = {
            "client": Client.objects.visible_to(self.user).filter(pk__in=self._named("client_id")),
            "renewal": Renewal.objects.visible_to(self.user).filter(pk__in=self._named("renewal_id")),
            "referral": Referral.objects.visible_to(self.user).filter(pk__in=self._named("referral_id")),
            "plan": Plan.objects.visible_to(self.user).filter(pk__in=self._named("plan_id")),
        }
        opens = {name: {one.pk: one.get_absolute_url() for one in rows} for name, rows in found.items()}
        return [Line(credit, self._url(credit, opens)) for credit in self.credits]

    @property
    def groups(self) -> list[tuple[str, list[Line], list[Money]]]:
        """The lines of each kind, with what it is called and its sums."""
        of = {kind: [line for line in self.lines if line.credit.kind == kind] for kind in Kind}
        return [(str(kind.label), lines, summed(one.credit for one in lines)) for kind, lines in of.items() if lines]

    def _named(self, column: str) -> set[int]:
        return {getattr(credit, column) for credit in self.credits if getattr(credit, column)}

    @staticmethod
    def _url(credit: Credit, opens: dict[str, dict[int, str]]) -> str:
        sources = (("plan", credit.plan_id), ("renewal", credit.renewal_id), ("referral", credit.referral_id))
        keys = (*sources, ("client", credit.client_id))
        return next((opens[name][key] for name, key in keys if key in opens[name]), "")


@dataclass(frozen=True)
class SchemePage:
    """What holds, and for a lead what might: a draft and what it would have paid."""

    user: User
    as_of: date

    @property
    def may_lead(self) -> bool:
        return self.user.may(Right.LEAD)

    @property
    def may_administer(self) -> bool:
        return self.user.may(Right.ADMINISTER)

    @cached_property
    def holds(self) -> Scheme | None:
        return Scheme.objects.of(self.as_of)

    @cached_property
    def next(self) -> Scheme | None:
        """What is to hold from a later month on."""
        return Scheme.objects.in_force().filter(from_month__gt=self.as_of).last()

    @cached_property
    def draft(self) -> Scheme | None:
        return Scheme.objects.visible_to(self.user).newest_draft()

    @property
    def simulation(self) -> Simulation | None:
        return Simulation(self.draft, self.user, self.as_of) if self.draft and self.may_lead else None

    @property
    def free_months(self) -> list[date]:
        """From which months a scheme may hold: those not closed, and in which none begins."""
        taken = set(Scheme.objects.in_force().values_list("from_month", flat=True))
        around = [months_after(self.as_of.replace(day=1), n) for n in range(-MONTHS_BEFORE, MONTHS_AHEAD)]
        last = last_closed()
        return [one for one in around if one not in taken and (last is None or one > last)]

    @cached_property
    def closes(self) -> date | None:
        """The month that is over and waits to be closed."""
        waiting = Closing.next_month()
        return waiting if waiting and months_after(waiting, 1) <= self.as_of else None
