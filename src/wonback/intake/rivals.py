"""The competitors whom files name: found by name, however it is spelled, or written down for the first time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from wonback.care.models import Competitor
from wonback.clients.names import name_key
from wonback.intake import words
from wonback.intake.index import reference
from wonback.intake.stage import Body

LONGEST = 120


def known() -> dict[str, int]:
    return dict(Competitor.objects.values_list("name_key", "pk"))


@dataclass
class Rivals:
    """`add` plans a new row."""

    add: Callable[[str, int, Body], None]
    known: dict[str, int] = field(default_factory=known)
    new: int = 0

    def named(self, text: str | None, sheet: int) -> int | None:
        """The one whom a cell names, by a reference; nothing if it names none."""
        name = words.rival(text or "")[:LONGEST]
        key = name_key(name)[:LONGEST]
        if not key:
            return None
        if key not in self.known:
            self.known[key] = reference(self.new)
            self.new += 1
            self.add("competitor", sheet, {"name": name, "name_key": key})
        return self.known[key]
