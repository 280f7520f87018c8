"""Which of many records are worth comparing: those that share a key, or a name but for one letter. Arrays, so that 100,000 take seconds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

MOST_IN_A_BLOCK = 20
MOST_WITH_ONE_NAME = 60
SHORTEST = 5


def candidates(keys: Sequence[Sequence[str]], names: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places, each once, the earlier first."""
    found = set(sharing(keys))
    found.update(but_for_a_letter(names))
    return sorted(found)


def sharing(keys: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, mine in enumerate(keys):
        for key in mine:
            blocks[key].append(place)
    for key, block in blocks.items():
        if 1 < len(block) <= (MOST_WITH_ONE_NAME if key.startswith("n:") else MOST_IN_A_BLOCK):
            yield from combinations(block, 2)


def but_for_a_letter(names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Names of which one letter was added, left out, mistaken, or changed places with its neighbour.

    Two such names are equal once a letter is left out of each (or of one): the idea of symmetric deletion.
    """
    distinct = list(dict.fromkeys(name for name in names if len(name) >= SHORTEST))
    marks = np.fromiter((mark for name in distinct for mark in shortened(name)), np.int64)
    places = np.repeat(np.arange(len(distinct)), [len(name) + 1 for name in distinct])
    of_name: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        of_name[name].append(place)
    for block in runs(marks, places):
        for one, other in combinations(sorted(set(block)), 2):
            yield from (ordered(i, j) for i in of_name[distinct[one]] for j in of_name[distinct[other]])


def shortened(name: str) -> Iterator[int]:
    """The name, and the name without each of its letters, as numbers."""
    yield hash(name)
    for place in range(len(name)):
        yield hash(name[:place] + name[place + 1 :])


def runs(
    marks: "np.ndarray[tuple[int], np.dtype[np.int64]]", places: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> Iterator[list[int]]:
    """The places that share a mark."""
    order = np.argsort(marks, kind="stable")
    marks, places = marks[order], places[order]
    ends = np.flatnonzero(np.append(marks[1:] != marks[:-1], True)) + 1 if len(marks) else np.array([], np.int64)
    begins = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    for begin, end in zip(begins[ends - begins > 1].tolist(), ends[ends - begins > 1].tolist(), strict=True):
        if end - begin <= MOST_IN_A_BLOCK:
            yield places[begin:end].tolist()


def ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
