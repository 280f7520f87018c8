"""Which clients seem to be one company, and why. Pure: facts in, pairs with their reasons out, offline.

Candidates share something (a name, all of it but one letter, a rare word, a domain, a telephone, somebody's address); only these are
compared. Each sign for or against counts so much; the sum is a chance, as in the record linkage of Fellegi and Sunter, with weights that
were set by hand and are measured by `benchmarks/duplicates.py`.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from wonback.clients import blocking
from wonback.clients.domains import label
from wonback.clients.legal_forms import OF_A_HOUSE
from wonback.clients.names import Core, core

# What the sum of all signs begins with: two candidates are rather not the same.
BEFORE = -4.0
ENOUGH = 0.5
# Alike so much → weight, straight between; below the first, as the first.
ALIKE = ((0.0, -6.0), (0.6, -4.0), (0.75, -1.0), (0.8, 0.5), (0.85, 1.5), (0.9, 3.0), (0.95, 4.5), (1.0, 6.0))
# What more clients than this have is no sign of one company: an agency's address, a landlord's telephone.
MOST_WITH_ONE_MAIL, MOST_WITH_ONE_PHONE, MOST_WITH_ONE_DOMAIN = 3, 3, 10
NAMES_OF_A_KIND = 3
WORD_IN_BOTH = 0.86
SHORTEST_SLIP = 5


@dataclass(frozen=True)
class Known:
    """What of a client is compared. `mails` are of people there, and never of ours."""

    pk: int
    name: str
    domain: str = ""
    phone: str = ""
    country: str = ""
    town: str = ""
    mails: frozenset[str] = frozenset()

    @cached_property
    def core(self) -> Core:
        return core(self.name)

    @cached_property
    def number(self) -> str:
        """Their telephone by its last digits, however its beginning is written."""
        digits = re.sub(r"\D", "", self.phone)
        return digits[-8:] if len(digits) >= 7 else ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for or against; `told` is what is shown with it."""

    kind: str
    weight: float
    told: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two clients that seem to be one: the chance that they are, and the signs."""

    one: int
    other: int
    score: float
    signs: tuple[Sign, ...]
    # Nothing we know of the two differs, and something besides the name is the same.
    identical: bool


@dataclass(frozen=True)
class Crowd:
    """What is common among all clients, and so tells nothing about two of them."""

    words: Counter[str]
    mails: Counter[str]
    phones: Counter[str]
    domains: Counter[str]

    @classmethod
    def of(cls, known: Iterable[Known]) -> "Crowd":
        found = cls(Counter(), Counter(), Counter(), Counter())
        for one in known:
            found.words.update(set(one.core.words))
            found.mails.update(one.mails)
            found.phones.update([one.number] if one.number else [])
            found.domains.update([one.domain] if one.domain else [])
        return found


def pairs(known: Sequence[Known], *, among: frozenset[int] | None = None) -> list[Likeness]:
    """Those who seem to be the same, the surest first. `among`: only pairs with one of these."""
    crowd = Crowd.of(known)
    found = blocking.candidates([keys(one, crowd) for one in known], [one.core.key for one in known])
    if among is not None:
        found = [(i, j) for i, j in found if known[i].pk in among or known[j].pk in among]
    ones, others = [known[i] for i, _j in found], [known[j] for _i, j in found]
    alike = zip(ones, others, likenesses(ones, others), strict=True)
    likely = (compare(one, other, share, crowd) for one, other, share in alike)
    return sorted((pair for pair in likely if pair), key=lambda pair: (-pair.score, pair.one, pair.other))


def likenesses(ones: Sequence[Known], others: Sequence[Known]) -> list[float]:
    """How alike the names of each two are, from 0 to 1, whatever the order of their words."""
    straight = shares([one.core.key for one in ones], [other.core.key for other in others])
    sorted_ = shares(*(["".join(sorted(each.core.words)) for each in side] for side in (ones, others)))
    return [max(both) for both in zip(straight, sorted_, strict=True)]


def shares(ones: Sequence[str], others: Sequence[str]) -> list[float]:
    return [float(share) for share in process.cpdist(ones, others, scorer=OSA.normalized_similarity)]


def keys(one: Known, crowd: Crowd) -> list[str]:
    """What makes two clients worth comparing, if both have it."""
    rare = (word for word in one.core.words if len(word) > 2 and crowd.words[word] <= blocking.MOST_IN_A_BLOCK)
    found = [f"w:{word}" for word in rare]
    found += [f"n:{one.core.key}"] if one.core.key else []
    found += (
        [f"d:{one.domain}", f"l:{label(one.domain)}"] if tells(one.domain, crowd.domains, MOST_WITH_ONE_DOMAIN) else []
    )
    found += [f"p:{one.number}"] if tells(one.number, crowd.phones, MOST_WITH_ONE_PHONE) else []
    return found + [f"m:{mail}" for mail in one.mails if tells(mail, crowd.mails, MOST_WITH_ONE_MAIL)]


def tells(value: str, counted: Counter[str], most: int) -> bool:
    return bool(value) and counted[value] <= most


def compare(one: Known, other: Known, alike: float, crowd: Crowd) -> Likeness | None:
    """Weigh two candidates; nothing if they are rather not the same."""
    signs = [*of_names(one, other, alike, crowd), *of_addresses(one, other, crowd), *of_places(one, other)]
    score = 1 / (1 + math.exp(-BEFORE - sum(sign.weight for sign in signs)))
    kinds = {sign.kind for sign in signs}
    # An address of somebody is shared by agencies and holdings: the name has to speak for it, or two other things.
    named = "words" in kinds or alike >= ALIKE[2][0]
    if score < ENOUGH or not (named or {"domain", "phone"} <= kinds):
        return None
    first, second = sorted((one.pk, other.pk))
    against = any(sign.weight < 0 for sign in signs)
    identical = "name" in kinds and not against and bool(kinds & {"domain", "phone", "person", "town"})
    return Likeness(first, second, round(score, 4), tuple(sorted(signs, key=lambda sign: -sign.weight)), identical)


def of_names(one: Known, other: Known, alike: float, crowd: Crowd) -> Iterable[Sign]:
    mine, theirs = one.core, other.core
    if mine.numbers != theirs.numbers:
        yield Sign("numbers", -6.0)
    if mine.key == theirs.key and mine.key:
        yield Sign("name", weight_of(1.0))
    else:
        odd = set(mine.words) ^ set(theirs.words)
        within = contains(mine, theirs, crowd) or (share_an_address(one, other, crowd) and house_of(one, other))
        share = max(alike, WORD_IN_BOTH) if within else alike
        yield Sign("words" if share > alike else "names", weight_of(share), f"{share:.2f}")
        if is_slip(mine, theirs, crowd):
            yield Sign("letter", 1.5)
        if odd and all(crowd.words[word] >= NAMES_OF_A_KIND for word in odd):
            yield Sign("other_words", -3.0)
    if mine.form and theirs.form and not set(mine.form.split()) & set(theirs.form.split()):
        yield Sign("form", -1.0, f"{mine.form} / {theirs.form}")


def contains(mine: Core, theirs: Core, crowd: Crowd) -> bool:
    """Whether all words of one name stand in the other, a rare one among them."""
    shared = set(mine.words) & set(theirs.words)
    whole = shared in (set(mine.words), set(theirs.words))
    return whole and any(len(word) > 3 and crowd.words[word] <= NAMES_OF_A_KIND for word in shared)


def share_an_address(one: Known, other: Known, crowd: Crowd) -> bool:
    """A domain that few have, or somebody there."""
    same_domain = one.domain == other.domain and tells(one.domain, crowd.domains, MOST_WITH_ONE_DOMAIN)
    return same_domain or any(tells(mail, crowd.mails, MOST_WITH_ONE_MAIL) for mail in one.mails & other.mails)


def house_of(one: Known, other: Known) -> bool:
    """Whether one name is the other's, but for words such as “group” and the land they are in."""
    lands = {*core(one.country).words, *core(other.country).words}
    mine, theirs = (set(each.core.words) - OF_A_HOUSE - lands for each in (one, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def is_slip(mine: Core, theirs: Core, crowd: Crowd) -> bool:
    """Whether the names differ in one letter of one word, and nobody else has that word."""
    here, there = set(mine.words) - set(theirs.words), set(theirs.words) - set(mine.words)
    if len(here) != 1 or len(there) != 1:
        return False
    (one,), (other,) = here, there
    rare = min(crowd.words[one], crowd.words[other]) == 1
    return rare and min(len(one), len(other)) >= SHORTEST_SLIP and OSA.distance(one, other, score_cutoff=1) <= 1


def of_addresses(one: Known, other: Known, crowd: Crowd) -> Iterable[Sign]:
    if one.domain and other.domain:
        if one.domain == other.domain:
            yield from (
                [Sign("domain", 5.0, one.domain)] if tells(one.domain, crowd.domains, MOST_WITH_ONE_DOMAIN) else []
            )
        elif label(one.domain) == label(other.domain) and not in_two_lands(one.domain, other.domain):
            yield Sign("domains", 2.0, f"{one.domain} / {other.domain}")
        else:
            yield Sign("other_domain", -2.5, f"{one.domain} / {other.domain}")
    if one.number and one.number == other.number:
        yield from [Sign("phone", 4.0)] if tells(one.number, crowd.phones, MOST_WITH_ONE_PHONE) else []
    elif one.number and other.number:
        yield Sign("other_phone", -0.5)
    if any(tells(mail, crowd.mails, MOST_WITH_ONE_MAIL) for mail in one.mails & other.mails):
        yield Sign("person", 4.0, min(one.mails & other.mails))


def in_two_lands(one: str, other: str) -> bool:
    """acme.se and acme.it are rather two; acme.se and acme.com may be one."""
    ends = {one.rsplit(".", maxsplit=1)[-1], other.rsplit(".", maxsplit=1)[-1]}
    return len(ends) == 2 and all(len(end) == 2 for end in ends)


def of_places(one: Known, other: Known) -> Iterable[Sign]:
    for kind, same, differs in (("country", 0.5, -2.5), ("town", 1.5, -1.0)):
        mine, theirs = plain(getattr(one, kind)), plain(getattr(other, kind))
        if mine and theirs:
            yield (
                Sign(kind, same, getattr(one, kind))
                if mine == theirs
                else Sign(f"other_{kind}", differs, f"{mine} / {theirs}")
            )


def plain(text: str) -> str:
    return core(text).key if text else ""


def weight_of(alike: float) -> float:
    """What names so much alike count.

    >>> weight_of(1.0), weight_of(0.975), weight_of(0.3)
    (6.0, 5.25, -5.0)
    """
    place = max(1, bisect_left(ALIKE, (alike, -math.inf)))
    (low, least), (high, most) = ALIKE[place - 1], ALIKE[place]
    return round(least + (most - least) * (alike - low) / (high - low), 2)
