"""What a person should know about a file before they press the button, in sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

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


# What was counted, in words for one and for many.
SENTENCES = {
    "in our currency": ngettext_lazy(
        "One amount names no currency; it was taken to be in %(currency)s, your company's.",
        "%(n)s amounts name no currency; they were taken to be in %(currency)s, your company's.",
        "count",
    ),
    "returned lines": ngettext_lazy(
        "One line takes something back; it lowers the sum of its invoice or client.",
        "%(n)s lines take something back; they lower the sum of their invoice or client.",
        "count",
    ),
    "free lines": ngettext_lazy(
        "One line costs nothing; it counts as a line and adds no money.",
        "%(n)s lines cost nothing; they count as lines and add no money.",
        "count",
    ),
    "negative prices": ngettext_lazy(
        "One line has a negative price; it lowers the sum of its invoice.",
        "%(n)s lines have a negative price; they lower the sum of their invoice.",
        "count",
    ),
    "deals without client": ngettext_lazy(
        "One deal names no client; it is kept, and may be given one later.",
        "%(n)s deals name no client; they are kept, and may be given one later.",
        "count",
    ),
    "left again": ngettext_lazy(
        "One had come back before they left again; the earlier loss counts as over by then.",
        "%(n)s had come back before they left again; the earlier loss counts as over by then.",
        "count",
    ),
    "addresses": ngettext_lazy(
        "One line is an address of somebody above and names nobody; it was left out.",
        "%(n)s lines are addresses of somebody above and name nobody; they were left out.",
        "count",
    ),
    "unnamed payments": ngettext_lazy(
        "One invoice names no payment: bring in payments of the same program beside it, and that money counts twice.",
        "%(n)s invoices name no payment: bring in payments of the same program beside them, and that money counts twice.",
        "count",
    ),
    "replaced": ngettext_lazy(
        "One ended contract is no loss: another of the same client went on.",
        "%(n)s ended contracts are no loss: another of the same client went on.",
        "count",
    ),
    "no interval": ngettext_lazy(
        "One amount names no interval; what it brings a year is unknown.",
        "%(n)s amounts name no interval; what they bring a year is unknown.",
        "count",
    ),
    "ranges": ngettext_lazy(
        "One number is a range, such as 11-50; no number was made of it.",
        "%(n)s numbers are ranges, such as 11-50; no number was made of them.",
        "count",
    ),
    "headings": ngettext_lazy(
        "One heading or total of a group was left out.", "%(n)s headings and totals of groups were left out.", "count"
    ),
    "continued": ngettext_lazy(
        "One line goes on with the line above and was left out.",
        "%(n)s lines go on with the line above and were left out.",
        "count",
    ),
    "touches of nobody": ngettext_lazy(
        "One touch or note names no client, deal or person we know; it was left out.",
        "%(n)s touches and notes name no client, deal or person we know; they were left out.",
        "count",
    ),
    "undated losses": ngettext_lazy(
        "One loss names no day; today was taken.", "%(n)s losses name no day; today was taken.", "count"
    ),
    "repeated": ngettext_lazy(
        "One record comes more than once in these files; of what differs, the last line counts.",
        "%(n)s records come more than once in these files; of what differs, the last line counts.",
        "count",
    ),
    "moved": ngettext_lazy(
        "One person works for somebody else than before: their old place ends, a new one begins.",
        "%(n)s people work for somebody else than before: their old place ends, a new one begins.",
        "count",
    ),
    "other titles": ngettext_lazy(
        "One person has another title than before; their timeline tells.",
        "%(n)s people have another title than before; their timeline tells.",
        "count",
    ),
    "renamed": ngettext_lazy(
        "One client gets another name than it has now.", "%(n)s clients get another name than they have now.", "count"
    ),
    "formulas": ngettext_lazy(
        "One text looks like a formula; it is kept as it stands and never worked out.",
        "%(n)s texts look like formulas; they are kept as they stand and never worked out.",
        "count",
    ),
    "cut": ngettext_lazy(
        "One text was longer than we can keep, and was cut.",
        "%(n)s texts were longer than we can keep, and were cut.",
        "count",
    ),
}


# What came of taking an import or a part of it back.
OUTCOMES = {
    "reversed": ngettext_lazy(
        "One row was taken back.", "%(n)s rows were taken back, with all that hung on them.", "count"
    ),
    "edited": ngettext_lazy(
        "One stays, because a person changed it since.", "%(n)s stay, because a person changed them since.", "count"
    ),
    "used": ngettext_lazy(
        "One stays, because something else hangs on it now.",
        "%(n)s stay, because something else hangs on them now.",
        "count",
    ),
    "merged": ngettext_lazy(
        "One stays, because it was put together with another since: take that back first.",
        "%(n)s stay, because they were put together with others since: take that back first.",
        "count",
    ),
    "gone": ngettext_lazy("One was gone already.", "%(n)s were gone already.", "count"),
}


def counted(tally: Mapping[str, int]) -> list[str]:
    """A sentence for each thing that happened at least once."""
    return spoken(SENTENCES, tally)


def taken_back(outcome: Mapping[str, int]) -> list[str]:
    """What was taken back, what stays, and why."""
    nothing = [] if outcome.get("reversed") else [_("Nothing was taken back.")]
    return [*nothing, *spoken(OUTCOMES, outcome)]


def spoken(sentences: Mapping[str, Any], counts: Mapping[str, int]) -> list[str]:
    return [
        str(sentence % {"count": count, "n": grouped(Decimal(count)), "currency": settings.CURRENCY})
        for name, sentence in sentences.items()
        if (count := counts.get(name, 0))
    ]


def some(names: Sequence[str], *, most: int) -> str:
    """The first of many names, and how many there are besides."""
    shown, more = ", ".join(names[:most]), len(names) - most
    return _("%(shown)s and %(n)d more") % {"shown": shown, "n": more} if more > 0 else shown


def rows_refused(count: int) -> str:
    return ngettext("One row cannot be used", "%(n)s rows cannot be used", count) % {"n": grouped(Decimal(count))}
