"""Text of a cell into a day or a moment, in any order and with any zone. Raises Unreadable with a sentence."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from django.utils.translation import gettext as _

from wonback.intake.errors import Unreadable

NAMES_OF_MONTHS = (
    "jan january januar januari janv janvier enero gennaio",
    "feb february februar februari fév févr février febrero febbraio",
    "mar march märz mär mrt maart mars marzo",
    "apr april avr avril abr abril aprile",
    "may mai mei mayo maggio",
    "jun june juni juin junio giugno",
    "jul july juli juil juillet julio luglio",
    "aug august augustus août aout ago agosto",
    "sep sept september septembre septiembre settembre",
    "oct october okt oktober octobre octubre ottobre",
    "nov november novembre noviembre",
    "dec december dez dezember déc décembre dic diciembre dicembre",
)
MONTHS = {name: number for number, names in enumerate(NAMES_OF_MONTHS, 1) for name in names.split()}
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](.*))?$")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:,?[T ]+(.*))?$")
WORDY = re.compile(
    r"(?:(\d{1,2})[-. ]+([^\W\d]{3,10})|([^\W\d]{3,10})\.? +(\d{1,2})),?[-. ]+(\d{4}|\d{2})(?:,?[T ]+(.*))?$"
)
# A time behind a day, with the zone it names, if it names one.
CLOCK = re.compile(
    r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)? *([ap])?\.?m?\.? *(z|utc|gmt|[+-]\d\d:?\d\d)?$", re.IGNORECASE
)
SECONDS, MILLISECONDS = re.compile(r"\d{10}$"), re.compile(r"\d{13}$")
# Midnight of a named zone is a day, which a program wrote with more digits than it knew.
MIDNIGHT = time()
NOON = time(12)
# No program kept notes before or after.
FIRST_YEAR, LAST_YEAR = 1900, 2200
PERIOD = re.compile(r"(?:fy)?\W*(?:q([1-4])\W*(?:fy)?\W*(\d{4})|(\d{4})\W*q([1-4])|(\d{4}))$", re.IGNORECASE)


def day(text: str, *, order: str = "dmy", zone: tzinfo | None = None, written_in: tzinfo | None = None) -> date:
    """A day; `order` is that of its column (dmy or mdy) where numbers alone do not tell.

    A moment of a zone, named by the cell or by the column (`written_in`), is the day it was where the company is (`zone`).

    >>> day("03/04/2025", order="dmy"), day("03/04/2025", order="mdy"), day("15 Jul 2026")
    (datetime.date(2025, 4, 3), datetime.date(2025, 3, 4), datetime.date(2026, 7, 15))
    >>> day("2025-01-31T23:30:00Z", zone=timezone(timedelta(hours=1)))
    datetime.date(2025, 2, 1)
    """
    written = text.strip()
    when, clock, of = date_and_time(written, order)
    of = of or written_in
    if of is None or clock is None or clock == MIDNIGHT:
        return when
    try:
        return datetime.combine(when, clock, of).astimezone(zone or UTC).date()
    except OverflowError as error:
        raise Unreadable(not_a_day(text, known=True)) from error


def moment(text: str, *, order: str = "dmy", zone: tzinfo | None = None, written_in: tzinfo | None = None) -> datetime:
    """A moment. A day without a time is taken to be noon, where it is nobody's other day.

    >>> moment("3/15/2024 2:30 PM", order="mdy"), moment("2024-03-15").hour
    (datetime.datetime(2024, 3, 15, 14, 30, tzinfo=datetime.timezone.utc), 12)
    """
    when, clock, of = date_and_time(text.strip(), order)
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise Unreadable(not_a_day(text, known=True))
    found = datetime.combine(when, NOON if clock is None else clock, of or written_in or zone or UTC)
    return found.astimezone(zone or UTC)


def date_and_time(written: str, order: str) -> tuple[date, time | None, tzinfo | None]:
    """The day, the time and the zone a cell names; what it does not name is nothing."""
    if SECONDS.match(written) or MILLISECONDS.match(written):
        since = datetime.fromtimestamp(int(written[:10]), UTC)
        return since.date(), since.time(), UTC
    parts, rest = year_month_day(written, order)
    try:
        when = date(*parts)
    except (TypeError, ValueError) as error:
        raise Unreadable(not_a_day(written, known=bool(parts))) from error
    clock, zone = clock_of(rest)
    return when, clock, zone


def clock_of(rest: str) -> tuple[time | None, tzinfo | None]:
    """The time behind a day. What is none is left out: the day is what counts."""
    found = CLOCK.match(rest.strip())
    if not found:
        return None, None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4].casefold() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None, None
    return time(hour, minute, second), zone_of(found[5] or "")


def zone_of(name: str) -> tzinfo | None:
    if not name:
        return None
    if name[0] not in "+-":
        return UTC
    hours, minutes = int(name[1:3]), int(name[-2:])
    if hours > 23 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(ahead if name[0] == "+" else -ahead)


def period(text: str, *, first_month: int = 1) -> date:
    """The last day of a fiscal quarter or year, which begins with `first_month`; a year is called by its end.

    >>> period("Q1-2025"), period("FY2025", first_month=4)
    (datetime.date(2025, 3, 31), datetime.date(2025, 3, 31))
    """
    found = PERIOD.match(text.strip())
    if not found:
        raise Unreadable(_("“%(text)s” is no fiscal period, such as Q1-2025.") % {"text": text[:60]})
    quarter, year = int(found[1] or found[4] or 4), int(found[2] or found[3] or found[5])
    begins = year if first_month == 1 else year - 1
    if not date.min.year < begins < date.max.year - 1:
        raise Unreadable(not_a_day(text, known=True))
    months = first_month - 1 + 3 * quarter
    return date(begins + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def year_month_day(written: str, order: str) -> tuple[tuple[int, ...], str]:
    """The three numbers of a day, or nothing if this is no way to write one; and what stands behind."""
    if found := ISO.match(written):
        return (int(found[1]), int(found[2]), int(found[3])), found[4] or ""
    if found := COMPACT.match(written):
        return (int(found[1]), int(found[2]), int(found[3])), ""
    if found := NUMBERS.match(written):
        first, second, year = int(found[1]), int(found[2]), full_year(found[3])
        return ((year, second, first) if order == "dmy" else (year, first, second)), found[4] or ""
    if found := WORDY.match(written):
        number, name = (found[1], found[2]) if found[1] else (found[4], found[3])
        return (full_year(found[5]), MONTHS.get(name.casefold(), 0), int(number)), found[6] or ""
    return (), ""


def full_year(digits: str) -> int:
    """Two digits are of this century up to 69."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def not_a_day(text: str, *, known: bool) -> str:
    words = {"text": text[:60]}
    return _("There is no day %(text)s.") % words if known else _("“%(text)s” is not a day.") % words
