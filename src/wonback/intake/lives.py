"""The times in which clients were clients, as an import tells them: begun, begun earlier, ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

from wonback.clients.models import Client, Spell
from wonback.intake.evidence import Evidence
from wonback.intake.index import reference
from wonback.intake.resolving import NEW, Resolver
from wonback.intake.spells import begins_earlier, starts_before
from wonback.intake.stage import Body
from wonback.intake.writing import Writer


@dataclass(frozen=True)
class Lives:
    """Of one plan. `facts` holds what was decided about each new client."""

    plan: Resolver
    writer: Writer
    facts: dict[int, Body]

    def prepare(self) -> None:
        """Every client has a life with us that began on the first day we know of."""
        self.writer.keep_all("spell", self._spells())

    def _spells(self) -> Iterator[tuple[int | None, Body]]:
        for place, (sheet,) in enumerate(self.plan.stage.told("client", NEW)):
            ref = reference(place)
            if self.facts[ref]["standing"] != Client.Standing.PROSPECT:
                yield sheet, {"client_id": ref, "started_on": self._first(ref), "ended_on": self._last(ref)}
        known = self._known_to_buy()
        there = self._spells_of(known)
        for ref, told in known.items():
            if ref not in there:
                yield told.sheet, {"client_id": ref, "started_on": told.first or None, "ended_on": None}

    def _known_to_buy(self) -> dict[int, Evidence]:
        return {ref: told for ref, told in self.plan.evidence.items() if ref > 0 and told.bought}

    def _spells_of(self, known: Iterable[int]) -> dict[int, list[Spell]]:
        there: dict[int, list[Spell]] = {}
        for some in batched(known, 1_000):
            for spell in Spell.objects.filter(client__in=some):
                there.setdefault(spell.client_id, []).append(spell)
        return there

    def begin_earlier(self) -> None:
        """Clients of whom the files tell an earlier day than the one we knew of."""
        known = self._known_to_buy()
        earlier = [
            (spells[0].pk, known[ref].sheet, {"started_on": known[ref].first})
            for ref, spells in self._spells_of(known).items()
            if begins_earlier(spells, known[ref].first)
        ]
        self.writer.change("spell", earlier)

    def _first(self, ref: int) -> str | None:
        return self.plan.evidence[ref].first or None if ref in self.plan.evidence else None

    def _last(self, ref: int) -> str | None:
        return None if self.plan.leaves_later(ref) else self.plan.left_on.get(ref)

    def end_known(self) -> None:
        """Clients who were there and have left: they are lost, and the life they were in is over."""
        left = {ref: day for ref, day in self.plan.left_on.items() if ref > 0 and not self.plan.leaves_later(ref)}
        for some in batched(left, 1_000):
            active = Client.objects.filter(pk__in=some).exclude(standing=Client.Standing.LOST)
            lost = [(pk, self._told_by(pk), {"standing": "lost"}) for pk in active.values_list("pk", flat=True)]
            self.writer.change("client", lost)
            open_ones = Spell.objects.filter(client__in=some, ended_on=None)
            ends = [
                (spell.pk, self._told_by(spell.client_id), {"ended_on": left[spell.client_id]})
                for spell in open_ones
                if starts_before(spell, left)
            ]
            self.writer.change("spell", ends)

    def _told_by(self, ref: int) -> int | None:
        """The file that told of a client last."""
        return self.plan.evidence[ref].sheet if ref in self.plan.evidence else None
