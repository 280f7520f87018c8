"""Who speaks to a client of nobody: somebody who is there anyway. A rule without a database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """Where a client is, as far as we know."""

    key: int
    town: str = ""
    country: str = ""


def nearest(nobodys: Iterable[Where], books: Mapping[int, Sequence[Where]]) -> dict[int, int]:
    """For each client of nobody, whoever has most clients in their town, else in their country, else the fewest of all.

    What one gets counts for the next, so that nobody gets all of them for being first.

    >>> nearest([Where(9, "Ulm")], {1: [Where(2, "Bonn")], 2: [Where(3, "Ulm")]})
    {9: 2}
    """
    if not books:
        return {}
    towns = {person: Counter(one.town for one in book if one.town) for person, book in books.items()}
    countries = {person: Counter(one.country for one in book if one.country) for person, book in books.items()}
    held = {person: len(book) for person, book in books.items()}
    given = {}
    for one in sorted(nobodys, key=lambda one: one.key):
        person = min(books, key=lambda p: (-towns[p][one.town], -countries[p][one.country], held[p], p))
        given[one.key] = person
        held[person] += 1
    return given
