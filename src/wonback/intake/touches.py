"""What other programs call engagements, activities, tasks and notes: a touch where somebody was reached, else a note."""

import html
import re
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wonback.intake import words
from wonback.intake.errors import Unreadable
from wonback.intake.rows import Made, Row, client_key, picked

if TYPE_CHECKING:
    from wonback.intake.shaping import Shaper

LONGEST = 500
TAG = re.compile(r"<(?:br|/p|/div|/li)[^>]*>|<[^>]+>")


def touch(shaper: "Shaper", row: Row, cells: list[str]) -> Made:
    """One engagement. Whose it is may stand in a deal or a person; that is found out when all files are read."""
    if row.get("is_deleted"):
        raise Unreadable(_("This was deleted in the program it comes from."))
    if "at" not in row:
        raise Unreadable(_("Say when it was."))
    name = str(row.get("client_name") or "")
    body = picked(row, "at", "deal_id", "deal_name", "contact_id", "owner_id", "client_email") | {"client_name": name}
    if row.get("client_id") or name:
        body["client"] = client_key(row.get("client_id"), name)
    elif not {"deal_id", "deal_name", "contact_id", "client_email"} & row.keys():
        raise Unreadable(shaper.whose_missing)
    if row.get("by"):
        body["by"] = shaper.one_of_us(row["by"])
    body |= {"line": line_of(row)} | what_it_was(row)
    yield "touch", row.get("id") or shaper.numbered("touch", body), body


def line_of(row: Row) -> str:
    """What was said, in one line: programs keep notes as pages.

    >>> line_of({"line": "Renewal", "text": "<p>They like it.</p><p>Call&nbsp;back</p>"})
    'Renewal: They like it. Call back'
    """
    parts = (" ".join(html.unescape(TAG.sub(" ", row.get(name, ""))).split()) for name in ("line", "text"))
    return (": ".join(dict.fromkeys(filter(None, parts))) or row.get("type", ""))[:LONGEST]


def what_it_was(row: Row) -> dict[str, object]:
    """Its channel, whether somebody was reached, and whether it was a touch at all.

    >>> what_it_was({"type": "Call", "result": "No answer"})
    {'channel': 'call', 'reached': False}
    >>> what_it_was({"type": "Note"}), what_it_was({"type": "Call", "result": "Not started"})
    ({'channel': ''}, {'channel': ''})
    """
    channel = words.channel(row.get("type", "")) or words.channel_of_subject(row.get("line", ""))
    result, theirs = row.get("result", ""), words.INCOMING.search(row.get("direction", "") + row.get("type", ""))
    if not channel or words.PLANNED.search(result) or (theirs and channel == "mail"):
        return {"channel": ""}
    return {"channel": channel, "reached": not words.MISSED.search(result)}


def day_of(at: str) -> str:
    """The day of a moment as the stage keeps it, where the company is: it was written down there."""
    return datetime.fromisoformat(at).date().isoformat()
