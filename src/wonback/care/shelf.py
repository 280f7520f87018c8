"""What of the shelf would be useful to one client, and why. A rule without a database."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

SHOWN = 3
# What they are unhappy about comes first; what fits everybody, last.
CONCERN, WISH, INDUSTRY, ANYBODY = 8, 4, 2, 1
SHORT = 3


@dataclass(frozen=True, slots=True)
class About:
    """What we know of a client that something to read could be about."""

    industry: str = ""
    concerns: Sequence[str] = ()
    wishes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OnShelf:
    """One thing on the shelf: its tags, and who at the client has had it. None among them: somebody there, nobody knows who."""

    key: int
    tags: Collection[str]
    had_by: frozenset[int | None] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Suggestion:
    key: int
    why: str
    weight: int


def suggested(shelf: Iterable[OnShelf], about: About, people: Collection[int]) -> list[Suggestion]:
    """The most fitting first: nothing that everybody there has had, and nothing whose tags say it is for others."""
    fits = [fit(one, about) for one in shelf if is_new(one, people)]
    found = sorted((one for one in fits if one.weight), key=lambda one: (-one.weight, one.key))
    return found[:SHOWN]


def is_new(one: OnShelf, people: Collection[int]) -> bool:
    """Whether somebody there has not had it yet. Once it was given to nobody in particular, everybody may have."""
    return None not in one.had_by and (not people or not one.had_by.issuperset(people))


def fit(one: OnShelf, about: About) -> Suggestion:
    """How well its tags meet what we know, with the strongest reason in words."""
    reasons = [
        *(
            (CONCERN, _("They are unhappy: “%(words)s”") % {"words": words.rstrip(".")})
            for words in about.concerns
            if meets(one, words)
        ),
        *(
            (WISH, _("They want more: “%(words)s”") % {"words": words.rstrip(".")})
            for words in about.wishes
            if meets(one, words)
        ),
        *([(INDUSTRY, about.industry)] if about.industry and meets(one, about.industry) else []),
        *([(ANYBODY, _("For everybody"))] if not one.tags else []),
    ]
    strongest = max(reasons, default=(0, ""), key=lambda reason: reason[0])
    return Suggestion(one.key, strongest[1], sum(weight for weight, _words in reasons))


def meets(one: OnShelf, words: str) -> bool:
    """Whether one of its tags is spoken of, whatever its ending.

    >>> meets(OnShelf(1, ["late deliveries"]), "Parcels were delivered late again.")
    True
    >>> meets(OnShelf(1, ["price"]), "Parcels come late.")
    False
    """
    said = stems(words)
    return any(stems(tag) <= said for tag in one.tags if stems(tag))


def stems(words: str) -> set[str]:
    """The words without their endings: the first five letters tell them apart well enough."""
    return {word[:5] for word in re.findall(r"\w+", words.casefold()) if len(word) >= SHORT}


def tags_of(text: str) -> list[str]:
    """Tags as somebody typed them, each once, in small letters.

    >>> tags_of("Logistics, late  deliveries,,LOGISTICS")
    ['logistics', 'late deliveries']
    """
    spelled = (" ".join(tag.casefold().split()) for tag in text.split(","))
    return list(dict.fromkeys(filter(None, spelled)))
