"""How a file writes its amounts: with a point or a comma, with or without signs of currency."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import ibis

PLAIN = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")
COMMA = re.compile(r"^[^\d]*\d{1,3}(\.\d{3})*,\d{1,2}[^\d]*$|^[^\d]*\d+,\d{1,2}[^\d]*$")
SIGNS = r"[\s'’$€£]|EUR|USD|GBP|CHF"


@dataclass(frozen=True)
class Notation:
    """`plain` numbers are read as they stand; else signs go, and the decimal comma becomes a point."""

    plain: bool
    comma: bool = False

    def parse(self, text: ibis.Value) -> ibis.Value:
        """The number, or null where the text is none."""
        if self.plain:
            return text.try_cast("float64")
        bare = text.re_replace(SIGNS, "")
        # Accountants write what is below 0 in brackets.
        bare = ibis.ifelse(bare.startswith("("), ibis.literal("-").concat(bare.re_replace(r"[()]", "")), bare)
        whole = bare.replace(".", "").replace(",", ".") if self.comma else bare.replace(",", "")
        return whole.try_cast("float64")


def notation_of(texts: Iterable[str]) -> Notation:
    """How most of these are written.

    >>> notation_of(["12.50", "x"]), notation_of(["1.234,50 €", "7,00"]).comma, notation_of(["1,234.50"]).comma
    (Notation(plain=True, comma=False), True, False)
    """
    known = [text.strip() for text in texts if text and text.strip()]
    plain = sum(bool(PLAIN.match(text)) for text in known)
    if plain * 2 >= len(known):
        return Notation(plain=True)
    commas = sum(bool(COMMA.match(text)) for text in known)
    return Notation(plain=False, comma=commas * 2 >= len(known))
