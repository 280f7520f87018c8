"""Values as text and back, without loss. Pure. An empty text gets an apostrophe where an empty cell means something else: nothing."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

APOSTROPHES = re.compile(r"'*")


@dataclass(frozen=True)
class Column:
    """One column of a file: its name, what it holds, and whether a row may have nothing there."""

    name: str
    kind: str = "text"
    empty: bool = False
    # Of amounts: how many digits, and how many of them behind the point.
    digits: int = 38
    places: int = 2

    @property
    def tells_nothing_from_empty(self) -> bool:
        return self.empty and self.kind == "text"


def noted(value: Any, column: Column) -> str:
    """A value as text that `read` turns back into it. Nothing is an empty cell."""
    if value is None:
        return ""
    if column.tells_nothing_from_empty and APOSTROPHES.fullmatch(value):
        return f"'{value}"
    return WRITE[column.kind](value)


def read(text: str, column: Column) -> Any:
    """The value that `noted` wrote down.

    >>> name = Column("name", empty=True)
    >>> [read(noted(value, name), name) for value in (None, "", "'", "Acme")]
    [None, '', "'", 'Acme']
    """
    if text == "" and (column.empty or column.kind != "text"):
        return None
    if column.tells_nothing_from_empty and APOSTROPHES.fullmatch(text):
        return text[1:]
    return READ[column.kind](text)


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def as_json(value: Any) -> str:
    """The same text for the same value: one database keeps the order of its names, the other does not."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


WRITE: dict[str, Callable[[Any], str]] = {
    "text": str,
    "whole": str,
    "number": repr,
    "amount": lambda value: format(value, "f"),
    "yes": lambda value: "yes" if value else "no",
    "day": date.isoformat,
    "moment": moment,
    "time": time.isoformat,
    "key": str,
    "json": as_json,
    "bytes": lambda value: b64encode(value).decode(),
}
READ: dict[str, Callable[[str], Any]] = {
    "text": str,
    "whole": int,
    "number": float,
    "amount": Decimal,
    "yes": lambda text: text == "yes",
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "time": time.fromisoformat,
    "key": UUID,
    "json": json.loads,
    "bytes": b64decode,
}
