"""Which people at one client seem to be one person, and why. Pure: facts in, pairs with their reasons out, offline.

Only people of one client are compared: a name is rare in one company and common in the world.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rapidfuzz.distance import OSA

from wonback.clients.likeness import Sign
from wonback.clients.names import heard, latin

# The chance each finding gives by itself; what stands beside it takes its share of the doubt that is left.
MAIL, NAME, WITHIN, NEARLY, ADDRESS, PHONE = 0.9, 0.85, 0.6, 0.56, 0.6, 0.5
ENOUGH = 0.55
ALIKE = 0.86
# More people than this with one word of a name are not compared for it.
MOST_WITH_ONE_WORD = 40
# What stands before and behind names and tells nobody apart.
TITLES = frozenset(
    "dr dipl ing mag prof mr mrs ms miss herr frau hr fr mme mlle sr sra dott dottssa phd mba msc bsc jr".split()
)
# Whoever reads what is sent there may be anybody.
SHARED = frozenset(
    "info office contact kontakt mail hello sales support service post admin accounts invoice buchhaltung einkauf".split()
)


@dataclass(frozen=True)
class Person:
    """What of somebody is compared."""

    pk: int
    name: str
    email: str = ""
    phone: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the name as one hears them; of one that is an address, what stands before the at."""
        name = re.sub(r"[._-]", " ", self.name.split("@")[0]) if "@" in self.name else self.name
        return tuple(heard(word) for word in latin(name).split() if word not in TITLES)

    @cached_property
    def number(self) -> str:
        digits = re.sub(r"\D", "", self.phone)
        return digits[-8:] if len(digits) >= 7 else ""

    @property
    def mail(self) -> str:
        return self.email.casefold()

    @property
    def shares_a_mailbox(self) -> bool:
        return self.mail.split("@")[0] in SHARED


@dataclass(frozen=True, slots=True)
class Likely:
    """Two people who seem to be one: the chance that they are, and the signs."""

    one: int
    other: int
    score: float
    signs: tuple[Sign, ...]


def pairs(people: Sequence[Person]) -> list[Likely]:
    """Those of one client who seem to be the same, the surest first.

    >>> [(like.one, like.other) for like in pairs([Person(1, "Dr. Dana Roe"), Person(2, "Roe, Dana"), Person(3, "Kim Roe")])]
    [(1, 2)]
    """
    found = (compare(one, other) for one, other in worth_comparing(people))
    return sorted((like for like in found if like), key=lambda like: (-like.score, like.one, like.other))


def worth_comparing(people: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Any two who share an address, a telephone, a word of their names or how it begins."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        for key in {
            f"m:{person.mail}",
            f"p:{person.number}",
            *(f"w:{word[:4]}" for word in person.words if len(word) > 1),
        }:
            if len(key) > 2:
                blocks[key].append(place)
    near = {two for block in blocks.values() if len(block) <= MOST_WITH_ONE_WORD for two in combinations(block, 2)}
    return ((people[one], people[other]) for one, other in sorted(near))


def compare(one: Person, other: Person) -> Likely | None:
    """Weigh two people; nothing if they are rather not the same."""
    signs = [*of_names(one, other), *of_addresses(one, other)]
    named = bool(signs) and signs[0].kind in {"name", "within", "nearly"}
    doubt = 1.0
    for sign in signs:
        doubt *= 1 - sign.weight
    # A telephone or a mailbox is shared by a whole office: a name must speak for it too.
    if not named or 1 - doubt < ENOUGH:
        return None
    first, second = sorted((one.pk, other.pk))
    return Likely(first, second, round(1 - doubt, 4), tuple(signs))


def of_names(one: Person, other: Person) -> Iterable[Sign]:
    mine, theirs = set(one.words), set(other.words)
    if not mine or not theirs:
        return
    if mine == theirs or "".join(one.words) == "".join(other.words):
        # One word is a first name or a last one, and may be of two.
        yield Sign("name", NAME if len(mine) > 1 else WITHIN, "")
    elif stands_in(one.words, other.words) or stands_in(other.words, one.words):
        yield Sign("within", WITHIN if min(len(mine), len(theirs)) > 1 else NEARLY / 2, "")
    elif min(len(mine), len(theirs)) > 1 and (share := alike(one.words, other.words)) >= ALIKE:
        yield Sign("nearly", NEARLY, f"{share:.2f}")


def stands_in(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether every word of one name is a word of the other, or how one begins: D. Roe, Dana Roe, Dana M. Roe."""
    left = list(many)
    for word in sorted(few, key=len, reverse=True):
        match = next((other for other in left if word == other), None)
        match = match or next((other for other in left if is_initial(word, other)), None)
        if match is None:
            return False
        left.remove(match)
    return any(len(word) > 2 and word in many for word in few)


def is_initial(word: str, other: str) -> bool:
    return min(len(word), len(other)) == 1 and word[0] == other[0]


def alike(mine: Sequence[str], theirs: Sequence[str]) -> float:
    """How alike two names are, whatever the order of their words; each word must be."""
    one, other = sorted(mine), sorted(theirs)
    if len(one) != len(other):
        return 0.0
    return min(
        OSA.normalized_similarity(*two) if min(map(len, two)) > 3 else float(two[0] == two[1])
        for two in zip(one, other, strict=True)
    )


def of_addresses(one: Person, other: Person) -> Iterable[Sign]:
    if one.mail and one.mail == other.mail:
        yield Sign("mail", MAIL if not one.shares_a_mailbox else 0.1, one.mail)
    elif one.mail and other.mail and one.mail.split("@")[0] == other.mail.split("@")[0] and not one.shares_a_mailbox:
        yield Sign("mailbox", ADDRESS, f"{one.mail} / {other.mail}")
    if one.number and one.number == other.number:
        yield Sign("phone", PHONE, "")
