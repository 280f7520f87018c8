"""Numbers as people read them: grouped, shortened, as percent, as chances."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

THIN, MINUS = "\u2009", "\u2212"
SIZES = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))


def grouped(value: Decimal, *, places: int = 0) -> str:
    r"""Groups of three with thin spaces, which no country mistakes for a decimal mark.

    >>> grouped(Decimal("1234567.5"))
    '1\u2009234\u2009568'
    """
    rounded = value.quantize(Decimal(10) ** -places, rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else ""
    return sign + f"{abs(rounded):,}".replace(",", THIN)


def shortened(value: Decimal) -> str:
    """Two or three figures and a letter: enough to choose by.

    >>> [shortened(Decimal(n)) for n in (950, 1200, 84320, 999_600, 123_456_789)]
    ['950', '1.2k', '84k', '1m', '123m']
    """
    for size, letter in SIZES:
        scaled = value / size
        if abs(scaled) >= Decimal("0.9995"):
            places = 0 if abs(scaled) >= Decimal("9.95") else 1
            return grouped(scaled, places=places).removesuffix(".0") + letter
    return grouped(value)


def percent(part: Decimal, *, places: int = 0) -> str:
    r"""A share from 0 to 1 as percent.

    >>> percent(Decimal("0.184"))
    '18\u2009%'
    """
    return f"{grouped(part * 100, places=places)}{THIN}%"


def chance_in_words(chance: float) -> str:
    """A chance as a natural frequency, finer where it is small.

    >>> chance_in_words(0.21), chance_in_words(0.03)
    ('about 2 in 10', 'about 3 in 100')
    """
    of = 10 if chance >= 0.095 else 100
    return _("about %(some)d in %(of)d") % {"some": max(1, round(chance * of)) if chance else 0, "of": of}
