"""How a line of the table says what files must give."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fact:
    """Exact values of one record, found by its id in the file, or a client's, contact's or loss's by name."""

    model: str
    which: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Given:
    """Files dropped together, and what they must give: presets, new records, refused rows by their reasons, words of the notes."""

    files: tuple[str, ...]
    presets: tuple[str, ...]
    new: dict[str, int]
    refused: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    told: tuple[str, ...] = ()


def given(
    files: str,
    presets: str,
    new: dict[str, int],
    *facts: Fact,
    refused: tuple[str, ...] = (),
    told: tuple[str, ...] = (),
) -> Given:
    return Given(tuple(files.split()), tuple(presets.split()), new, refused, facts, told)


def client(name: str, **values: Any) -> Fact:
    return Fact("client", name, values)


def person(name: str, **values: Any) -> Fact:
    return Fact("contact", name, values)


def deal(number: str, **values: Any) -> Fact:
    return Fact("deal", number, values)


def bought(number: str, **values: Any) -> Fact:
    return Fact("purchase", number, values)


def term(number: str, **values: Any) -> Fact:
    return Fact("contract", number, values)


def lost(name: str, **values: Any) -> Fact:
    return Fact("loss", name, values)
