"""Finding a value in what a program answers, and writing it as a file of that program would. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from wonback.intake.subscriptions import times_a_year

Record = Mapping[str, Any]
# Answers to look-ups: by name, from the id to what people call it.
Names = Mapping[str, Mapping[str, str]]
# Currencies without cents, and those with three places.
WHOLE = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split())
THOUSANDTHS = frozenset("BHD JOD KWD OMR TND".split())


@dataclass(frozen=True)
class Take:
    """Where a value is: the first of several paths that holds something, and how it is to be read."""

    paths: str
    # The look-up that names an id, or a reading: moment, minor, upper, a year.
    by: str = ""


def at(record: Any, path: str) -> Any:
    """What stands at a path such as `associations.companies.0.id`; None if nothing does.

    >>> at({"a": [{"b": 7}]}, "a.0.b"), at({"a": None}, "a.b")
    (7, None)
    """
    for step in path.split("."):
        if isinstance(record, list):
            record = record[int(step)] if step.isdecimal() and int(step) < len(record) else None
        else:
            record = record.get(step) if isinstance(record, Mapping) else None
    return record


def taken(record: Record, take: Take, names: Names) -> str:
    """The value as a cell; empty if there is none."""
    found = next(
        (value for path in take.paths.split("|") if (value := at(record, path)) not in (None, "", [], {})), None
    )
    if found is None:
        return ""
    if take.by in READINGS:
        return READINGS[take.by](found, record)
    if take.by:
        return names.get(take.by, {}).get(str(found), "")
    return as_text(found)


def as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def moment(value: Any, record: Record) -> str:
    """A moment in seconds since 1970, or as text, in one way of writing."""
    return iso(value)


def iso(value: Any) -> str:
    """A moment, however they write it, as we do.

    >>> iso(1767225600), iso("2026-01-01T01:00:00.000+0100")
    ('2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00')
    """
    if isinstance(value, int | float) or str(value).isdecimal():
        seconds = int(value) / (1_000 if int(value) > 10**11 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    read = datetime.fromisoformat(str(value))
    return read.replace(tzinfo=read.tzinfo or UTC).astimezone(UTC).isoformat()


def minor(value: Any, record: Record) -> str:
    """An amount in the smallest coin of its currency."""
    return str(in_units(int(value), str(record.get("currency", ""))))


def in_units(value: int | Decimal, currency: str) -> Decimal:
    """An amount as people write it.

    >>> in_units(12345, "eur"), in_units(500, "jpy")
    (Decimal('123.45'), Decimal('500'))
    """
    code = currency.upper()
    return Decimal(value).scaleb(0 if code in WHOLE else -3 if code in THOUSANDTHS else -2)


def a_year(items: Any, record: Record) -> str:
    """What a subscription of Stripe brings a year, all its items together; empty if one of them has no price of its own, or not all are told.

    >>> month = {"unit_amount": 1000, "recurring": {"interval": "month", "interval_count": 3}}
    >>> a_year({"data": [{"quantity": 2, "price": month}]}, {"currency": "eur"})
    '80.00'
    """
    found = [] if items.get("has_more") else [item_a_year(item) for item in items.get("data", [])]
    known = [amount for amount in found if amount is not None]
    whole = in_units(sum(known, Decimal(0)), str(record.get("currency", "")))
    return str(whole.quantize(Decimal("0.01"))) if known and len(known) == len(found) else ""


def item_a_year(item: Record) -> Decimal | None:
    """In the smallest coin of its currency. What is counted by use, or priced in steps, nobody knows before."""
    price, quantity = item.get("price") or {}, item.get("quantity")
    amount, rhythm = price.get("unit_amount_decimal") or price.get("unit_amount"), price.get("recurring") or {}
    times = times_a_year(f"{rhythm.get('interval_count') or 1} {rhythm.get('interval', '')}")
    return None if amount is None or quantity is None or times is None else Decimal(amount) * quantity * times


def upper(value: Any, record: Record) -> str:
    return str(value).upper()


READINGS: dict[str, Callable[[Any, Record], str]] = {"moment": moment, "minor": minor, "upper": upper, "a year": a_year}
