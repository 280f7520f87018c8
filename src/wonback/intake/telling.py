"""What a person should know about a file before they press the button, in sentences."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.web.numerals import grouped

if TYPE_CHECKING:
    from wonback.intake.models import Sheet


def sentences(sheet: "Sheet", tally: Counter[str]) -> list[str]:
    return [*formats(sheet), *counted(tally)]


def formats(sheet: "Sheet") -> list[str]:
    """How each column of days is read, and where another reading is possible."""
    told = []
    for column in sheet.columns:
        form, header = column["format"], column["header"]
        if not form:
            continue
        if form.get("like"):
            words = _("day first") if form["order"] == "dmy" else _("month first")
            told.append(
                _("“%(column)s” was read %(how)s, as “%(other)s” of the same file must be.")
                % {"column": header, "how": words, "other": form["like"]}
            )
        elif not form["sure"]:
            told.append(
                _("“%(column)s” may mark thousands or decimals; “%(mark)s” was read as the decimal mark.")
                % {"column": header, "mark": form["mark"]}
            )
        elif form["mark"] == ",":
            told.append(_("“%(column)s” was read with a decimal comma.") % {"column": header})
    return told


def counted(tally: Counter[str]) -> list[str]:
    """A sentence for each thing that happened at least once."""
    return [
        sentence % {"n": grouped(Decimal(count)), "currency": settings.CURRENCY}
        for name, sentence in (
            (
                "in our currency",
                _("%(n)s amounts name no currency; they were taken to be in %(currency)s, your company's."),
            ),
            ("returned lines", _("%(n)s lines take something back; they lower the sum of their invoice or client.")),
            ("free lines", _("%(n)s lines cost nothing; they count as lines and add no money.")),
            ("negative prices", _("%(n)s lines have a negative price; they lower the sum of their invoice.")),
            ("deals without client", _("%(n)s deals name no client; they are kept, and may be given one later.")),
            ("left again", _("%(n)s had come back before they left again; the earlier loss counts as over by then.")),
            ("addresses", _("%(n)s lines are addresses of somebody above and name nobody; they were left out.")),
            (
                "unnamed payments",
                _(
                    "%(n)s invoices name no payment: bring in payments of the same program beside them, and that money counts twice."
                ),
            ),
            ("replaced", _("%(n)s ended contracts are no loss: another of the same client went on.")),
            ("no interval", _("%(n)s amounts name no interval; what they bring a year is unknown.")),
            ("ranges", _("%(n)s numbers are ranges, such as 11-50; no number was made of them.")),
            ("headings", _("%(n)s headings and totals of groups were left out.")),
            ("continued", _("%(n)s lines go on with the line above and were left out.")),
            (
                "touches of nobody",
                _("%(n)s touches and notes name no client, deal or person we know; they were left out."),
            ),
            ("undated losses", _("%(n)s lost ones have no day; today was taken.")),
            ("repeated", _("%(n)s records come more than once in these files; of what differs, the last line counts.")),
            ("moved", _("%(n)s people work for somebody else than before: their old place ends, a new one begins.")),
            ("other titles", _("%(n)s people have another title than before; their timeline tells.")),
            ("renamed", _("%(n)s clients get another name than they have now.")),
            ("formulas", _("%(n)s texts look like formulas; they are kept as they stand and never worked out.")),
            ("cut", _("%(n)s texts were longer than we can keep, and were cut.")),
        )
        if (count := tally[name])
    ]


def some(names: Sequence[str], *, most: int) -> str:
    """The first of many names, and how many there are besides."""
    shown, more = ", ".join(names[:most]), len(names) - most
    return _("%(shown)s and %(n)d more") % {"shown": shown, "n": more} if more > 0 else shown


def rows_refused(count: int) -> str:
    return ngettext("%(n)s row cannot be used", "%(n)s rows cannot be used", count) % {"n": grouped(Decimal(count))}
