"""How a touch probably was, so that nobody has to say so: the way and the person of the touches before. A rule without a database."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wonback.care.question import THREE_IN_A_ROW, another_way

CALL = "call"


@dataclass(frozen=True, slots=True)
class Before:
    """One touch that was made."""

    channel: str
    contact: int | None = None
    reached: bool = True


def channel(before: Sequence[Before]) -> str:
    """The way most of the last three went, the newest deciding. After three of one kind we advise another, and guess a call.

    >>> channel([Before("visit"), Before("call"), Before("visit")]), channel([Before("mail")] * 3), channel([])
    ('visit', 'call', 'call')
    """
    last = [one.channel for one in before[:THREE_IN_A_ROW]]
    if not last or another_way(last):
        return CALL
    counted = Counter(last)
    return max(last, key=lambda way: (counted[way], -last.index(way)))


def person(before: Sequence[Before], there: Collection[int]) -> int | None:
    """Whom we reached last, if they are still there; the only one there is; else nobody is guessed.

    >>> person([Before("call", 7, reached=False), Before("call", 8)], [7, 8]), person([], [9]), person([], [7, 8])
    (8, 9, None)
    """
    if len(there) == 1:
        return next(iter(there))
    known = (one.contact for one in before if one.reached and one.contact in there)
    return next(known, None)
