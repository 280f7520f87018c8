"""The first records of which something would happen, for a person to look at before it does. No database."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from wonback.intake.stage import Body

MOST = 50
# What a record is called, where it has no name.
CALLED = ("name", "reference", "external_id", "line")
# Of what changed, what nobody would look at.
INNER = frozenset({"name_key", "amount_known", "source", "external_id"})


@dataclass
class Examples:
    """Up to fifty of each file and action."""

    found: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))

    def keep(self, place: tuple[int, str], *, action: str, row: Body, changed: Body | None = None) -> None:
        """Keep one record of a file and kind, unless there are enough, or it has nothing to be called by."""
        sheet, kind = place
        if self.kept[sheet, action] >= MOST:
            return
        name = next((str(row[key]) for key in CALLED if row.get(key)), "")
        if name:
            self.kept[sheet, action] += 1
            what = told_of_change(row, changed) if changed else told_of(row)
            self.found[sheet].append({"kind": kind, "action": action, "name": name[:80], "what": what[:160]})


def told_of(row: Body) -> str:
    """What besides its name shows whether a record is right.

    >>> told_of({"name": "Roof", "outcome": "lost", "amount": "5.00", "currency": "EUR", "closed_on": "2025-01-31"})
    'lost · 5.00 EUR · 2025-01-31'
    """
    money = f"{row['amount']} {row.get('currency', '')}".strip() if row.get("amount") else ""
    parts = (
        row.get("outcome"),
        row.get("email"),
        row.get("country"),
        money,
        row.get("closed_on") or row.get("bought_on"),
    )
    return " · ".join(str(part) for part in parts if part)


def told_of_change(there: Body, changed: Body) -> str:
    """What becomes of which columns.

    >>> told_of_change({"country": "France", "town": ""}, {"country": "Italy", "town": "Rome"})
    'country: France → Italy; town: Rome'
    >>> told_of_change({"more": {"Seats": "5", "Plan": "L"}}, {"more": {"Seats": "9", "Plan": "L"}})
    'Seats: 5 → 9'
    """
    more = {
        name: value for name, value in changed.get("more", {}).items() if value != (there.get("more") or {}).get(name)
    }
    plain = {name: value for name, value in changed.items() if name not in INNER and name != "more"}
    parts = (
        f"{name.removesuffix('_id').replace('_', ' ')}: {becomes(there, name, value)}" for name, value in plain.items()
    )
    besides = (f"{name}: {becomes(there.get('more') or {}, name, value)}" for name, value in more.items())
    return "; ".join((*parts, *besides))


def becomes(there: Body, name: str, value: object) -> str:
    return f"{there[name]} → {value}" if there.get(name) else str(value)
