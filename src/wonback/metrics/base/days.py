"""How a file writes its days: found on the first rows, then demanded of every row, so that no day is guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import ibis
from django.utils.translation import gettext as _

from wonback.core.errors import Refusal

TIME = r"(?:[ T].*)?$"
ISO = re.compile(r"^\d{4}-\d{2}-\d{2}" + TIME)
LOOSE = re.compile(r"^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})" + TIME)
PARTS = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})" + TIME)
DIGITS = re.compile(r"^\d{8}$")
MONTHS = 12


@dataclass(frozen=True)
class Writing:
    """One way to write days: a pattern, and where in it year, month and day stand (groups from 1)."""

    says: str
    pattern: str
    groups: tuple[int, int, int] | None = None

    def parse(self, text: ibis.Value) -> ibis.Value:
        """The day, or null where the text is not written like this."""
        if self.groups is None:
            return ibis.ifelse(text.re_search(self.pattern), text.substr(0, 10), None).try_cast("date")
        year, month, day = (text.re_extract(self.pattern, group) for group in self.groups)
        whole = year.concat("-", month.lpad(2, "0"), "-", day.lpad(2, "0"))
        return ibis.ifelse(text.re_search(self.pattern), whole, None).try_cast("date")


AS_ISO = Writing("2011-12-31", r"^\d{4}-\d{2}-\d{2}([ T].*)?$")
AS_DIGITS = Writing("20111231", r"^(\d{4})(\d{2})(\d{2})$", (1, 2, 3))


def _loose(sign: str) -> Writing:
    return Writing(f"2011{sign}12{sign}31", rf"^(\d{{4}})[{sign}](\d{{1,2}})[{sign}](\d{{1,2}})([ T].*)?$", (1, 2, 3))


def _parts(sign: str, *, day_first: bool) -> Writing:
    says = f"31{sign}12{sign}2011" if day_first else f"12{sign}31{sign}2011"
    pattern = rf"^(\d{{1,2}})[{sign}](\d{{1,2}})[{sign}](\d{{4}})([ T].*)?$"
    return Writing(says, pattern, (3, 2, 1) if day_first else (3, 1, 2))


def writing_of(texts: Iterable[str], *, column: str) -> Writing:
    """How these days are written. The first decides the order of the signs, all together which of two numbers is the month.

    >>> writing_of(["1/12/2011 08:26", "13/12/2011"], column="Date").says
    '31/12/2011'
    """
    known = [text.strip() for text in texts if text and text.strip()]
    if not known:
        raise Refusal(_("Fill in column %(column)s: it holds no day.") % {"column": column})
    first = known[0]
    if ISO.match(first):
        return AS_ISO
    if found := LOOSE.match(first):
        return _loose(found[2])
    if DIGITS.match(first):
        return AS_DIGITS
    if found := PARTS.match(first):
        return _parts(found[2], day_first=_day_first(known, column=column, sign=found[2]))
    raise Refusal(
        _("Write days as 2011-12-31 or 31.12.2011: row 2, column %(column)s holds “%(text)s”.")
        % {"column": column, "text": first}
    )


def _day_first(texts: list[str], *, column: str, sign: str) -> bool:
    """Whether the first number is the day: some number above 12 gives it away; with dots it is so everywhere."""
    pairs = [(int(found[1]), int(found[3])) for text in texts if (found := PARTS.match(text))]
    first, second = max(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
    if first > MONTHS or (sign == "." and second <= MONTHS):
        return True
    if second > MONTHS:
        return False
    raise Refusal(
        _("Write the days of column %(column)s as 2011-12-31: of “%(text)s” nobody can tell which number is the month.")
        % {"column": column, "text": texts[0]}
    )
