"""Clients who may leave: what other systems say of some, whom a rep worries about, and how far the saving has come."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from wonback.care.models import Reading, Risk
from wonback.clients.models import Client
from wonback.demo.dice import at
from wonback.team.models import User

# Open tickets, days late, and what they used in four months: of some clients one after the other.
USED = ((420, 410, 430, 405), (380, 390, 300, 190), (150, 160, 155, 170), (900, 870, 640, 480))
WORRIES = (
    ("Their new head of purchasing compares all suppliers", "Visit her with what we saved them last year"),
    ("They asked twice when their contract ends", "Ask what would have to be true to sign again"),
    ("Two of their sites order elsewhere now", "Find out from the site managers what they miss"),
    ("Nobody there returns our calls", "Ines calls their managing director"),
    ("Their group wants one supplier for all houses", "Offer the group what this house has"),
)


@dataclass
class Risking:
    people: dict[str, User]
    as_of: date

    def make(self) -> None:
        ours = Client.objects.active().filter(owner__isnull=False).order_by("pk")
        self.read(ours)
        self.worry(ours.filter(~Q(tier="C"), ~Q(owner=self.people["rosa"])))

    def read(self, clients: QuerySet[Client]) -> None:
        """Every fourth client's usage, tickets and payments come from another system."""
        rows, noted = [], at(self.as_of - timedelta(days=1), 6)
        for place, client in enumerate(clients[::4]):
            used = USED[place % len(USED)]
            told = [("usage", back, value) for back, value in zip((92, 61, 31, 1), used, strict=True)]
            told += [("late", 9, (place * 7) % 45 if place % 5 == 0 else 0)]
            rows += [
                Reading(
                    client=client, kind=kind, on=self.as_of - timedelta(days=back), value=value, **NOTED, noted_at=noted
                )
                for kind, back, value in told
            ]
        Reading.objects.bulk_create(rows)

    def worry(self, clients: QuerySet[Client]) -> None:
        for place, client in enumerate(clients[::9][: len(WORRIES)]):
            worry, plan = WORRIES[place]
            by, seen = client.owner, self.as_of - timedelta(days=40 - place * 6)
            if by is None:
                continue
            risk = Risk.see(client, worry, by=by, at=at(seen, 11))
            if place > 0:
                risk.make_plan(plan, self.as_of + timedelta(days=place * 2), by=by, at=at(seen + timedelta(days=2), 9))
            if place > 2:  # the last two are further
                risk.begin("We have met, and know what it is about.", by=by, at=at(seen + timedelta(days=8), 15))
            if place > 3:  # as above
                risk.save_them("They ordered for spring.", by=by, at=at(seen + timedelta(days=14), 10))


NOTED = {"source": "Northbeam portal"}
