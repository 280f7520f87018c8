"""Who had a client in the year before a day, from the hand-overs on its timeline."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from wonback.clients.models import Client, Entry
from wonback.clients.models.client import HANDED_OVER
from wonback.rewards.scheme import Hand

YEAR = 365


class Hands:
    """The owners of some clients (their numbers, or a question for them), read in two queries."""

    def __init__(self, clients: Collection[int] | QuerySet[Any, Any]) -> None:
        self.owners = dict(Client.objects.filter(pk__in=clients).values_list("pk", "owner"))
        self.handed: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
        entries = Entry.objects.filter(client__in=clients, verb=HANDED_OVER.name).order_by("at", "pk")
        for client, at, facts in entries.values_list("client", "at", "facts"):
            was = str(facts.get("was") or "")
            self.handed[client].append((timezone.localdate(at), int(was) if was.isdecimal() else None))

    def of(self, client: int, *, on: date) -> tuple[Hand, ...]:
        """Whoever had this client, in order; nobody where nobody had it on that day."""
        return hands(self.owners.get(client), self.handed.get(client, ()), on=on)


def hands(owner: int | None, handed: Sequence[tuple[date, int | None]], *, on: date) -> tuple[Hand, ...]:
    """Who had a client in the 365 days up to and including a day. `handed`: when it went to somebody else, and whose it was.

    >>> hands(2, [(date(2026, 11, 1), 1)], on=date(2026, 11, 10))
    (Hand(person=1, days=355), Hand(person=2, days=10))
    """
    begins, found = on - timedelta(days=YEAR - 1), []
    for day, was in handed:
        if day > on:
            owner = was
            break
        if day > begins:
            found.append((was, (day - begins).days))
            begins = day
    found.append((owner, (on - begins).days + 1))
    return tuple(Hand(person, days) for person, days in found if person) if owner else ()
