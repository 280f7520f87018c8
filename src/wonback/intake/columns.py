"""What one column of a file means as a whole: its decimal mark, the order of its days. Decided once, and told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from wonback.intake import when

ORDERS = ("dmy", "mdy")
MARKS = (".", ",")
# What stands in place of an example where a cell allowed only one reading.
TELLING = "telling"


@dataclass(frozen=True)
class Format:
    """How to read a column. `sure` is False if its cells allow another reading too."""

    order: str = "dmy"
    mark: str = "."
    sure: bool = True
    # A cell that allows two readings; the column of the same file whose cells decided.
    example: str = ""
    like: str = ""
    # The zone of moments that name none, where the column itself does: `Created (UTC)`.
    zone: str = ""

    @property
    def written_in(self) -> tzinfo | None:
        return ZoneInfo(self.zone) if self.zone else None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def of_days(cells: Iterable[str], *, usual: str = "dmy") -> Format:
    """The order of the days in a column, by the cells that allow only one.

    >>> of_days(["03/04/2025", "25/04/2025"]).order, of_days(["03/04/2025", "04/25/2025"]).order
    ('dmy', 'mdy')
    >>> of_days(["03/04/2025"]).sure, of_days(["2025-04-03"]).sure
    (False, True)
    """
    day_first = month_first = 0
    either = ""
    for cell in cells:
        if found := when.NUMBERS.match(cell.strip()):
            first, second = int(found[1]), int(found[2])
            day_first += first > 12
            month_first += second > 12
            if not either and first <= 12 and second <= 12 and first != second:
                either = cell.strip()
    if day_first == month_first:
        return Format(order=usual, sure=not either, example=either)
    return Format(order="dmy" if day_first > month_first else "mdy", example=TELLING)


def by_each_other(formats: dict[str, Format]) -> dict[str, Format]:
    """A program writes all its days in one order: a column that leaves a doubt follows those of its file that leave none.

    >>> by_each_other({"Opened": of_days(["25/04/2025"]), "Closed": of_days(["03/04/2025"])})["Closed"].like
    'Opened'
    """
    telling = {form.order: header for header, form in formats.items() if form.example == TELLING}
    if len(telling) != 1:
        return formats
    order, like = next(iter(telling.items()))
    return {
        header: replace(form, order=order, sure=True, like=like) if form.example not in {"", TELLING} else form
        for header, form in formats.items()
    }


def of_amounts(cells: Sequence[str], *, usual: str = ".") -> Format:
    """The decimal mark of a column, by the cells that allow only one.

    >>> of_amounts(["1.234,56 €"]).mark, of_amounts(["4,250.00"]).mark, of_amounts(["12.5"]).mark
    (',', '.', '.')
    """
    votes = [vote for vote in map(mark_of, cells) if vote]
    commas, points = votes.count(","), votes.count(".")
    if commas != points:
        return Format(mark="," if commas > points else ".")
    return Format(mark=usual, sure=not any(re.search(r"\d[.,]\d{3}(?!\d)", cell) for cell in cells))


def mark_of(cell: str) -> str:
    """The decimal mark this one cell gives away, or nothing."""
    marks = re.sub(r"[^.,]", "", cell)
    if not marks or not re.search(r"\d", cell):
        return ""
    last = marks[-1]
    if len(set(marks)) == 2:
        return last
    other = "." if last == "," else ","
    if len(marks) > 1:
        return other
    # One mark alone: three digits behind it may be thousands, any other number of digits may not.
    return last if not re.search(r"[.,]\d{3}(?!\d)", cell) or re.search(r"(?<!\d)0[.,]", cell) else ""
