"""What a change shows to one person on one day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wonback.core.writing import mark
from wonback.team.models import User
from wonback.winback.models import Change, Nudge


def change_cards(rows: list[Change], user: User, today: date) -> list[dict[str, Any]]:
    """Each change with what it holds up, by currency."""
    amounts: dict[int, list[Mapping[str, Any]]] = {}
    for row in Change.objects.filter(pk__in=[one.pk for one in rows]).blocked_by_currency():
        amounts.setdefault(row["pk"], []).append(row)
    return [change_card(one, amounts.get(one.pk, []), user, today) for one in rows]


def change_card(change: Any, amounts: list[Mapping[str, Any]], user: User, today: date) -> dict[str, Any]:
    """One change: whom it waits for, what they last answered (`letters` were fetched with it), and what this person may do."""
    last: Nudge | None = next(iter(change.letters), None)
    may_declare = change.is_declared_by(user)
    return {
        "change": change,
        "late": change.is_late(as_of=today),
        "seen": mark({"evidence": change.evidence}),
        "may_make": may_declare and not change.made_at,
        "may_reopen": may_declare and bool(change.made_at),
        "amounts": amounts,
        "nudge": None if change.made_at else last,
        "may_nudge": not change.made_at and (last is None or last.next_on <= today),
    }
