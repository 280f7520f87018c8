"""A gentle hint: words that do more harm than good are quoted back, with a question. Nobody is stopped. Pure."""

import re
from collections.abc import Mapping, Sequence

# A pattern and what it gives away.
Sign = tuple[str, str]


def found(words: str, signs: Sequence[Sign]) -> dict[str, str]:
    """What is given away in these words, each kind once, with the words that do it. Of two signs the first speaks.

    >>> found("A demo, and another demo.", [("demo", "show")])
    {'show': 'demo'}
    """
    told: dict[str, str] = {}
    for pattern, kind in signs:
        if match := re.search(pattern, words, flags=re.IGNORECASE):
            told.setdefault(kind, match.group())
    return told


def quoted_back(words: str, signs: Sequence[Sign], sentences: Mapping[str, str]) -> list[str]:
    """One sentence for each kind that was found; nothing if nothing was."""
    return [sentences[kind] % {"said": said} for kind, said in found(words, signs).items()]
