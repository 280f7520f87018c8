"""Which label a short text is most like, by the words it shares with texts whose label is known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from wonback.stats.errors import CannotTell

# Endings are cut, so that “deliveries” meets “delivery”; four letters keep “price” and “pricing” together.
STEM = 4
WORD = re.compile(r"[^\W\d_]{3,}")
type Example = tuple[str, str]


def stems(text: str) -> list[str]:
    """The words of a text, cut to their first letters.

    >>> stems("Too expensive, and the deliveries were late")
    ['too', 'expe', 'and', 'the', 'deli', 'were', 'late']
    """
    return [word[:STEM] for word in WORD.findall(text.casefold())]


@dataclass(frozen=True)
class Likeness:
    """What was learned: a direction for each label in the space of words."""

    words: dict[str, int]
    rarity: Any
    labels: list[str]
    centroids: Any

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Likeness":
        """Learn from texts with their labels; one text may come often.

        Units:   cosines from 0 to 1
        Formula: tf·idf with idf = 1 + ln((1 + n) / (1 + df)), length 1; a label is the mean of its texts
        Source:  Rocchio (1971); Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, 14.2
        """
        if not examples:
            raise CannotTell("Give at least one text whose label is known.")
        words = {
            stem: place for place, stem in enumerate(sorted({s for text, _label in examples for s in stems(text)}))
        }
        counts = counted([text for text, _label in examples], words)
        seen = np.asarray((counts > 0).sum(axis=0)).ravel()
        rarity = 1 + np.log((1 + len(examples)) / (1 + seen))
        labels = sorted({label for _text, label in examples})
        place = {label: row for row, label in enumerate(labels)}
        rows = [place[label] for _text, label in examples]
        belongs = sparse.csr_matrix((np.ones(len(rows)), (rows, range(len(rows)))), shape=(len(labels), len(rows)))
        return cls(words, rarity, labels, directed(belongs @ directed(counts.multiply(rarity).tocsr())))

    def best(self, text: str) -> tuple[str, float]:
        """The label it is most like, and how much; nothing and 0 if it shares no word with any.

        >>> Likeness.of([("too expensive", "price"), ("nobody called", "service")]).best("It was expensive")[0]
        'price'
        """
        found = counted([text], self.words).multiply(self.rarity).tocsr()
        cosines = (directed(found) @ self.centroids.T).toarray().ravel()
        place = int(np.argmax(cosines))
        return (self.labels[place], float(cosines[place])) if cosines[place] > 0 else ("", 0.0)


def counted(texts: Sequence[str], words: dict[str, int]) -> Any:
    """How often each known word stands in each text."""
    cells = [(row, words[stem]) for row, text in enumerate(texts) for stem in stems(text) if stem in words]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return sparse.csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(texts), len(words)))


def directed(matrix: Any) -> Any:
    """Every row with length 1; one without words stays empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ matrix


def held_out(examples: Sequence[Example], *, least: float = 0.0, folds: int = 10) -> tuple[int, int, int]:
    """How many of the texts are told right by what the others teach, how many are told at all, and of how many.

    The same text never stands on both sides: each distinct text is one case, with the label it has most often.
    """
    cases = distinct(examples)
    right = told = 0
    for fold in range(folds):
        learned = [case for place, case in enumerate(cases) if place % folds != fold]
        if not learned:
            continue
        likeness = Likeness.of(learned)
        for text, label in cases[fold::folds]:
            found, cosine = likeness.best(text)
            told += cosine > least
            right += cosine > least and found == label
    return right, told, len(cases)


def distinct(examples: Sequence[Example]) -> list[Example]:
    """Each text once, with its most frequent label; in an order that depends on the texts alone."""
    votes: dict[str, dict[str, int]] = {}
    for text, label in examples:
        labels = votes.setdefault(" ".join(text.casefold().split()), {})
        labels[label] = labels.get(label, 0) + 1
    return [(text, max(sorted(labels), key=lambda label: labels[label])) for text, labels in sorted(votes.items())]
