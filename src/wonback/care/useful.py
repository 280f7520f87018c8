"""What of the shelf is offered for one client: the rule of `shelf` with what is on file."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from wonback.care import shelf
from wonback.care.models import Piece, Share
from wonback.clients.models import Client

# A shelf is for people to know by heart; of a longer one the newest are weighed.
MOST_WEIGHED = 500


@dataclass(frozen=True, slots=True)
class Useful:
    """One thing to give, and why it fits."""

    piece: Piece
    why: str


def useful_to(
    client: Client,
    *,
    about: shelf.About | None = None,
    people: Collection[int] | None = None,
    had_some: bool = True,
) -> list[Useful]:
    """At most three things nobody there has had in vain, the most fitting first. Two queries where the rest is known.

    `had_some`: whether anybody there was given something; if not, nobody asks what.
    """
    pieces = {piece.pk: piece for piece in Piece.objects.on_the_shelf()[:MOST_WEIGHED]}
    had: dict[int, set[int | None]] = defaultdict(set)
    for piece, contact in Share.objects.filter(client=client).values_list("piece", "contact") if had_some else ():
        had[piece].add(contact)
    on_shelf = [shelf.OnShelf(pk, piece.tag_list, frozenset(had[pk])) for pk, piece in pieces.items()]
    there = client.contacts.filter(left_on=None).values_list("pk", flat=True) if people is None else people
    chosen = shelf.suggested(on_shelf, about or about_of(client), set(there))
    return [Useful(pieces[one.key], one.why) for one in chosen]


def about_of(client: Client) -> shelf.About:
    """What is on file of a client: industry, open concerns, and what they want more of."""
    concerns = client.concerns.open().values_list("what", flat=True)
    wishes = client.expansions.open().values_list("what", flat=True)
    return shelf.About(client.industry, list(concerns), list(wishes))
