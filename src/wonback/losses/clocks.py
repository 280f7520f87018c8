"""How long a lost client has waited for a neutral person to ask them why."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS_TO_LISTEN = 10


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One dial: how many days out of how many, what it says, and whether it runs, is late, has stopped, is locked or open."""

    name: str
    words: str
    state: str
    days: int = 0
    of: int = DAYS_TO_LISTEN

    @property
    def filled(self) -> int:
        """How much of the dial is full, in percent."""
        return min(100, round(100 * self.days / self.of))

    @property
    def ring(self) -> str:
        """How the ring looks: filling, due or late."""
        return {"running": "fine", "late": "late"}.get(self.state, "done")


def listen(*, since: date, asked_on: date | None, as_of: date) -> Clock:
    """The clock that runs from the first day until somebody has asked."""
    days = max(0, ((asked_on or as_of) - since).days)
    name = _("Listen")
    if asked_on:
        words = ngettext("asked after %(n)d day", "asked after %(n)d days", days) % {"n": days}
        return Clock(name=name, words=words, state="stopped", days=days)
    if days > DAYS_TO_LISTEN:
        words = _("nobody has asked for %(n)d days; %(most)d is the most") % {"n": days, "most": DAYS_TO_LISTEN}
        return Clock(name=name, words=words, state="late", days=days)
    words = _("day %(n)d of %(of)d") % {"n": days, "of": DAYS_TO_LISTEN}
    return Clock(name=name, words=words, state="running", days=days)
