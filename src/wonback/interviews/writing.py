"""The pages of the short form, without a database: what was written on each, where they go on, and what they allow us."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _

# The question whose answer is a permission: may we contact you again?
AGAIN = "contact"
STRICTEST = "interviewer"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody wrote on one page, and who may read it. `may` is their answer to whether we may contact them again."""

    text: str = ""
    confidence: str = STRICTEST
    may: str = ""
    channel: str = ""
    not_before: str = ""

    @classmethod
    def of(cls, kept: dict[str, Any], *, otherwise: str) -> Self:
        """As it was kept. What a page does not say itself was said when they began."""
        said = cls(**{name: str(kept[name]) for name in cls.__dataclass_fields__ if kept.get(name)})
        return said if kept.get("confidence") else replace(said, confidence=otherwise or STRICTEST)

    def as_kept(self) -> dict[str, str]:
        return {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))}

    @property
    def says_something(self) -> bool:
        return bool(self.text.strip() or self.may)

    def permission(self, words: str) -> dict[str, Any]:
        """The facts of a permission, if they gave or refused one.

        >>> Said(may="later", not_before="2027-03-01").permission("Call me in spring")["not_before"]
        datetime.date(2027, 3, 1)
        """
        if not self.may:
            return {}
        if self.may == "no":
            return {"answer": "refused", "words": words}
        starts = date.fromisoformat(self.not_before) if self.not_before else None
        return {"answer": "allowed", "words": words, "channel": self.channel, "not_before": starts}


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One page: the question as it is asked in their language, and what stands on it."""

    key: str
    text: str
    said: Said
    is_last_word: bool = False
    is_done: bool = False

    @property
    def may_words(self) -> str:
        return dict(may_choices()).get(self.said.may, "")

    @property
    def starts(self) -> date | None:
        return date.fromisoformat(self.said.not_before) if self.said.not_before else None

    @property
    def how(self) -> str:
        return dict(channel_choices())[self.said.channel] if self.said.channel else ""

    def words_for_permission(self) -> str:
        """Their own words; where they only ticked, the sentence they ticked."""
        return self.said.text.strip() or self.may_words


def goes_on_at(leaves: Sequence[Leaf]) -> int:
    """The number of the page on which they go on, from 1; one more than there are: everything is answered."""
    return next((number for number, leaf in enumerate(leaves, 1) if not leaf.is_done), len(leaves) + 1)


def may_choices() -> list[tuple[str, str]]:
    """What somebody can answer when asked whether we may contact them again."""
    return [
        ("yes", _("Yes, you may.")),
        ("later", _("Yes, but not before a day that I name.")),
        ("no", _("No. Do not contact us any more.")),
    ]


def channel_choices() -> list[tuple[str, str]]:
    return [("", _("As you like")), ("mail", _("By mail")), ("call", _("By telephone"))]
