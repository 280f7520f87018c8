"""Field by field: what of two or more clients is believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wonback.clients.models import Client
from wonback.clients.models.client import FACTS

FIELDS: dict[str, str | Promise] = {
    **FACTS,
    "owner_id": gettext_lazy("Who looks after them"),
    "standing": gettext_lazy("Where they stand"),
    "parent_id": gettext_lazy("Whom they belong to"),
}
# field → the number of the client whose value is taken
Choices = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Option:
    """What one of them says of one field."""

    client: int
    text: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One field of all of them, side by side."""

    name: str
    label: str | Promise
    options: list[Option]

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose: two that say something, and not the same."""
        return len({option.text for option in self.options if option.text}) > 1

    @property
    def must_be_said(self) -> bool:
        """Whether nothing is taken before a person says so."""
        return self.differs and not any(option.taken for option in self.options)


def believed(clients: Sequence[Client], choices: Choices) -> dict[str, Any]:
    """The value of every field: as somebody chose, else the first one's, else the first that is known."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        said = [getattr(client, name) for client in clients]
        chosen = [getattr(client, name) for client in clients if client.pk == choices.get(name)]
        known = [value for value in said if value not in (None, "")]
        found[name] = chosen[0] if chosen else next(iter(known), said[0])
    if found["parent_id"] in {client.pk for client in clients}:
        found["parent_id"] = None
    return found


def spoken_for(clients: Sequence[Client], choices: Choices) -> dict[int, list[str]]:
    """For which fields each of the others was believed against the first: their file goes on to say it."""
    first, others = clients[0], clients[1:]
    return {
        other.pk: sorted(
            name
            for name, pk in choices.items()
            if pk == other.pk and name in FIELDS and getattr(first, name) != getattr(other, name)
        )
        for other in others
    }


def side_by_side(clients: Sequence[Client], choices: Choices) -> list[Line]:
    """What each of them says of each field, and which is taken; fields of which nobody says anything are left out."""
    taken = believed(clients, choices)
    lines = [Line(name, label, options(clients, name, taken[name], choices)) for name, label in FIELDS.items()]
    return [line for line in lines if any(option.text for option in line.options)]


def options(clients: Sequence[Client], name: str, taken: Any, choices: Choices) -> list[Option]:
    said_by = choices.get(name) or next((client.pk for client in clients if getattr(client, name) == taken), 0)
    if name == "standing" and is_undecided(clients, choices):
        said_by = 0
    return [Option(client.pk, text_of(client, name), client.pk == said_by) for client in clients]


def is_undecided(clients: Sequence[Client], choices: Choices) -> bool:
    """Whether only a person can say where they stand: one is a client, another is lost."""
    standings = {client.standing for client in clients}
    return "standing" not in choices and {Client.Standing.ACTIVE, Client.Standing.LOST} <= standings


def text_of(client: Client, name: str) -> str:
    """A value as people read it."""
    if name in {"owner_id", "parent_id"}:
        return str(getattr(client, name.removesuffix("_id")) or "")
    if name in {"standing", "tier"}:
        return str(getattr(client, f"get_{name}_display")())
    value = getattr(client, name)
    return "" if value is None else str(value)
