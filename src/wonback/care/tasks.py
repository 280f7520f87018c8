"""The night's work on care. Each step may run twice for one day and does its work once."""

from datetime import date

from wonback.care import back_test, health, rhythms
from wonback.care.models import Promise
from wonback.core.days import start_of


def break_promises(*, as_of: date) -> int:
    """Nightly step: promises whose day has passed are broken, and still owed. Return how many."""
    overdue = list(Promise.objects.to_break(as_of=as_of).select_related("client"))
    for promise in overdue:
        promise.break_(on=as_of, at=start_of(as_of))
    return len(overdue)


def measure_health(*, as_of: date) -> int:
    """Nightly step: how every client is, by the signs that are known. Return for how many there is a score."""
    return health.measure(as_of=as_of)


def notice_risks(*, as_of: date) -> int:
    """Nightly step: who is at risk by the score, and who is no longer. Return how many are new."""
    return health.notice(as_of=as_of)


def look_back(*, as_of: date) -> int:
    """Nightly step: how right the score would have been on days in the past. Return on how many clients that stands."""
    past = back_test.look_back(as_of=as_of)
    back_test.keep(past)
    return int(past.left.size)


def renew_rhythms(*, as_of: date) -> int:
    """Nightly step: every client we serve has a day for the next touch, as the rules say. Return for how many it is new."""
    return rhythms.renew(as_of=as_of)
