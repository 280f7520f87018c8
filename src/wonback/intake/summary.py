"""An import in lines of text, for the command line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wonback.intake import targets, telling
from wonback.intake.presets import BY_NAME

if TYPE_CHECKING:
    from wonback.intake.models import Batch, Sheet

SHOWN = 3
MOST_COLUMNS = 12
ACTIONS = ("new", "updated", "unchanged", "refused")


def lines(batch: "Batch") -> Iterator[str]:
    """What each file is, what would come of its rows, and what to know about it."""
    for sheet in batch.sheets.order_by("place"):
        one = _("%(file)s: %(kind)s, %(sure)d %% sure, %(rows)d row")
        many = _("%(file)s: %(kind)s, %(sure)d %% sure, %(rows)d rows")
        yield (one if sheet.rows == 1 else many) % {
            "file": sheet.short_name,
            "kind": BY_NAME[sheet.preset].label,
            "sure": sheet.percent_sure,
            "rows": sheet.rows,
        }
        yield from meaning(sheet)
        yield from counts(sheet)


def meaning(sheet: "Sheet") -> Iterator[str]:
    """What each column is taken for, so that nobody brings in a guess unseen."""
    known = targets.TARGETS[BY_NAME[sheet.preset].makes]
    read = [f"{column['header']} = {known[column['target']].label}" for column in sheet.columns if column["target"]]
    if read:
        yield _("  read: %(columns)s") % {"columns": telling.some(read, most=MOST_COLUMNS)}
    for certainty, sentence in (
        ("kept", _("  kept as it is: %(columns)s")),
        ("left out", _("  left out: %(columns)s")),
    ):
        called = {certainty, "skipped"} if certainty == "left out" else {certainty}
        if others := [column["header"] for column in sheet.columns if column["certainty"] in called]:
            yield sentence % {"columns": telling.some(others, most=MOST_COLUMNS)}


def counts(sheet: "Sheet") -> Iterator[str]:
    for kind, found in sheet.counts.items():
        if not any(found.values()):
            continue
        told = "  ".join(f"{found[action]:>9} {action}" for action in ACTIONS)
        yield f"  {kind:<10} {told}"
    if sheet.refused:
        yield f"  {telling.rows_refused(sheet.refused)}: {sheet.refused_path}"
        yield from refused(sheet)
    yield from (f"  - {note}" for note in sheet.notes)


def refused(sheet: "Sheet") -> Iterator[str]:
    """The first rows that cannot be used, and why."""
    for row in sheet.first_refused[:SHOWN]:
        yield _("    line %(line)d: %(reason)s") % row


def undone(batch: "Batch") -> Iterator[str]:
    """What taking an import or a part of it back did the last time, in sentences."""
    found = batch.taken[-1]["outcome"]
    yield from telling.taken_back(found)
    if batch.state == batch.State.DONE:
        yield _("The rest of the import is still here.")
