"""Clients who may leave: what other systems say of some, whom a rep worries about, and how far the saving has come."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from wonback.care.models import Reading, Risk
from wonback.clients.models import Client, Spell
from wonback.demo.dice import at
from wonback.team.models import User

# Open tickets, days late, and what they used in four months: of some clients one after the other.
USED = ((420, 410, 430, 405), (380, 390, 300, 190), (150, 160, 155, 170), (900, 870, 640, 480))
# Month by month until somebody left: what they used, how many tickets were open, how late they paid.
UNTIL_THEY_LEFT = (
    ("usage", (400, 410, 395, 405, 320, 270, 220, 190, 150, 120)),
    ("tickets", (2, 1, 2, 2, 3, 5, 6, 8, 8, 9)),
    ("late", (0, 0, 3, 0, 12, 25, 40, 48, 60, 60)),
)
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
        self.read_of_those_who_left()
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

    def read_of_those_who_left(self) -> None:
        """Two of three had told us so without a word, as the page says that looks back."""
        left = Spell.objects.filter(ended_on__gt=self.as_of - timedelta(days=730)).order_by("pk")
        rows = []
        for place, spell in enumerate(left):
            for kind, values in UNTIL_THEY_LEFT if place % 3 else ():
                for months, value in enumerate(reversed(values)):
                    on = (spell.ended_on or self.as_of) - timedelta(days=10 + 30 * months)
                    facts = {"kind": kind, "on": on, "value": value, "noted_at": at(on + timedelta(days=1), 6)}
                    rows.append(Reading(client_id=spell.client_id, **facts, **NOTED))
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
