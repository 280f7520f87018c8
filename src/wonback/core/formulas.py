"""Cells that a spreadsheet would run as a formula: an apostrophe before them makes them text, and a reader takes it off again. Pure."""

import re

# What spreadsheets take for the beginning of a formula, its full-width forms included.
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")
NUMBER = re.compile(r"'*[+-]?[\d.,' ]+%?")


def is_dangerous(text: str) -> bool:
    return bool(DANGEROUS.match(text)) and not NUMBER.fullmatch(text)


def harmless(text: str) -> str:
    """A cell no spreadsheet runs; numbers with a sign stay numbers.

    >>> harmless("=HYPERLINK(1)"), harmless("-12.50"), harmless("+49 30 1234"), harmless("Acme")
    ("'=HYPERLINK(1)", '-12.50', '+49 30 1234', 'Acme')
    """
    return f"'{text}" if is_dangerous(text) else text


def harmed(text: str) -> str:
    """The text that `harmless` made harmless.

    >>> [harmed(harmless(text)) for text in ("=1+1", "'=1+1", "''=", "'-5", "'quoted'")]
    ['=1+1', "'=1+1", "''=", "'-5", "'quoted'"]
    """
    return text[1:] if text.startswith("'") and is_dangerous(text) else text
