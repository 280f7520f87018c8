"""What an import tells about each client as a whole: since when, how large, who looks after them. No database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

TOP, MIDDLE = 0.2, 0.5


@dataclass(slots=True)
class Evidence:
    """What the rows of one client say together. Days are ISO texts, which compare as days do."""

    first: str = ""
    value: Decimal = Decimal(0)
    currency: str = ""
    bought: bool = False
    tried: bool = False
    owner: int | None = None
    owner_on: str = ""
    losses: int = 0
    # The last file that told of them.
    sheet: int | None = None

    def buy(self, on: str | None, amount: Decimal | None, currency: str) -> None:
        """They bought something from us, or are bound to us."""
        self.bought = True
        if on and (not self.first or on < self.first):
            self.first = on
        # Amounts in a second currency are not added to those in the first: the larger list would win by its unit.
        if amount is not None and currency == (self.currency or currency):
            self.currency = currency
            self.value += amount

    def tend(self, owner: int | None, on: str) -> None:
        """One of us worked on a deal with them; the last one looks after them."""
        if owner is not None and on >= self.owner_on:
            self.owner, self.owner_on = owner, on


def tiers(of: Mapping[int, Evidence]) -> dict[int, str]:
    """A for the largest fifth, B for the next three tenths, C for the rest; each currency by itself.

    >>> tiers({n: Evidence(value=Decimal(n), currency="EUR") for n in (1, 2, 3, 4, 50)})
    {50: 'A', 4: 'B', 3: 'B', 2: 'C', 1: 'C'}
    """
    by_currency: dict[str, list[int]] = defaultdict(list)
    for client, evidence in of.items():
        if evidence.value > 0:
            by_currency[evidence.currency].append(client)
    found = {}
    for clients in by_currency.values():
        clients.sort(key=lambda client: -of[client].value)
        for place, client in enumerate(clients):
            share = place / len(clients)
            found[client] = "A" if share < TOP else "B" if share < MIDDLE else "C"
    return found


def first_touches(
    clients: Iterable[tuple[int, int | None, str]], *, ideal_days: Mapping[str, int], today: date
) -> dict[int, date]:
    """When each new client is first due. `clients` are (client, owner, tier), the most valuable first.

    Nobody has spoken to them here yet, so all are due; each owner's are spread evenly over the ideal days of their tier, the most
    valuable today.
    """
    queues: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for client, owner, tier in clients:
        queues[owner, tier].append(client)
    return {
        client: today + timedelta(days=place * ideal_days[tier] // len(queue))
        for (_owner, tier), queue in queues.items()
        for place, client in enumerate(queue)
    }
