"""What somebody types about columns on the command line: `--column "Firma=client_name"`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from wonback.intake import recognition
from wonback.intake.columns import ORDERS
from wonback.intake.errors import Unmappable
from wonback.intake.models.sheet import kept_said
from wonback.intake.targets import TARGETS

if TYPE_CHECKING:
    from wonback.intake.models import Batch


def meanings(typed: Sequence[str]) -> dict[str, str]:
    """Header → meaning. An empty one says that the column means nothing we know; `-` leaves it out, also where such columns are kept.

    >>> meanings(["Firma=client_name", "Notiz=", "Telefax=-"])
    {'Firma': 'client_name', 'Notiz': '', 'Telefax': '-'}
    """
    found = {}
    for pair in typed:
        header, mark, target = pair.rpartition("=")
        if not mark or not header or (target and target not in known()):
            raise Unmappable(
                _("Write --column as HEADER=MEANING, not “%(pair)s”. A meaning is one of %(known)s.")
                % {"pair": pair, "known": ", ".join(known())}
            )
        recognition.refuse_mixed_up(header, target)
        found[header] = target
    return found


def of_files(options: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for all files: what they are, how they write days, in which currency and fiscal year.

    >>> of_files({"preset": "auto", "days": ["mdy", "Paid on=dmy"], "currency": "eur", "fiscal_month": 1})
    {'preset': '', 'formats': {'*': 'mdy', 'Paid on': 'dmy'}, 'currency': 'EUR'}
    """
    formats = {}
    for said in options["days"]:
        header, _mark, order = said.rpartition("=")
        if order not in ORDERS:
            raise Unmappable(_("Write --days as dmy, mdy or HEADER=mdy, not “%(said)s”.") % {"said": said})
        formats[header or "*"] = order
    preset = "" if options["preset"] == "auto" else options["preset"]
    told = {"currency": options["currency"], "first_month": options["fiscal_month"]}
    return {"preset": preset, "formats": formats} | kept_said(told)


def known() -> list[str]:
    """Every meaning a column can have, of any kind of file."""
    return [recognition.SKIP, *sorted({target for targets in TARGETS.values() for target in targets})]


def refuse_unheard(batch: "Batch", said: dict[str, str]) -> None:
    """What was said must have meant a column of some file; a slip of the pen would go unnoticed otherwise."""
    there = {(column["header"], said_as(column)) for sheet in batch.sheets.all() for column in sheet.columns}
    for header, target in said.items():
        if (header, target) not in there:
            headers = ", ".join(sorted({f"“{name}”" for name, _target in there}))
            words = {"header": header, "target": target, "headers": headers}
            raise Unmappable(
                _("Check --column “%(header)s=%(target)s”: no file here has such a column. There are %(headers)s.")
                % words
            )


def said_as(column: Mapping[str, Any]) -> str:
    return recognition.SKIP if column["certainty"] == recognition.SKIPPED else str(column["target"])


__all__ = ["known", "meanings", "refuse_unheard"]
