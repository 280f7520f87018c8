"""Text of a cell into a value: amounts of any country, days in any order. Raises Unreadable with a sentence."""

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wonback.intake.errors import Unreadable

NOTHING = frozenset(
    {"", "-", "--", "–", "—", "#n/a", "#value!", "#ref!", "n/a", "null", "none", "nan", "nil", "(blank)", "\\n"}
)
SIGNS = {
    "€": "EUR",
    "$": "USD",
    "US$": "USD",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "zł": "PLN",
    "R$": "BRL",
    "A$": "AUD",
    "C$": "CAD",
}
MINUSES = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "’": "'"})
AMOUNT = re.compile(
    r"(?P<open>\()?(?P<minus>-)?\s*(?P<before>[^\d\s.,'()+-]{1,4})?\s*[+]?(?P<inner>-)?(?P<digits>[\d][\d., ']*|[.,]\d+)\s*(?P<after>[^\d\s.,'()-]{1,4})?"
    r"\s*(?P<close>\))?(?P<trailing>-)?"
)
PLAIN = re.compile(r"-?\d+(\.\d+)?")
MOST = Decimal(10) ** 13
CENT = Decimal("0.01")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january januar", "feb february februar", "mar march märz mär", "apr april", "may mai", "jun june juni"), 1
    )
    for name in names.split()
} | {
    name: number
    for number, names in enumerate(
        (
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ),
        7,
    )
    for name in names.split()
}
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](.*))?$")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:,?[T ]+(.*))?$")
WORDY = re.compile(
    r"(?:(\d{1,2})[-. ]+([^\W\d]{3,9})|([^\W\d]{3,9})\.? +(\d{1,2})),?[-. ]+(\d{4}|\d{2})(?:,?[T ]+(.*))?$"
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$")
MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?(Z|[+-]\d\d:?\d\d)$")
YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "wahr", "x"})
NO = frozenset({"no", "n", "false", "0", "nein", "non", "falsch"})
FORMULA = ("=", "@")


@dataclass(frozen=True)
class Amount:
    """A number with the currency its cell names, if it names one."""

    value: Decimal
    currency: str = ""


def is_nothing(text: str) -> bool:
    return text.strip().casefold() in NOTHING


def clean(text: str) -> str:
    """Text as people meant it: trimmed, without the zero bytes no database keeps."""
    kept = text.replace("\x00", "").strip()
    # Spreadsheets protect a cell that looks like a formula with an apostrophe, and so do our own downloads.
    return kept[1:] if kept[:1] == "'" and kept[1:2] in {"=", "+", "-", "@"} else kept


def amount(text: str, *, mark: str = ".") -> Amount:
    """An amount; `mark` is the decimal mark of its column.

    >>> amount("1.234,56 €", mark=",")
    Amount(value=Decimal('1234.56'), currency='EUR')
    >>> amount("(12.00)").value, amount("$4,250.00")
    (Decimal('-12.00'), Amount(value=Decimal('4250.00'), currency='USD'))
    """
    written = text.translate(MINUSES).strip()
    if PLAIN.fullmatch(written) and mark == ".":
        return Amount(bounded(Decimal(written), text))
    found = AMOUNT.fullmatch(written)
    if not found or bool(found["open"]) != bool(found["close"]):
        raise Unreadable(not_an_amount(text))
    value = decimal(found["digits"], mark=mark, text=text)
    negative = any((found["open"], found["minus"], found["inner"], found["trailing"]))
    return Amount(
        bounded(-value if negative else value, text), currency_of(found["before"] or found["after"] or "", text)
    )


def decimal(digits: str, *, mark: str, text: str) -> Decimal:
    """Digits with marks of thousands into a number."""
    plain = re.sub(f"[ '{'.' if mark == ',' else ','}]", "", digits).replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise Unreadable(not_an_amount(text)) from error


def bounded(value: Decimal, text: str) -> Decimal:
    if abs(value) >= MOST:
        raise Unreadable(_("“%(text)s” is larger than any amount we can keep.") % {"text": text[:60]})
    return value


def not_an_amount(text: str) -> str:
    words = {"text": text[:60]}
    if text.lstrip().startswith(FORMULA):
        return _("“%(text)s” is a formula, not an amount. Write the amount itself.") % words
    return _("“%(text)s” is not an amount.") % words


def currency_of(sign: str, text: str) -> str:
    """The ISO code of a sign or code beside an amount."""
    if not sign:
        return ""
    code = SIGNS.get(sign) or sign.upper()
    if len(code) == 3 and code.isascii() and code.isalpha():
        return code
    raise Unreadable(not_an_amount(text))


def day(text: str, *, order: str = "dmy", zone: tzinfo | None = None) -> date:
    """A day; `order` is that of its column (dmy or mdy) where numbers alone do not tell.

    >>> day("03/04/2025", order="dmy"), day("03/04/2025", order="mdy"), day("15 Jul 2026")
    (datetime.date(2025, 4, 3), datetime.date(2025, 3, 4), datetime.date(2026, 7, 15))
    """
    written = text.strip()
    if MOMENT.fullmatch(written) and not MIDNIGHT.search(written):
        return moment(written, zone)
    parts = year_month_day(written, order)
    try:
        return date(*parts)
    except (TypeError, ValueError) as error:
        raise Unreadable(not_a_day(text, known=bool(parts))) from error


def moment(written: str, zone: tzinfo | None) -> date:
    """The day of a moment, where the company is."""
    try:
        return datetime.fromisoformat(written).astimezone(zone or ZoneInfo("UTC")).date()
    except ValueError as error:
        raise Unreadable(not_a_day(written, known=True)) from error


def year_month_day(written: str, order: str) -> tuple[int, ...]:
    """The three numbers of a day, or nothing if this is no way to write one."""
    if found := ISO.match(written) or COMPACT.match(written):
        return int(found[1]), int(found[2]), int(found[3])
    if found := NUMBERS.match(written):
        first, second = int(found[1]), int(found[2])
        return (full_year(found[3]), second, first) if order == "dmy" else (full_year(found[3]), first, second)
    if found := WORDY.match(written):
        number, name = (found[1], found[2]) if found[1] else (found[4], found[3])
        return full_year(found[5]), MONTHS.get(name.casefold(), 0), int(number)
    return ()


def full_year(digits: str) -> int:
    """Two digits are of this century up to 69."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def not_a_day(text: str, *, known: bool) -> str:
    words = {"text": text[:60]}
    return _("There is no day %(text)s.") % words if known else _("“%(text)s” is not a day.") % words


def count(text: str) -> int:
    """A whole number, however its thousands are marked."""
    digits = re.sub(r"[ ,.'’\u00a0\u2009\u202f](?=\d{3}\b)", "", text.strip())
    digits = re.sub(r"\.0+$", "", digits)
    if not digits.isdecimal() or len(digits) > 9:
        raise Unreadable(_("“%(text)s” is not a number of things.") % {"text": text[:60]})
    return int(digits)


def quantity(text: str, *, mark: str = ".") -> Decimal:
    return amount(text, mark=mark).value


def yes(text: str) -> bool:
    word = text.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Unreadable(_("“%(text)s” is neither yes nor no.") % {"text": text[:60]})


def identity(text: str) -> str:
    """An id as its system means it: 17850.0 was a number once."""
    found = re.fullmatch(r"(\d+)\.0+", text)
    return found[1] if found else text
