"""What clients bring a year, and how often they buy: for the lists, in two queries however many there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from wonback.clients.models import Contract, Purchase
from wonback.core.money import Money
from wonback.core.prepared import prepared

YEAR = timedelta(days=365)
LEAST_DAYS_FOR_A_RHYTHM = 4


@dataclass(frozen=True, slots=True)
class Worth:
    """Money a year, None while nothing is on file; and the usual days between purchases, None while too few are known."""

    a_year: Money | None = None
    by_contract: bool = False
    contract_until: date | None = None
    buys_every: int | None = None
    last_bought_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """The contracts in force of one client, and when the first of them ends."""

    a_year: Money
    until: date | None


@dataclass(frozen=True, slots=True)
class Bought:
    """What is on file of one client's purchases in one currency. `total` is of one year."""

    total: Decimal | None
    currency: str
    first: date
    last: date
    days: int


def worth_of(clients: Collection[int], *, as_of: date) -> dict[int, Worth]:
    """What each of these clients brings: by the contracts that run, else by what they bought within a year."""
    bought = purchases_of(clients, as_of=as_of)
    bound = contracts_of(clients, as_of=as_of)
    return {
        client: Worth(
            a_year=bound[client].a_year if client in bound else money_in(bought.get(client)),
            by_contract=client in bound,
            contract_until=bound[client].until if client in bound else None,
            buys_every=rhythm_in(bought.get(client)),
            last_bought_on=bought[client].last if client in bought else None,
        )
        for client in clients
    }


def contracts_of(clients: Collection[int], *, as_of: date) -> dict[int, Bound]:
    """The yearly sum of the contracts in force. Two currencies are not added: the larger contract speaks."""
    sums = contract_sums(clients, as_of=as_of)
    return {row["client"]: Bound(Money(row["total"], row["currency"]), row["ends"]) for row in sums}


@prepared
def contract_sums(clients: Collection[int], *, as_of: date) -> QuerySet[Any, Any]:
    running = Contract.objects.running(as_of=as_of).filter(client__in=clients, amount_per_year__isnull=False)
    sums = running.values("client", "currency")
    return sums.annotate(total=Sum("amount_per_year"), ends=Min("until")).order_by("client", "total")


def purchases_of(clients: Collection[int], *, as_of: date) -> dict[int, Bought]:
    """What is known of their purchases, in the currency they buy in most often."""
    return {
        row["client"]: Bought(row["total"], row["currency"], row["first"], row["last"], row["days"])
        for row in purchase_sums(clients, as_of=as_of)
    }


@prepared
def purchase_sums(clients: Collection[int], *, as_of: date) -> QuerySet[Any, Any]:
    made = Purchase.objects.filter(client__in=clients, bought_on__lte=as_of)
    known = made.values("client", "currency").annotate(
        total=Sum("amount", filter=Q(bought_on__gt=as_of - YEAR)),
        first=Min("bought_on"),
        last=Max("bought_on"),
        days=Count("bought_on", distinct=True),
    )
    return known.order_by("client", "days")


def money_in(row: Bought | None) -> Money | None:
    """Bought within a year. Somebody who bought before, but not lately, brings nothing now: that is known."""
    return None if row is None else Money(row.total or Decimal(0), row.currency)


def rhythm_in(row: Bought | None) -> int | None:
    """The mean days between two days of purchase."""
    if row is None or row.days < LEAST_DAYS_FOR_A_RHYTHM:
        return None
    return max(1, round((row.last - row.first).days / (row.days - 1)))
