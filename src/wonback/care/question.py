"""One question to ask, so that a call is a conversation. A rule without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

DAYS_BEFORE_A_CONTRACT_ENDS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What we know before the call."""

    as_of: date
    client: int = 0
    concern: str = ""
    competitor_seen: bool = False
    wants_more: bool = False
    decider: str | None = None
    ever_spoken: bool = True
    contract_until: date | None = None


def to_ask(known: Known) -> str:
    """The question that matters most now."""
    if known.concern:
        return _("Is it settled for you, or still open: “%(what)s”?") % {"what": known.concern.rstrip(".")}
    if known.competitor_seen:
        return _("Who else are you talking to, and what do they do better than we do?")
    if known.contract_until and (known.contract_until - known.as_of).days <= DAYS_BEFORE_A_CONTRACT_ENDS:
        day = formats.date_format(known.contract_until, "j F")
        return _("Your contract runs until %(day)s. What would have to be true for you to sign again today?") % {
            "day": day
        }
    if known.wants_more:
        return _("You wanted more. What would be a good next step?")
    return about_us(known)


def about_us(known: Known) -> str:
    if not known.ever_spoken:
        return _("What did you hope for when you chose us, and has it come true?")
    if known.decider is None:
        return _("Who decides about working with us at your place now?")
    return in_turn(known)


def in_turn(known: Known) -> str:
    """Another one every week, so that nobody is asked the same twice in a row."""
    questions = [
        _("What has changed at your place since we last spoke?"),
        _("What is one thing we should do differently?"),
        _("What would make you think of leaving us?"),
        _("Who else at your place should know us?"),
    ]
    week = known.as_of.toordinal() // 7
    return questions[(week + known.client) % len(questions)]


THREE_IN_A_ROW = 3


def another_way(channels: Sequence[str]) -> str:
    """A word of advice after three contacts of one kind."""
    last = channels[:THREE_IN_A_ROW]
    if len(last) < THREE_IN_A_ROW or len(set(last)) > 1:
        return ""
    advice = {
        "call": _("Three calls in a row. Pay them a visit, or send something useful."),
        "visit": _("Three visits in a row. A call may do this time."),
        "mail": _("Three mails in a row. Call or visit this time."),
        "letter": _("Three letters in a row. Call or visit this time."),
        "article": _("Three things to read in a row. Call this time, and ask what was useful."),
    }
    return advice.get(last[0], "")
