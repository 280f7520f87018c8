"""A term for which a client is bound: contracts with a last day, and subscriptions that go on until somebody ends them."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wonback.intake import values, words
from wonback.intake.errors import Unreadable
from wonback.intake.rows import Made, Row, exact, picked, short
from wonback.intake.stage import Body

if TYPE_CHECKING:
    from wonback.intake.shaping import Shaper

# How often a year: a count of intervals may stand before the word.
TIMES = (
    (r"day|daily|tag|jour", 365),
    (r"week|woch|semaine", 52),
    (r"quarter|quartal|trimest", 4),
    (r"month|monat|mois|mensu", 12),
    (r"year|annual|jahr|jähr|an(née|nuel|s?$)", 1),
)

# A last day from this year on is how programs write that there is none.
NO_END = "9000"


def contract(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    """One contract; if it was cancelled, also that somebody left, and why. What its file says besides stays with both."""
    whose, amount = shaper.whose(row), amount_a_year(shaper, row)
    starts, until = row.get("starts"), until_of(row)
    if words.NEVER_BEGAN.search(row.get("status", "")):
        raise Unreadable(_("“%(status)s” never began.") % {"status": row["status"]})
    last = row.get("last_day") or until
    if starts and last and last < starts:
        raise Unreadable(_("The last day, %(last)s, is before the first, %(first)s.") % {"last": last, "first": starts})
    body = picked(row, "name", "starts", "last_day", "notice_by") | ({"until": until} if until else {}) | amount | whose
    key = short(row.get("id") or f"{whose['client']}/{starts or '?'}/{row.get('name', '')}")
    more = {"more": shaper.besides(cells)}
    yield "contract", key, body | more
    if until and words.ENDED.search(row.get("status", "")):
        why = picked(row, "reason", "client_reason", "feedback", "competitor")
        yield "leaving", short(f"contract:{key}"), {"lost_on": until, "contract": key} | why | amount | whose | more


def until_of(row: Row) -> str:
    """The first day without it; nothing while nobody ended it."""
    if row.get("last_day", "") >= NO_END:
        return ""
    if row.get("last_day"):
        return (date.fromisoformat(row["last_day"]) + timedelta(days=1)).isoformat()
    cancelled = row.get("cancelled") if words.ENDED.search(row.get("status", "")) else None
    return str(row.get("ended") or cancelled or "")


def amount_a_year(shaper: "Shaper", row: Row) -> Body:
    """What it brings a year, from whatever interval its program counts by."""
    if found := shaper.price(row, "per_year") or shaper.price(row, "per_month", times=12):
        return found
    whole = shaper.price(row, "per_interval") or shaper.price(
        row, "unit_per_interval", times=row.get("quantity") or Decimal(1)
    )
    times = times_a_year(row.get("interval", ""))
    if whole and times is None:
        shaper.tally["no interval"] += 1
        return {}
    return whole and whole | {"amount": exact(values.bounded(Decimal(whole["amount"]) * (times or 1), whole["amount"]))}


def times_a_year(interval: str) -> Decimal | None:
    """How often an interval fits into a year.

    >>> times_a_year("month"), times_a_year("3 months"), times_a_year("yearly"), times_a_year("")
    (Decimal('12'), Decimal('4'), Decimal('1'), None)
    """
    counted = re.match(r"\s*(\d+)", interval)
    for pattern, times in TIMES:
        if re.search(pattern, interval, re.IGNORECASE):
            return Decimal(times) / (int(counted[1]) or 1 if counted else 1)
    return None
