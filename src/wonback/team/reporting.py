"""Who reports to whom, all the way up and all the way down. Pure; people are numbers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence


def above(person: int, boss_of: Mapping[int, int | None]) -> frozenset[int]:
    """Everybody this person reports to, all the way up. A ring of people who report to each other ends it.

    >>> sorted(above(3, {3: 2, 2: 1, 1: None}))
    [1, 2]
    """
    found: set[int] = set()
    boss = boss_of.get(person)
    while boss is not None and boss not in found:
        found.add(boss)
        boss = boss_of.get(boss)
    return frozenset(found)


def tree(people: Sequence[int], boss_of: Mapping[int, int | None]) -> Iterator[tuple[int, int]]:
    """Each person once with their depth, below whom they report to; `people` gives the order among equals.

    Whoever reports to somebody who is not among `people` stands at the top, and so does the first of a ring.

    >>> list(tree([3, 2, 1], {3: 1, 2: 1, 1: None}))
    [(1, 0), (3, 1), (2, 1)]
    """
    below: dict[int | None, list[int]] = defaultdict(list)
    known = set(people)
    for one in people:
        boss = boss_of.get(one)
        below[boss if boss in known else None].append(one)
    left = dict.fromkeys(people)
    for top in (*below[None], *(one for one in people if one in above(one, boss_of))):
        waiting = [(top, 0)]
        while waiting:
            one, depth = waiting.pop()
            if one in left:
                del left[one]
                yield one, depth
                waiting += [(each, depth + 1) for each in reversed(below[one])]
