"""A fair split of the lost clients in the pool: what each hand gets, and why. Knows neither database nor request.

What somebody put down by hand stays where it is, as long as nothing stands against it. Then each client goes to whoever
knows them, and the rest are dealt so that all end with about as much worth in hand. Nobody gets more than they have room
for, and nobody gets a client of whom they should keep away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from django.utils.translation import gettext as _

from wonback.stats.choice import share


@dataclass(frozen=True, kw_only=True)
class Card:
    """A lost client to deal. `worth` is None where nobody knows it, which is not zero.

    `known_by`: who has a history with them, and which. `barred`: who must not have them, and why.
    `put`: in whose hands somebody has put them. `stays`: why nobody should have them now.
    """

    pk: int
    worth: float | None = None
    known_by: Mapping[int, str] = field(default_factory=dict)
    barred: Mapping[int, str] = field(default_factory=dict)
    put: int | None = None
    stays: str = ""


@dataclass(frozen=True, kw_only=True)
class Hand:
    """A person at the table: how many more they have room for, and the worth of what they work on already.

    `dealt_to` is False for whoever only keeps what was put into their hands.
    """

    pk: int
    name: str
    room: int
    worth: float = 0.0
    dealt_to: bool = True


@dataclass(frozen=True)
class Deal:
    """Where one client goes; nowhere: they stay in the pool. `why` is a sentence."""

    card: int
    hand: int | None
    why: str


def suggest(cards: Sequence[Card], hands: Sequence[Hand]) -> list[Deal]:
    """A fair split of the cards, in their order. The same question has the same answer."""
    table = Table(cards, {hand.pk: hand for hand in hands})
    table.leave_what_was_put()
    table.give_to_those_who_know_them()
    table.share_the_rest()
    return [table.dealt.get(card.pk) or Deal(card.pk, None, table.why_not(card)) for card in cards]


class Table:
    """The round while it is dealt."""

    def __init__(self, cards: Sequence[Card], hands: Mapping[int, Hand]) -> None:
        self.cards = cards
        self.hands = hands
        self.dealt: dict[int, Deal] = {}
        self.takers = [hand.pk for hand in hands.values() if hand.dealt_to]
        self.room = {pk: max(0, hand.room) for pk, hand in hands.items()}
        self.got = dict.fromkeys(hands, 0)
        self.held = {pk: hand.worth for pk, hand in hands.items()}
        known = [card.worth for card in cards if card.worth is not None]
        # Where nobody knows it, a client counts as much as the others do on average.
        self.usual = sum(known) / len(known) if known else 1.0

    def worth(self, card: Card) -> float:
        return self.usual if card.worth is None else card.worth

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.pk not in self.dealt and not card.stays]

    def fits(self, card: Card, hand: int) -> bool:
        return self.room.get(hand, 0) > 0 and hand not in card.barred and not card.stays

    def give(self, card: Card, hand: int, why: str) -> None:
        self.dealt[card.pk] = Deal(card.pk, hand, why)
        self.room[hand] -= 1
        self.got[hand] += 1
        self.held[hand] += self.worth(card)

    def leave_what_was_put(self) -> None:
        for card in self.cards:
            if card.put is not None and self.fits(card, card.put):
                self.give(card, card.put, _("Stays with %(name)s.") % {"name": self.hands[card.put].name})

    def give_to_those_who_know_them(self) -> None:
        """To each no more than their part of the round, so that whoever knows many does not get all."""
        part = ceil((len(self.waiting) + sum(self.got[pk] for pk in self.takers)) / max(1, len(self.takers)))
        for card in self.waiting:
            knowing = [pk for pk in self.takers if pk in card.known_by and self.fits(card, pk) and self.got[pk] < part]
            if knowing:
                hand = min(knowing, key=lambda pk: self.held[pk])
                self.give(card, hand, self.because(hand, card.known_by[hand]))

    def because(self, hand: int, what: str) -> str:
        return _("To %(name)s: %(what)s.") % {"name": self.hands[hand].name, "what": what}

    def share_the_rest(self) -> None:
        """About as much worth to each."""
        by_pk = {card.pk: card for card in self.waiting}
        worths = {pk: self.worth(card) for pk, card in by_pk.items()}
        barred = {pk: list(card.barred) for pk, card in by_pk.items()}
        room = {pk: self.room[pk] for pk in self.takers}
        for hand, pks in share(worths, room, held=dict(self.held), got=dict(self.got), barred=barred).items():
            for pk in pks:
                self.give(by_pk[pk], hand, self.because(hand, self.even(by_pk[pk])))

    @staticmethod
    def even(card: Card) -> str:
        if card.worth is None:
            return _("has room; nobody knows what this one is worth")
        return _("evens out what everybody has in hand")

    def why_not(self, card: Card) -> str:
        """Why a card stays in the pool."""
        if card.stays:
            return card.stays
        if not any(self.room[pk] for pk in self.takers):
            return _("Stays in the pool: nobody has room for one more.")
        return _("Stays in the pool: whoever has room should keep away from this one.")
