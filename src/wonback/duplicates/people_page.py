"""What the page of two people shows, and what its form says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from wonback.clients.models import Contact, Permission
from wonback.clients.models.contact import FACTS
from wonback.duplicates.choosing import Line, Option
from wonback.duplicates.models import PersonPair

# Whom they report to is asked on their own page: of two who are one, one may report to the other.
FIELDS = {name: label for name, label in FACTS.items() if name != "reports_to"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what hangs on them."""

    person: Contact
    touches: int
    refuses: bool


@dataclass(frozen=True, slots=True)
class PersonPairPage:
    pair: PersonPair
    sides: list[Side]
    lines: list[Line]

    @classmethod
    def of(cls, pair: PersonPair, *, stays: str) -> Self:
        both = in_order(pair, stays)
        return cls(pair, [side(one) for one in both], side_by_side(*both))

    @property
    def stays(self) -> Contact:
        return self.sides[0].person

    @property
    def goes(self) -> Contact:
        return self.sides[1].person


def side(person: Contact) -> Side:
    refusals = Permission.objects.filter(contact=person, answer=Permission.Answer.REFUSED)
    return Side(person, person.touches.count(), refusals.exists())


def in_order(pair: PersonPair, stays: str) -> tuple[Contact, Contact]:
    """The one who stays first: as chosen, else the one who was written down first."""
    return (pair.other, pair.one) if stays == str(pair.other_id) else (pair.one, pair.other)


def choices_in(said: Mapping[str, str], pair: PersonPair) -> dict[str, int]:
    """For which fields the form names one of the two."""
    both = {str(pair.one_id): pair.one_id, str(pair.other_id): pair.other_id}
    return {name: both[said[name]] for name in FIELDS if said.get(name) in both}


def side_by_side(stays: Contact, goes: Contact) -> list[Line]:
    """What each says of each field, and which is taken; fields of which nobody says anything are left out."""
    lines = [Line(name, label, options(stays, goes, name)) for name, label in FIELDS.items()]
    return [line for line in lines if any(option.text for option in line.options)]


def options(stays: Contact, goes: Contact, name: str) -> list[Option]:
    mine, theirs = text_of(stays, name), text_of(goes, name)
    return [Option(stays.pk, mine, bool(mine)), Option(goes.pk, theirs, not mine)]


def text_of(person: Contact, name: str) -> str:
    """A value as people read it."""
    shown: Any = getattr(person, f"get_{name}_display", None)
    value = getattr(person, name)
    return "" if value in (None, "") else str(shown() if shown else value)
