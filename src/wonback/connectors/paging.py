"""How each program gives a long list in pieces: what to ask first, and from an answer what to ask next. Pure.

A cursor is what has to be kept to go on after a crash: a mark of theirs, a path, or the id of the last record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wonback.connectors.fields import at

Json = dict[str, Any]


def rows_at(answer: Json, path: str) -> list[Json]:
    """The list at a path; `results.*.stages` puts the lists of all results together."""
    outer, star, inner = path.partition(".*.")
    found = at(answer, outer) or []
    return [one for row in found for one in at(row, inner) or []] if star else list(found)


@dataclass(frozen=True)
class Ask:
    """One request: a path of theirs, never an address."""

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Json | None = None
    form: Mapping[str, str] | None = None
    method: str = "GET"


@dataclass(frozen=True)
class Paging:
    """`first` is asked at the beginning, `following` with a cursor; `cursor` finds the next one, empty at the end."""

    following: Callable[[Ask, str], Ask]
    cursor: Callable[[Json], str]


def marked(param: str, path: str) -> Paging:
    """The answer holds a mark for the next piece, which is sent back as a parameter, or in the body of a search."""

    def following(ask: Ask, cursor: str) -> Ask:
        if ask.body is not None:
            return Ask(ask.path, ask.params, {**ask.body, param: cursor}, method=ask.method)
        return Ask(ask.path, {**ask.params, param: cursor}, method=ask.method)

    return Paging(following, lambda answer: str(at(answer, path) or ""))


def linked(path: str) -> Paging:
    """The answer holds the path of the next piece."""
    return Paging(lambda _ask, cursor: Ask(cursor), lambda answer: str(at(answer, path) or ""))


def after_last(param: str, *, more: str, rows: str) -> Paging:
    """The next piece begins after the id of the last record."""

    def cursor(answer: Json) -> str:
        return str(at(answer, rows)[-1]["id"]) if at(answer, more) and at(answer, rows) else ""

    return Paging(lambda ask, last: Ask(ask.path, {**ask.params, param: last}), cursor)


def in_milliseconds(moment: str) -> str:
    """As HubSpot counts time.

    >>> in_milliseconds("2026-01-01T00:00:00+00:00")
    '1767225600000'
    """
    return str(round(datetime.fromisoformat(moment).timestamp() * 1_000))


def in_seconds(moment: str) -> str:
    return str(int(datetime.fromisoformat(moment).timestamp()))


def with_z(moment: str) -> str:
    """As Salesforce and Pipedrive read a moment: to the second, at Greenwich.

    >>> with_z("2026-01-01T00:00:00.250000+00:00")
    '2026-01-01T00:00:00Z'
    """
    return datetime.fromisoformat(moment).strftime("%Y-%m-%dT%H:%M:%SZ")
