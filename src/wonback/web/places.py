"""The places the rail leads to. Pages that are not installed, or not this person's, are left out."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Person(Protocol):
    def may(self, right: str) -> bool: ...


def url_of(route: str) -> str:
    """The address of a page, or nothing while it is not installed. Every page asks for those of the rail."""
    return found_address(route, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=1024)
def found_address(route: str, urlconf: Hashable, prefix: str) -> str:
    """Addresses do not change while a program runs, but for whoever sets other ones."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class Place:
    route: str
    label: Promise
    icon: str
    key: str
    right: str = ""
    # Rooms beside it that lead back to it.
    also: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it is, or nothing while that page is not installed."""
        return url_of(self.route)

    def is_for(self, person: Person) -> bool:
        return not self.right or person.may(self.right)

    def nearness(self, path: str) -> int:
        """How much of an address it shares with one of its rooms; 0: it is another place’s."""
        rooms = (url_of(route) for route in (self.route, *self.also))
        return max(
            (len(room) for room in rooms if path == room or (room.strip("/") and path.startswith(room))), default=0
        )


BESIDE_PLANS = ("winback:deal_round", "winback:hand_outs", "winback:aftercare", "winback:campaigns")
PLACES = (
    Place("desk:today", gettext_lazy("Today"), "sun", "g t"),
    Place(
        "desk:clients",
        gettext_lazy("Clients"),
        "building-2",
        "g c",
        also=("desk:risks", "care:rhythms", "duplicates:pairs", "advocacy:advocates"),
    ),
    Place("desk:lost", gettext_lazy("Lost"), "unlink", "g l"),
    Place("desk:planner", gettext_lazy("Planner"), "calendar-check", "g r", right="work", also=("renewals:renewals",)),
    Place("winback:plans", gettext_lazy("Plans"), "route", "g p", also=BESIDE_PLANS),
    Place("winback:changes", gettext_lazy("Changes"), "wrench", "g w"),
    Place("winback:doors", gettext_lazy("Doors"), "door-open", "g d", right="work"),
    Place("winback:calendar", gettext_lazy("Calendar"), "calendar", "g k", right="work"),
    Place("interviews:queue", gettext_lazy("Interviews"), "mic", "g q", right="interview"),
    Place("metrics:numbers", gettext_lazy("Numbers"), "chart-line", "g n"),
    Place("praise:feed", gettext_lazy("Praise"), "trophy", "g a"),
    Place("desk:book", gettext_lazy("Book"), "book-open", "g b", right="lead", also=("desk:insights",)),
    Place(
        "intake:batches",
        gettext_lazy("Import"),
        "file-up",
        "g i",
        right="import",
        also=("exports:exports", "connectors:connectors"),
    ),
)


def places_for(person: Person) -> list[Place]:
    return [place for place in PLACES if place.url and place.is_for(person)]
