"""The places the rail leads to. Pages that are not installed, or not this person's, are left out."""

from dataclasses import dataclass
from typing import Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Person(Protocol):
    def may(self, right: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Place:
    route: str
    label: Promise
    icon: str
    key: str
    right: str = ""

    @property
    def url(self) -> str:
        """Where it is, or nothing while that page is not installed."""
        try:
            return reverse(self.route)
        except NoReverseMatch:
            return ""

    def is_for(self, person: Person) -> bool:
        return not self.right or person.may(self.right)

    def holds(self, path: str) -> bool:
        return path == self.url or (self.url != "/" and path.startswith(self.url))


PLACES = (
    Place("desk:today", gettext_lazy("Today"), "sun", "g t"),
    Place("desk:clients", gettext_lazy("Clients"), "building-2", "g c"),
    Place("desk:lost", gettext_lazy("Lost"), "unlink", "g l"),
    Place("winback:plans", gettext_lazy("Plans"), "route", "g p"),
    Place("winback:changes", gettext_lazy("Changes"), "wrench", "g w"),
    Place("winback:doors", gettext_lazy("Doors"), "door-open", "g d", right="work"),
    Place("winback:calendar", gettext_lazy("Calendar"), "calendar", "g k", right="work"),
    Place("interviews:queue", gettext_lazy("Interviews"), "mic", "g q", right="interview"),
    Place("metrics:numbers", gettext_lazy("Numbers"), "chart-line", "g n"),
    Place("desk:book", gettext_lazy("Book"), "book-open", "g b", right="lead"),
    Place("intake:batches", gettext_lazy("Import"), "file-up", "g i", right="import"),
)


def places_for(person: Person) -> list[Place]:
    return [place for place in PLACES if place.url and place.is_for(person)]
