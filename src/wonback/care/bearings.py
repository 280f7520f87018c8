"""Who decided or spoke for us at our clients on some day, as it was known then."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from wonback.clients.models import Bearing, Contact

WEIGHTY = frozenset({"decider", "champion"})
BATCH = 10_000


class Then(NamedTuple):
    """One person as they were known on that day."""

    pk: int
    role: str
    stance: int | None
    since: date | None
    left_on: date | None


def people_then(clients: Collection[int] | None = None, *, as_of: date) -> Iterator[tuple[int, list[Then]]]:
    """The people with weight at each client, who left and who were there. Nobody who was met, or changed, only later.

    `clients`: only at these few.
    """
    there = Contact.objects.all() if clients is None else Contact.objects.filter(client__in=clients)
    kept = Bearing.objects.all() if clients is None else Bearing.objects.filter(contact__client__in=clients)
    told: dict[int, list[tuple[date | None, str, int | None, date | None]]] = defaultdict(list)
    rows = kept.order_by("pk").values_list("contact", "noted_on", "role", "stance", "since")
    for contact, noted_on, role, stance, since in rows.iterator(BATCH):
        told[contact].append((noted_on, role, stance, since))
    found: dict[int, list[Then]] = defaultdict(list)
    columns = ("client", "pk", "role", "stance", "since", "left_on", "left_known_on")
    for client, pk, role, stance, since, left_on, known_on in (
        there.order_by("pk").values_list(*columns).iterator(BATCH)
    ):
        then = as_known(told.get(pk, ()), (role, stance, since), as_of=as_of)
        if then and then[0] in WEIGHTY:
            gone = left_on if left_on and (known_on or left_on) <= as_of and left_on <= as_of else None
            found[client].append(Then(pk, *then, gone))
    yield from found.items()


def as_known(
    told: Iterable[tuple[date | None, str, int | None, date | None]],
    now: tuple[str, int | None, date | None],
    *,
    as_of: date,
) -> tuple[str, int | None, date | None] | None:
    """Role, stance and since when, as known on a day: what holds now, unless somebody has noted something since.

    >>> later = [(date(2026, 3, 1), "champion", 1, None), (date(2026, 9, 1), "decider", -1, None)]
    >>> [as_known(later, ("decider", -1, None), as_of=date(2026, month, 2)) for month in (2, 4, 10)]
    [None, ('champion', 1, None), ('decider', -1, None)]
    """
    rows = list(told)
    if all(noted is None or noted <= as_of for noted, *_row in rows):
        return now
    before = [(role, stance, since) for noted, role, stance, since in rows if noted is None or noted <= as_of]
    return before[-1] if before else None
