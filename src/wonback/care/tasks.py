"""The night's work on care. Each step may run twice for one day and does its work once."""

from datetime import date
from itertools import batched

from wonback.care.models import Cadence, Promise
from wonback.clients.models import Client
from wonback.clients.queries import ClientQuerySet
from wonback.core.days import start_of

BATCH = 2_000


def break_promises(*, as_of: date) -> int:
    """Nightly step: promises whose day has passed are broken, and still owed. Return how many."""
    overdue = list(Promise.objects.to_break(as_of=as_of).select_related("client"))
    for promise in overdue:
        promise.break_(on=as_of, at=start_of(as_of))
    return len(overdue)


def begin_rhythms(*, as_of: date) -> int:
    """Nightly step: who has never been touched is due counted from when they became a client. Return how many."""
    untouched = Client.objects.active().filter(touch_by=None, last_touch_on=None)
    living = untouched.filter(spells__ended_on=None, spells__started_on__isnull=False)
    known = Cadence.objects.laid_beside(living.with_spell()).order_by("pk")
    pks = list(known.values_list("pk", flat=True))
    return sum(_begin(known.filter(pk__in=batch)) for batch in batched(pks, BATCH))


def _begin(clients: ClientQuerySet) -> int:
    found = list(clients)
    for client in found:
        if client.began_on:
            client.touch_by = Cadence.objects.beside(client).next_touch(client.began_on)
    return Client.objects.bulk_update(found, ["touch_by"])
