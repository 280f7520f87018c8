"""What somebody types about columns on the command line: `--column "Firma=client_name"`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wonback.intake import recognition
from wonback.intake.errors import Unmappable
from wonback.intake.targets import TARGETS

if TYPE_CHECKING:
    from wonback.intake.models import Batch


def meanings(typed: Sequence[str]) -> dict[str, str]:
    """Header → meaning. An empty meaning leaves a column out.

    >>> meanings(["Firma=client_name", "Notiz="])
    {'Firma': 'client_name', 'Notiz': ''}
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


def known() -> list[str]:
    """Every meaning a column can have, of any kind of file."""
    return sorted({target for targets in TARGETS.values() for target in targets})


def refuse_unheard(batch: "Batch", said: dict[str, str]) -> None:
    """What was said must have meant a column of some file; a slip of the pen would go unnoticed otherwise."""
    there = {(column["header"], column["target"]) for sheet in batch.sheets.all() for column in sheet.columns}
    for header, target in said.items():
        if (header, target) not in there:
            headers = ", ".join(sorted({f"“{name}”" for name, _target in there}))
            words = {"header": header, "target": target, "headers": headers}
            raise Unmappable(
                _("Check --column “%(header)s=%(target)s”: no file here has such a column. There are %(headers)s.")
                % words
            )


__all__ = ["known", "meanings", "refuse_unheard"]
