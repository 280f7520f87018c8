"""The night's look at how clients are: a score for each, with its reasons, and who is at risk by it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import batched
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q

from wonback.care.looking import Seen, look
from wonback.care.models import Health, Risk, RiskStage, Weighing
from wonback.care.models.risk import EASED, NOTICED, WORKDAYS_FOR_A_PLAN
from wonback.care.reasons import Words
from wonback.care.signs import NAMES, SIGNS, Floats, Sign, weights_of
from wonback.clients.models import Client, Entry
from wonback.core.days import add_workdays, start_of
from wonback.stats import health as rule
from wonback.team.models import Holiday

BATCH, REASONS = 5_000, 3
# Nobody saves more at once; who is lowest comes first.
MOST_AT_ONCE = 10
# Whom somebody has just saved, the night leaves alone for a while; and an alarm ends well above where it began.
COOL_DAYS, CLEAR = 60, 5
COLUMNS = ("client_id", "as_of", "value", "low", "high", "known", "signs", "reasons")


def measure(*, as_of: date) -> int:
    """Look at every client we serve, and write down how they are. Return for how many there is a score."""
    seen = look(Client.objects.active(), as_of=as_of)
    found = rule.health(seen.signs, weights_of(Weighing.current().weights)) if seen.keys else None
    if found is not None:
        rows = written(seen, found)
        for batch in batched(rows, BATCH, strict=False):
            write(batch)
    Health.objects.exclude(as_of=as_of).delete()
    return 0 if found is None else int(np.isfinite(found.value).sum())


def written(seen: Seen, found: rule.Health) -> Iterator[tuple[Any, ...]]:
    """One row a client, as the table takes it."""
    strongest = np.argsort(-np.nan_to_num(found.points), axis=1, kind="stable")[:, :REASONS]
    words = Words.of(rests_on(seen, found.points, strongest))
    day = seen.as_of.isoformat()
    for place, pk in enumerate(seen.keys):
        value = float(found.value[place])
        reasons = list(reasons_of(seen, pk, found.points[place], strongest[place], words=words))
        numbers = (
            None if np.isnan(value) else round(value, 2),
            *(round(float(one[place]), 2) for one in (found.low, found.high)),
        )
        yield pk, day, *numbers, int(found.known[place]), len(SIGNS), json.dumps(reasons)


def rests_on(seen: Seen, points: Floats, strongest: Any) -> dict[Sign, set[int]]:
    """The rows that the strongest signs rest on, so that they can be named together."""
    wanted: dict[Sign, set[int]] = defaultdict(set)
    for place, pk in enumerate(seen.keys):
        for n in strongest[place]:
            evidence = seen.evidence[NAMES[n]].get(pk)
            if points[place, n] > 0 and evidence and evidence.pk:
                wanted[NAMES[n]].add(evidence.pk)
    return wanted


def reasons_of(seen: Seen, pk: int, points: Floats, strongest: Any, *, words: Words) -> Iterator[dict[str, Any]]:
    for n in strongest:
        if points[n] > 0:
            sign = NAMES[n]
            rests = seen.evidence[sign].get(pk)
            told: dict[str, Any] = {"sign": sign.value, "points": round(float(points[n]), 1)}
            if rests:
                told |= {"on": rests.on.isoformat() if rests.on else None, "pk": rests.pk, "n": rests.n}
                told |= {"what": words.for_(sign, rests.pk)}
            yield told


def write(rows: Sequence[tuple[Any, ...]]) -> None:
    """A row a client; one that is there already gets the new numbers."""
    table, names = Health._meta.db_table, ", ".join(COLUMNS)
    newer = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    marks = ", ".join(["%s"] * len(COLUMNS))
    # The names are our own columns; values travel as parameters.
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT (client_id) DO UPDATE SET {newer}"  # noqa: S608  # as said above
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, list(rows))


def notice(*, as_of: date) -> int:
    """Say who is at risk by the score, the lowest first, and who is no longer. Return how many are new."""
    alarm = Weighing.current().alarm_below
    with transaction.atomic():
        end(as_of=as_of, clear=alarm + CLEAR)
        low = Health.objects.filter(value__lt=alarm, client__standing=Client.Standing.ACTIVE)
        lately = Q(stage__in=Risk.OPEN) | Q(ended_on__gt=as_of - timedelta(days=COOL_DAYS))
        known = Risk.objects.filter(lately, client=OuterRef("client"))
        found = low.exclude(Exists(known)).order_by("value", "pk").values_list("client", "client__owner", "value")
        low_ones = [(client, owner, value or 0.0) for client, owner, value in found.iterator(BATCH)]
        return begin(low_ones, as_of=as_of)


def begin(found: Sequence[tuple[int, int | None, float]], *, as_of: date) -> int:
    """As many for each person as they can see to."""
    held = Counter(dict(Risk.objects.open().order_by().values_list("owner").annotate(Count("pk"))))
    fresh = []
    for client, owner, value in found:
        if held[owner] < MOST_AT_ONCE:
            held[owner] += 1
            fresh.append((client, owner, value))
    due_by, at = add_workdays(as_of, WORKDAYS_FOR_A_PLAN, closed=Holiday.days()), start_of(as_of)
    risks = Risk.objects.bulk_create(
        (
            Risk(client_id=client, owner_id=owner, opened_on=as_of, health_then=value, due_by=due_by)
            for client, owner, value in fresh
        ),
        BATCH,
    )
    RiskStage.objects.bulk_create((RiskStage(risk=risk, stage=risk.stage, at=at) for risk in risks), BATCH)
    told = (
        Entry(client_id=risk.client_id, verb=NOTICED.name, at=at, facts={"health": str(round(risk.health_then or 0))})
        for risk in risks
    )
    Entry.objects.bulk_create(told, BATCH)
    return len(risks)


def end(*, as_of: date, clear: int) -> int:
    """What the night noticed and nobody has planned for is over once they are well again, or have left."""
    at = start_of(as_of)
    gone = Risk.objects.open().exclude(client__standing=Client.Standing.ACTIVE)
    well = Risk.objects.filter(stage=Risk.Stage.AT_RISK, seen_by=None, client__health__value__gte=clear)
    ended = [(risk, Risk.Stage.LOST) for risk in gone] + [
        (risk, Risk.Stage.EASED) for risk in well.select_related("client__health")
    ]
    for risk, stage in ended:
        Risk.objects.open().filter(pk=risk.pk).update(stage=stage, ended_on=as_of)
        risk.stage = stage
        risk.note(at=at, by=None)
        if stage == Risk.Stage.EASED:
            risk.client.tell(EASED, by=None, at=at, health=str(round(risk.client.health.value or 0)))
    return len(ended)
