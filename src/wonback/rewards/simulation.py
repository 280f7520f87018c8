"""What a scheme would have paid, on what has happened: a what-if that writes nothing down."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from wonback.rewards.facts import Facts
from wonback.rewards.models import Scheme
from wonback.rewards.models.credit import Kind
from wonback.rewards.pay_queries import within_reach
from wonback.rewards.scheme import Fact, Terms, dues, months_after
from wonback.team.models import User

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Row:
    """What one person would have got in a year, in one currency; `today` by the scheme that holds."""

    person: User
    currency: str
    kinds: list[Decimal]
    today: Decimal

    @property
    def total(self) -> Decimal:
        return sum(self.kinds, NOTHING)


@dataclass(frozen=True)
class Simulation:
    """What a scheme would have paid in the twelve months that are over, to those whose statements one reads."""

    scheme: Scheme
    user: User
    as_of: date

    @property
    def until(self) -> date:
        return self.as_of.replace(day=1)

    @property
    def since(self) -> date:
        return months_after(self.until, -12)

    @cached_property
    def facts(self) -> list[Fact]:
        terms = [self.scheme.terms, *([self.holds.terms] if self.holds else [])]
        return Facts(self.since, self.until).all(stays_months=max(one.stays_months for one in terms))

    @cached_property
    def holds(self) -> Scheme | None:
        """The scheme of this month."""
        return Scheme.objects.of(self.until)

    def by_kind(self, terms: Terms) -> dict[tuple[int, str], dict[str, Decimal]]:
        """What each person would get in each currency, by kind."""
        found: dict[tuple[int, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for due in dues(self.facts, terms):
            if self.since <= due.on < self.until:
                found[due.person, due.fact.currency][due.fact.kind] += due.amount
        return found

    @cached_property
    def people(self) -> dict[int, User]:
        """Whose pay this person may read."""
        return within_reach(self.user).in_bulk()

    @cached_property
    def rows(self) -> list[Row]:
        would, people = self.by_kind(self.scheme.terms), self.people
        does = self.by_kind(self.holds.terms) if self.holds else {}
        whose = sorted({*would, *does}, key=lambda who: (people[who[0]].name if who[0] in people else "", who))
        return [
            Row(
                people[person],
                currency,
                [would.get((person, currency), {}).get(kind, NOTHING) for kind in Kind.values],
                sum(does.get((person, currency), {}).values(), NOTHING),
            )
            for person, currency in whose
            if person in people
        ]

    @property
    def totals(self) -> list[Row]:
        """All of them, each currency for itself."""
        sums: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            sums[row.currency].append(row)
        return [
            Row(
                self.user,
                currency,
                [sum(of, NOTHING) for of in zip(*(row.kinds for row in rows), strict=True)],
                sum((row.today for row in rows), NOTHING),
            )
            for currency, rows in sums.items()
        ]

    @property
    def unknown(self) -> int:
        """Deeds that are not in it because nobody has said what they pay."""
        return sum(
            fact.now is None and bool(fact.hands) and fact.hands[-1].person in self.people for fact in self.facts
        )
