"""The day of the next touch of every client, laid down for all of them at once: by their last real touch, rhythm and seasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from wonback.care.models import Cadence, PlannedTouch, QuietSeason, Touch
from wonback.care.seasons import Rhythm, after
from wonback.clients.models import Client
from wonback.clients.queries import ClientQuerySet

BATCH = 10_000


class Known(NamedTuple):
    """What is on file of one client."""

    pk: int
    tier: str
    last: date | None
    due: date | None
    latest: date | None


@dataclass(frozen=True)
class Rules:
    """What the next touch follows from, read once for all clients."""

    as_of: date
    rhythms: dict[str | int, Rhythm]
    touched: dict[int, date]
    planned: dict[int, date]
    began: dict[int, date]

    @classmethod
    def read(cls, clients: ClientQuerySet, *, narrow: bool, as_of: date) -> "Rules":
        """`narrow`: these are few of all clients."""
        theirs = Q(client__in=clients.values("pk")) if narrow else Q()
        touches = Touch.objects.real().filter(theirs).order_by().values_list("client").annotate(newest=Max("at"))
        planned = PlannedTouch.objects.open().filter(theirs).order_by().values_list("client").annotate(first=Min("day"))
        living = clients.filter(last_touch_on=None, spells__ended_on=None, spells__started_on__isnull=False)
        return cls(
            as_of,
            rhythms=rhythms_of(clients),
            touched={pk: timezone.localdate(at) for pk, at in touches.iterator(BATCH)},
            planned={pk: day for pk, day in planned.iterator(BATCH) if day},
            began={pk: day for pk, day in living.values_list("pk", "spells__started_on").iterator(BATCH) if day},
        )

    def days_of(self, one: Known) -> Known:
        """The same client with the days that follow from the rules."""
        last = max(filter(None, (one.last, self.touched.get(one.pk))), default=None)
        rhythm = self.rhythms.get(one.pk) or self.rhythms[one.tier]
        counted_from = last or self.began.get(one.pk)
        planned = self.planned.get(one.pk)
        if last:
            return Known(one.pk, one.tier, last, planned or rhythm.due(last), rhythm.latest(last))
        due = planned or one.due or (rhythm.due(counted_from) if counted_from else self.as_of)
        room = rhythm.maximum - rhythm.ideal
        return Known(one.pk, one.tier, None, due, one.latest or after(due, room, rhythm.seasons))


def rhythms_of(clients: ClientQuerySet) -> dict[str | int, Rhythm]:
    """The rhythm of each tier by its letter, and of each client who differs by their number."""
    almanac = QuietSeason.objects.almanac()
    of_tiers = Cadence.objects.of_tiers()
    found: dict[str | int, Rhythm] = {
        tier: one.rhythm_in(tuple(almanac.of_tiers[tier])) for tier, one in of_tiers.items()
    }
    own = {one.client_id: one for one in Cadence.objects.filter(client__isnull=False)}
    different = {pk for pk in (*own, *almanac.of_clients) if pk}
    for pk, tier in clients.filter(pk__in=different).values_list("pk", "tier") if different else ():
        found[pk] = own.get(pk, of_tiers[tier]).rhythm_in(almanac.at(pk, tier))
    return found


def renew(clients: ClientQuerySet | None = None, *, as_of: date) -> int:
    """Write down where the day of the next touch, or the last one inside the maximum, is new. Return for how many."""
    served = (Client.objects.all() if clients is None else clients).active()
    rules = Rules.read(served, narrow=clients is not None, as_of=as_of)
    return sum(write(batch) for batch in batched(changes(served, rules), BATCH, strict=False))


def changes(clients: ClientQuerySet, rules: Rules) -> Iterator[Known]:
    columns = ("pk", "tier", "last_touch_on", "touch_by", "touch_latest_by")
    for row in list(clients.order_by("pk").values_list(*columns)):
        before = Known(*row)
        now = rules.days_of(before)
        if now != before:
            yield now


def write(batch: tuple[Known, ...]) -> int:
    """One prepared statement for all of them: an update that names each row in each column takes minutes."""
    table = Client._meta.db_table
    sql = f"UPDATE {table} SET last_touch_on = %s, touch_by = %s, touch_latest_by = %s WHERE id = %s"  # noqa: S608  # our own words
    rows = [(*map(written, (one.last, one.due, one.latest)), one.pk) for one in batch]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, rows)
    return len(rows)


def written(day: date | None) -> str | None:
    return day.isoformat() if day else None
