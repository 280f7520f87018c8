"""In which order to work on losses: what a return is worth, how likely it is, and whether we may ask.

Until enough attempts of your own are on file, the chance is a rule of thumb and says so. Where it comes from:
docs/numbers/chance-of-return.md.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

# One in ten, the mean of the rule of thumb; its 80 % band is 3 % to 30 %.
USUAL_CHANCE = 0.10
# Pick et al. 2016: a reason that can change and that we control makes a return more likely.
BY_REASON = {(True, True): 1.6, (True, False): 1.1, (False, True): 0.9, (False, False): 0.3}
# CDNOW, 23,570 buyers: those silent for long came back far more rarely.
BY_MONTHS = ((6, 1.3), (12, 1.0), (24, 0.7), (48, 0.5))
OLDEST = 0.3


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of one loss. `may_follow_up` is None while nobody has asked."""

    worth: Decimal | None
    lost_on: date
    can_change: bool | None
    we_control: bool | None
    reason_known: bool
    may_follow_up: bool | None


def chance(loss: Standing, *, as_of: date) -> float:
    """The share of losses like this one that come back within a year when asked, by rule of thumb, from 0 to 1."""
    by_reason = BY_REASON.get((loss.can_change, loss.we_control), 1.0) if loss.reason_known else 1.0  # type: ignore[arg-type]  # None is a key that is not there
    return min(0.5, USUAL_CHANCE * by_reason * _by_time(_months(loss.lost_on, as_of)))


def score(loss: Standing, *, as_of: date) -> float:
    """The expected worth of asking, in the loss's currency; below 1 if the worth is unknown, below 0 if we may not ask.

    Units:   currency * share = currency
    Formula: worth * chance, times 0.8 while nobody knows whether we may ask
    """
    likely = chance(loss, as_of=as_of)
    if loss.may_follow_up is False:
        return likely - 1
    if loss.worth is None:
        return likely
    return 1 + max(0.0, float(loss.worth)) * likely * (1.0 if loss.may_follow_up else 0.8)


def why(loss: Standing, *, as_of: date) -> list[str]:
    """The reasons for the rank, in sentences, the weightiest first."""
    return [_may(loss.may_follow_up), _likely(chance(loss, as_of=as_of)), _reason(loss)]


def _months(since: date, until: date) -> int:
    return max(0, (until - since).days // 30)


def _by_time(months: int) -> float:
    return next((factor for limit, factor in BY_MONTHS if months < limit), OLDEST)


def _may(may_follow_up: bool | None) -> str:  # noqa: FBT001  # three answers, one of them unknown
    words = {
        True: _("They said we may follow up."),
        False: _("They asked us not to contact them."),
        None: _("Nobody has asked yet whether we may follow up."),
    }
    return words[may_follow_up]


def _likely(share: float) -> str:
    return _("About %(n)d in 100 like them come back when asked: a rule of thumb, not your own numbers.") % {
        "n": round(share * 100)
    }


def _reason(loss: Standing) -> str:
    if not loss.reason_known:
        return _("We do not know why they left.")
    if loss.can_change and loss.we_control:
        return _("The reason is in our hands.")
    if loss.can_change is False:
        return _("The reason will not change.")
    return _("The reason may change without us.")
