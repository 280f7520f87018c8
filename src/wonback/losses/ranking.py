"""In which order to work on losses: what contacting them now brings over leaving them alone, for each minute it takes.

Until enough attempts of your own are on file, the chances are a rule of thumb and say so. Where they come from:
docs/numbers/chance-of-return.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wonback.losses.returning import Kind, Odds, Table, period_of, thumb

# A call, with reading up before it and writing down after it; and what a minute of it costs, in the loss's currency.
MINUTES, A_MINUTE = 15, 1.0
# Nobody has asked whether we may: some of them will say no.
UNASKED = 0.8
TENTH = 0.095


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of one loss. `may_follow_up` is None while nobody has asked."""

    worth: Decimal | None
    lost_on: date
    can_change: bool | None
    we_control: bool | None
    reason_known: bool
    may_follow_up: bool | None
    reason: str = ""

    @property
    def kind(self) -> Kind:
        """A reason nobody knows is no comfort, whatever its flags say."""
        flags = (self.can_change, self.we_control) if self.reason_known else (None, None)
        return Kind(self.reason, "", *flags)


def odds(loss: Standing, *, as_of: date, learned: Table | None = None) -> Odds:
    """How many like them come back: as the last night learned, or by rule of thumb."""
    period = period_of(loss.lost_on, as_of=as_of)
    return (learned or {}).get((loss.reason, period)) or by_thumb(loss.kind, period)


def by_thumb(kind: Kind, period: int) -> Odds:
    key = (kind, period)
    if key not in THUMBS:
        THUMBS[key] = thumb(kind, period)
    return THUMBS[key]


THUMBS: dict[tuple[Kind, int], Odds] = {}


def value(loss: Standing, odds: Odds) -> float | None:
    """What a minute of contacting them now brings; below zero: leave them alone. None while nobody knows the worth.

    Units:   currency per minute
    Formula: (P(called) * worth - P(alone) * worth - minutes * wage) / minutes
    Source:  wonback.stats.returns.Attempt
    """
    if loss.worth is None:
        return None
    return brings(loss.worth, odds)


def brings(worth: Decimal | str, odds: Odds) -> float:
    """The same where the worth is known: one attempt by itself needs no arrays, and a million of them are ranked at once."""
    kept = max(0.0, float(worth))
    return (odds.called * kept - odds.alone * kept - MINUTES * A_MINUTE) / MINUTES


def score(loss: Standing, *, as_of: date, learned: Table | None = None) -> float:
    """Its place as one number: above 1 what a minute brings; below 1 nobody knows its worth; below 0 leave it alone.

    Below -1 they asked not to be contacted.
    """
    theirs = odds(loss, as_of=as_of, learned=learned)
    if loss.may_follow_up is False:
        return theirs.called - 3
    return placed(theirs, worth=loss.worth, surely=1.0 if loss.may_follow_up else UNASKED)


def placed(odds: Odds, *, worth: Decimal | str | None, surely: float = UNASKED) -> float:
    """The place of one who did not say no, by the chances of those like them."""
    if worth is None:
        return odds.called
    a_minute = brings(worth, odds)
    if a_minute <= 0:
        # Between -1 and 0, however little it brings.
        return a_minute / (1 - a_minute)
    return 1 + a_minute * surely


def why(loss: Standing, *, as_of: date, learned: Table | None = None) -> list[str]:
    """The reasons for the rank, in sentences, the weightiest first."""
    theirs = odds(loss, as_of=as_of, learned=learned)
    return [_may(loss.may_follow_up), chances(theirs), *_leave_alone(loss, theirs), _reason(loss)]


def chances(odds: Odds) -> str:
    """The odds as people count, and how we know: never as a number with four digits."""
    return _("%(likely)s; %(basis)s.") % {"likely": likely(odds), "basis": basis(odds)}


def likely(odds: Odds) -> str:
    """How many of those like them come back, without a period.

    >>> likely(Odds(0.21, 0.11, 0.1, 0.3, 140, True))
    'About 2 in 10 like them come back within six months if we call, 1 in 10 if we don’t'
    >>> likely(Odds(0.13, 0.10, 0.1, 0.3, 0, False))
    'About 1 in 10 like them come back within six months, a little more often if we call'
    """
    called, alone = frequencies(odds)
    words = {"called": called, "alone": alone}
    if called != alone:
        return _("About %(called)s like them come back within six months if we call, %(alone)s if we don’t") % words
    if odds.called > odds.alone:
        return _("About %(alone)s like them come back within six months, a little more often if we call") % words
    return _("About %(alone)s like them come back within six months, whether we call or not") % words


def basis(odds: Odds) -> str:
    if not odds.ours:
        return _("a rule of thumb, not your data")
    words = ngettext("based on %(n)d of your attempts", "based on %(n)d of your attempts", odds.attempts)
    return words % {"n": odds.attempts}


def frequencies(odds: Odds) -> tuple[str, str]:
    """Both shares as people count, if we call and if we do not: of ten if that suffices, else both of a hundred.

    >>> frequencies(Odds(0.16, 0.11, 0.1, 0.3, 0, False)), frequencies(Odds(0.1, 0.034, 0.1, 0.3, 0, False))
    (('2 in 10', '1 in 10'), ('10 in 100', '3 in 100'))
    """
    of = 10 if min(odds.called, odds.alone) >= TENTH else 100
    return frequency(odds.called, of=of), frequency(odds.alone, of=of)


def frequency(share: float, *, of: int) -> str:
    """A share as people count.

    >>> frequency(0.034, of=100), frequency(0.002, of=100)
    ('3 in 100', 'fewer than 1 in 100')
    """
    if round(share * of) < 1:
        return _("fewer than 1 in %(of)d") % {"of": of}
    return _("%(n)d in %(of)d") % {"n": round(share * of), "of": of}


def _leave_alone(loss: Standing, odds: Odds) -> list[str]:
    brings = value(loss, odds)
    if brings is None or brings > 0 or loss.may_follow_up is False:
        return []
    return [_("A call costs more than it is likely to bring: leave them alone.")]


def _may(may_follow_up: bool | None) -> str:  # noqa: FBT001  # three answers, one of them unknown
    words: Mapping[bool | None, str] = {
        True: _("They said we may follow up."),
        False: _("They asked us not to contact them."),
        None: _("Nobody has asked yet whether we may follow up."),
    }
    return words[may_follow_up]


def _reason(loss: Standing) -> str:
    if not loss.reason_known:
        return _("We do not know why they left.")
    if loss.can_change and loss.we_control:
        return _("The reason is in our hands.")
    if loss.can_change is False:
        return _("The reason will not change.")
    return _("The reason may change without us.")
