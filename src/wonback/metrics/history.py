"""What was bought month by month, from the facts of the last night."""

from datetime import date
from typing import NamedTuple

from django.core.cache import cache

from wonback.figures.subjects import Subject
from wonback.metrics.engine import facts_of, rows
from wonback.metrics.facts import SUBJECTS, is_at_hand, newest, root

A_DAY = 24 * 3600
MONTHS = 24


class Month(NamedTuple):
    first_day: date
    amount: float
    clients: int


class History(NamedTuple):
    """Whole months only: the running one would look like a fall."""

    currency: str
    months: list[Month]


def revenue_by_month(subject: Subject) -> History:
    """What this subject bought in each of the last 24 whole months, in the currency they buy most in."""
    if not any_facts():
        return History("", [])
    day = newest()
    key = f"revenue-of-months-{(root() / str(day)).resolve().name}-{subject}"
    found: History | None = cache.get(key)
    if found is None:
        found = ask(subject, day) if is_at_hand(day) else History("", [])
        cache.set(key, found, A_DAY)
    return found


def any_facts() -> bool:
    """Whether a night has ever taken the facts out."""
    return root().exists() and any(root().glob("[0-9]*"))


def ask(subject: Subject, day: date) -> History:
    first = day.replace(day=1, year=day.year - MONTHS // 12)
    with facts_of(day) as (con, facts):
        bought = facts.until(day).purchases
        own = bought.filter(bought[SUBJECTS[subject.kind]] == subject.pk, bought.bought_on >= first)
        months = own.mutate(month=own.bought_on.cast("timestamp").truncate("month").date()).filter(
            own.bought_on < day.replace(day=1)
        )
        sums = months.group_by("currency", "month").agg(
            amount=months.amount.sum().cast("float64"), clients=months.client_id.nunique()
        )
        found = list(rows(con, sums.order_by("month")))
    totals: dict[str, float] = {}
    for currency, _month, amount, _clients in found:
        totals[currency] = totals.get(currency, 0) + amount
    largest = max(totals, key=lambda currency: totals[currency], default="")
    return History(
        largest, [Month(month, amount, clients) for currency, month, amount, clients in found if currency == largest]
    )
