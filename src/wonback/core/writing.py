"""Two people who write one text at the same moment: neither text is lost, and both are shown.

A page marks each part it shows; what is sent with that mark overwrites no part that somebody else has written meanwhile.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal

Names = Mapping[str, str | Promise]
# The words of a part that is chosen, not written, by what a form sends for it.
Choices = Mapping[str, Mapping[str, str | Promise]]


@dataclass(frozen=True, kw_only=True)
class Clash:
    """One part that two people wrote: as it stands by now, and as you would have it."""

    part: str
    name: str | Promise
    theirs: str
    yours: str
    # A text can be put together; of a choice, or of several lines at once, one of the two is taken.
    is_text: bool
    # With which mark the person who has read both writes over theirs; and with which it stays.
    to_write: str
    to_leave: str

    def __str__(self) -> str:
        both = {"what": self.name, "theirs": self.theirs, "yours": self.yours}
        return _("%(what)s. They wrote: “%(theirs)s” You wrote: “%(yours)s”") % both


class WrittenMeanwhile(Refusal):
    """Somebody else wrote here since you looked. Both texts are shown; nothing of theirs is overwritten."""

    code = "written_meanwhile"

    def __init__(self, clashes: list[Clash], *, seen: str) -> None:
        super().__init__(_("Put the two texts together: somebody else wrote meanwhile."), *map(str, clashes))
        self.clashes, self.seen = clashes, seen


def as_text(value: Any) -> str:
    """What stands in a part, as a form sends it; lines end in one way, whatever the browser does."""
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: ""}[value]
    if isinstance(value, (list, tuple)):
        return "\n".join(map(as_text, value))
    return "\n".join(str(value).strip().splitlines())


def parts_of(record: object | None, names: Iterable[str]) -> dict[str, Any]:
    """What stands in the parts of a record; nothing where there is none yet."""
    return {name: getattr(record, name, "") for name in names}


def mark(parts: Mapping[str, Any]) -> str:
    """What somebody has seen: a short print of each part.

    >>> mark({"goal": "Two sites"}) == mark({"goal": " Two sites "})
    True
    >>> mark({"goal": "Two sites"}) == mark({"goal": "One site"})
    False
    """
    return " ".join(f"{name}:{_print(value)}" for name, value in parts.items())


def reconciled(
    yours: Mapping[str, Any], *, theirs: Mapping[str, Any], names: Names, seen: str, choices: Choices | None = None
) -> dict[str, Any]:
    """What is to be written: the parts you changed. Refused, with both texts, where somebody else changed the same part.

    Without a mark the last one wins. Called while the record is locked; `theirs` is what stands there now.
    """
    marks = dict(one.split(":", 1) for one in seen.split() if ":" in one)
    changed = {part: value for part, value in yours.items() if marks.get(part) != _print(value)}
    unseen = [part for part in changed if marks.get(part, _print(theirs[part])) != _print(theirs[part])]
    clashes = [
        _clash(part, theirs[part], changed[part], name=names.get(part, part), words=(choices or {}).get(part))
        for part in unseen
        if _print(theirs[part]) != _print(changed[part])
    ]
    if clashes:
        chosen = {one.part for one in clashes if not one.is_text}
        left = {part: stood for part, stood in marks.items() if part not in chosen}
        left |= {one.part: _print(theirs[one.part]) for one in clashes if one.is_text}
        raise WrittenMeanwhile(clashes, seen=" ".join(f"{part}:{stood}" for part, stood in left.items()))
    return changed if marks else dict(yours)


def changes_in_words(
    new: Mapping[str, Any], *, theirs: Mapping[str, Any], names: Names, choices: Choices | None = None
) -> str:
    """What is different now, part by part; nothing where nothing is.

    >>> changes_in_words({"role": "lead", "team": "North"}, theirs={"role": "rep", "team": "North"}, names={"role": "Role"})
    'Role: rep → lead'
    """

    def read(part: str, value: Any) -> str:
        text = as_text(value)
        return str((choices or {}).get(part, {}).get(text, text)) or "–"

    changed = [part for part, value in new.items() if as_text(value) != as_text(theirs[part])]
    return "; ".join(f"{names[part]}: {read(part, theirs[part])} → {read(part, new[part])}" for part in changed)


def _clash(
    part: str, theirs: Any, yours: Any, *, name: str | Promise, words: Mapping[str, str | Promise] | None
) -> Clash:
    """Both texts of one part; `words` if it is chosen among them."""
    read = {"theirs": as_text(theirs), "yours": as_text(yours)}
    texts = {whose: str((words or {}).get(text, text)) for whose, text in read.items()}
    is_text = words is None and not isinstance(yours, (list, tuple))
    marks = {"to_write": mark({part: theirs}), "to_leave": mark({part: yours})}
    return Clash(part=part, name=name, is_text=is_text, **texts, **marks)


def _print(value: Any) -> str:
    return hashlib.blake2b(as_text(value).encode(), digest_size=6).hexdigest()
