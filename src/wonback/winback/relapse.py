"""Whether a client who came back may leave again: early signs, those of the first reason counted double. A rule without a database.

Who is cured of the first reason stays; who is not leaves for it again (Kumar, Leszkiewicz & Herbst 2018).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# What each reason looks like when it begins again.
SIGNS_OF = {
    "delivery": {"gripe", "broken", "verdict"},
    "quality": {"gripe", "verdict"},
    "service": {"gripe", "broken", "missed", "verdict"},
    "people": {"gripe", "missed", "verdict"},
    "product-gap": {"gripe", "rival"},
    "price": {"rival"},
    "budget": {"rival"},
    "competitor": {"rival"},
    "decision-maker": {"left"},
    "contact-left": {"left"},
}
LOOK, ACT = 1, 3


class Level(StrEnum):
    CALM = "calm"
    LOOK = "look"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Sign:
    """Something seen since they came back: a gripe, a broken promise, a rival, somebody who left, a check we missed, their verdict."""

    kind: str
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Weighed:
    sign: Sign
    weight: int


@dataclass(frozen=True, slots=True)
class Watch:
    """All signs, the newest first, and what they come to."""

    signs: tuple[Weighed, ...] = ()

    @property
    def score(self) -> int:
        return sum(one.weight for one in self.signs)

    @property
    def level(self) -> Level:
        if self.score >= ACT:
            return Level.ACT
        return Level.LOOK if self.score >= LOOK else Level.CALM


def watch(signs: Iterable[Sign], *, reason: str) -> Watch:
    """Weigh the signs; `reason` is the key of the first reason.

    >>> seen = [Sign("rival", "Kestrel", date(2026, 5, 1)), Sign("gripe", "Late", date(2026, 5, 2))]
    >>> watch(seen, reason="price").score, watch(seen, reason="delivery").score, watch(seen, reason="other").score
    (3, 3, 2)
    """
    double = SIGNS_OF.get(reason, set())
    newest = sorted(signs, key=lambda one: (one.on, one.words), reverse=True)
    return Watch(tuple(Weighed(one, 2 if one.kind in double else 1) for one in newest))
