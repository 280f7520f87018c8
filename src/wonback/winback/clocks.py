"""The two clocks of a loss: *listen* runs from the first day, *ask* stays locked until we are ready."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS_TO_LISTEN = 10


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One dial: how many days, out of how many; what it says; whether it runs, is late, has stopped, is locked or open."""

    name: str
    words: str
    state: str
    days: int = 0
    of: int = DAYS_TO_LISTEN

    @property
    def filled(self) -> int:
        """How much of the dial is full, in percent."""
        return min(100, round(100 * self.days / self.of)) if self.of else 0


def listen(*, since: date, asked_on: date | None, as_of: date) -> Clock:
    """How long the client has waited for a neutral person to ask them why."""
    days = max(0, ((asked_on or as_of) - since).days)
    if asked_on:
        words = ngettext("asked after %(n)d day", "asked after %(n)d days", days) % {"n": days}
        return Clock(name=_("Listen"), words=words, state="stopped", days=days)
    if days > DAYS_TO_LISTEN:
        words = _("nobody has asked for %(n)d days; ten is the most") % {"n": days}
        return Clock(name=_("Listen"), words=words, state="late", days=days)
    words = _("day %(n)d of %(of)d") % {"n": days, "of": DAYS_TO_LISTEN}
    return Clock(name=_("Listen"), words=words, state="running", days=days)


def ask(*, undone: int, asking: bool) -> Clock:
    """Whether we may ask for a second chance yet."""
    if asking:
        return Clock(name=_("Ask"), words=_("we are talking"), state="open")
    if undone:
        words = ngettext("locked: %(n)d thing to do", "locked: %(n)d things to do", undone) % {"n": undone}
        return Clock(name=_("Ask"), words=words, state="locked")
    return Clock(name=_("Ask"), words=_("ready when you are"), state="open")
