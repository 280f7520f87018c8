"""The night's work on care. Each step may run twice for one day and does its work once."""

from datetime import date

from wonback.care import rhythms
from wonback.care.models import Promise
from wonback.core.days import start_of


def break_promises(*, as_of: date) -> int:
    """Nightly step: promises whose day has passed are broken, and still owed. Return how many."""
    overdue = list(Promise.objects.to_break(as_of=as_of).select_related("client"))
    for promise in overdue:
        promise.break_(on=as_of, at=start_of(as_of))
    return len(overdue)


def renew_rhythms(*, as_of: date) -> int:
    """Nightly step: every client we serve has a day for the next touch, as the rules say. Return for how many it is new."""
    return rhythms.renew(as_of=as_of)
