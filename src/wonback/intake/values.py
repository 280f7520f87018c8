"""Text of a cell into a value: amounts of any country, yes and no, ids. Raises Unreadable with a sentence."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from wonback.intake.errors import Unreadable

NOTHING = frozenset(
    "#n/a|#value!|#ref!|#name?|#div/0!|#null!|n/a|n.a.|na|k.a.|null|none|nan|nil|(blank)|(no value)|--none--|\\n|<na>|-|--|---|–|—||.".split(
        "|"
    )
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
    "CA$": "CAD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "MX$": "MXN",
    "Fr": "CHF",
    "SFr": "CHF",
    "CN¥": "CNY",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₪": "ILS",
    "฿": "THB",
    "₫": "VND",
    "₱": "PHP",
    "₦": "NGN",
    "Kč": "CZK",
    "Ft": "HUF",
    "лв": "BGN",
}
MINUSES = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "’": "'"})
AMOUNT = re.compile(
    r"(?P<open>\()?(?P<minus>-)?\s*(?P<before>[^\d\s.,'()+-]{1,4})?\s*[+]?(?P<inner>-)?(?P<digits>[\d][\d., ']*|[.,]\d+)\s*(?P<after>[^\d\s.,'()-]{1,4})?"
    r"\s*(?P<close>\))?(?P<trailing>-)?"
)
PLAIN = re.compile(r"-?\d+(\.\d+)?")
MOST = Decimal(10) ** 13
CENT = Decimal("0.01")
# So many digits have every number of bytes, and every number of a row.
LONGEST = 18
RANGE = re.compile(r"\d[\d.,' ]*(?:\+|(?:-|–|to|bis|a) *\d[\d.,' ]*)$")
YES = frozenset({"yes", "y", "true", "1", "ja", "oui", "wahr", "x"})
NO = frozenset({"no", "n", "false", "0", "nein", "non", "falsch"})
FORMULA = ("=", "@")
ENDINGS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


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


def count(text: str) -> int | None:
    """A whole number, however its thousands are marked. A range is no number; nothing is made up of it.

    >>> count("1,200"), count("11-50"), count("10.000+")
    (1200, None, None)
    """
    if RANGE.fullmatch(text.strip()):
        return None
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
    return found[1] if found else text.removeprefix("zcrm_")


def eighteen(text: str) -> str:
    """An id of Salesforce as its interface writes it: reports leave out the last three letters, which say where capitals stand.

    >>> eighteen("0015000000Ab1Cd"), eighteen("0015000000Ab1CdAAJ"), eighteen("A-7")
    ('0015000000Ab1CdAAJ', '0015000000Ab1CdAAJ', 'A-7')
    """
    if not re.fullmatch(r"[A-Za-z0-9]{15}", text):
        return text
    parts = (text[start : start + 5] for start in (0, 5, 10))
    return text + "".join(
        ENDINGS[sum(letter.isupper() << place for place, letter in enumerate(part))] for part in parts
    )


def counted(text: str) -> int | None:
    """A number of bytes, or of a row, as an address or a header says it; nothing if it is none that could be.

    >>> counted("12"), counted("-1"), counted("9" * 40)
    (12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
