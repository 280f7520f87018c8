"""The timeline as the page of a client draws it: each sentence with its kind and its drawing."""

from dataclasses import dataclass
from datetime import datetime

from wonback.clients.models import Entry

# What a sentence of the timeline is about, by the first word of its verb: its kind and its drawing.
KINDS = {
    "client.touched": ("touch", "phone"),
    "client.missed": ("", "circle-dashed"),
    "touch": ("", "clock"),
    "touch.brought_in": ("", "phone"),
    "touch.miss_brought_in": ("", "circle-dashed"),
    "note": ("", "message-square"),
    "promise": ("promise", "handshake"),
    "concern": ("", "message-square"),
    "competitor": ("", "eye"),
    "reference": ("", "quote"),
    "vouching": ("", "quote"),
    "referral": ("", "share-2"),
    "referral.won": ("won", "trophy"),
    "vouching.credited": ("won", "trophy"),
    "defence": ("", "shield-check"),
    "defence.kept": ("won", "shield-check"),
    "expansion": ("", "trending-up"),
    "permission": ("", "shield-check"),
    "risk": ("", "triangle-alert"),
    "risk.saved": ("won", "shield-check"),
    "season": ("", "snowflake"),
    "contact": ("", "user"),
    "loss": ("loss", "unlink"),
    "their_loss": ("", "heart-handshake"),
    "why": ("", "circle-question-mark"),
    "plan": ("", "route"),
    "offer": ("", "sprout"),
    "sequence": ("", "route"),
    "pitch": ("", "file-text"),
    "aftercare": ("", "sprout"),
    "plan.won": ("won", "sprout"),
    "milestone": ("", "flag"),
    "change": ("change", "wrench"),
    "client.added": ("spell", "sprout"),
    "client": ("", "pencil"),
    "cadence": ("", "repeat"),
}
CHANNEL_DRAWINGS = {"visit": "map-pin", "mail": "mail", "letter": "file-text", "something useful": "gift"}


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of the timeline, as the page draws it."""

    text: str
    at: datetime
    kind: str = ""
    icon: str = ""
    by: str = ""

    @classmethod
    def of(cls, entry: Entry) -> "Told":
        noun = entry.verb.split(".", maxsplit=1)[0]
        kind, icon = KINDS.get(entry.verb) or KINDS.get(noun, ("", ""))
        if kind != "touch" or not entry.facts.get("line"):
            return cls(str(entry), entry.at, kind, icon)
        channel = entry.facts["channel"]
        # What was said is the news; who said it and how stands behind it.
        return cls(
            entry.facts["line"], entry.at, kind, CHANNEL_DRAWINGS.get(channel, icon), f"{entry.actor}, {channel}"
        )
