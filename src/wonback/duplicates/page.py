"""What the page of one pair shows, and what its form says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from wonback.clients.models import Client
from wonback.duplicates import choosing
from wonback.duplicates.choosing import Line
from wonback.duplicates.models import Merge, Pair

COUNTED = ("contacts", "deals", "purchases", "touches", "losses")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what hangs on it."""

    client: Client
    contacts: int
    deals: int
    purchases: int
    touches: int
    losses: int
    refusals: int


@dataclass(frozen=True, slots=True)
class PairPage:
    pair: Pair
    sides: list[Side]
    lines: list[Line]
    may_merge: bool

    @classmethod
    def of(cls, pair: Pair, *, stays: str, may_merge: bool) -> Self:
        clients = list(in_order(pair, stays))
        sides = [side(client) for client in clients]
        return cls(pair, sides, choosing.side_by_side(clients, {}), may_merge)

    @property
    def survivor(self) -> Client:
        return self.sides[0].client

    @property
    def other(self) -> Client:
        return self.sides[1].client


def side(client: Client) -> Side:
    counts = {name: getattr(client, name).count() for name in COUNTED}
    return Side(client, **counts, refusals=client.permissions.filter(answer="refused").count())


def in_order(pair: Pair, stays: str) -> tuple[Client, Client]:
    """The one that stays first: as chosen, else the one that was written down first."""
    return (pair.other, pair.one) if stays == str(pair.other_id) else (pair.one, pair.other)


def choices_in(said: Mapping[str, str], pair: Pair) -> dict[str, int]:
    """For which fields the form names one of the two."""
    both = {str(pair.one_id): pair.one_id, str(pair.other_id): pair.other_id}
    return {name: both[said[name]] for name in choosing.FIELDS if said.get(name) in both}


def taken_back(merge: Merge) -> Iterator[str]:
    """What taking a merge back did, in sentences."""
    yield _("They are two again: %(n)d rows went back.") % {"n": merge.outcome["reversed"]}
    for why, sentence in (
        ("edited", _("%(n)d stay as a person changed them since.")),
        ("gone", _("%(n)d could not return: they are gone.")),
    ):
        if merge.outcome[why]:
            yield sentence % {"n": merge.outcome[why]}
