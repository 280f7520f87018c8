"""What is seen of many clients on one day: one query a kind of sign, however many clients there are, and only what was known then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from wonback.care.bearings import people_then
from wonback.care.models import Concern, Defence, Promise, Reading, Sighting, Touch
from wonback.care.rhythms import rhythms_of
from wonback.care.signs import COLUMNS, LEFT_DAYS, NAMES, RECENT_DAYS, Floats, Sign, strengths
from wonback.clients.models import Client, Contract, Purchase, Spell
from wonback.clients.queries import ClientQuerySet
from wonback.core.days import start_of
from wonback.figures.models import Figure

BATCH = 10_000
A_YEAR, TWO_YEARS = 365, 730
FEWEST_READINGS = 4
NEVER = -1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sign rests on: a day, the number of the row, and the number that says how much."""

    on: date | None = None
    pk: int | None = None
    n: float | None = None


@dataclass
class Seen:
    """What is seen of some clients: a column a thing, not a number where nobody knows; and what each sign rests on."""

    as_of: date
    keys: list[int]
    tiers: list[str]
    # These are few, and everybody else's rows are not read for them.
    few: bool = False
    columns: dict[str, Floats] = field(default_factory=dict)
    evidence: dict[Sign, dict[int, Evidence]] = field(default_factory=lambda: {sign: {} for sign in Sign})

    def __post_init__(self) -> None:
        self.place = {pk: place for place, pk in enumerate(self.keys)}
        for name in COLUMNS:
            self.columns[name] = np.full(len(self.keys), np.nan)

    @property
    def signs(self) -> Floats:
        """How strong each sign is: one row a client, one column a sign."""
        return strengths(self.columns) if self.keys else np.empty((0, len(NAMES)))

    @property
    def whose(self) -> Q:
        """Narrows rows of clients to these, where they are few."""
        return Q(client__in=self.keys) if self.few else Q()

    def put(self, name: str, pk: int, value: float) -> bool:
        """Note one thing of one client; of somebody else nothing is noted."""
        if (place := self.place.get(pk)) is None:
            return False
        self.columns[name][place] = value
        return True

    def rest(self, sign: Sign, pk: int, evidence: Evidence) -> None:
        if pk in self.place:
            self.evidence[sign][pk] = evidence

    def days(self, day: date) -> int:
        return (self.as_of - day).days


def look(clients: ClientQuerySet, *, as_of: date, few: bool = False) -> Seen:
    """What is seen of these clients on that day. What was noted later is not seen, whatever day it is about.

    `few`: a page asks about one; how unusual their silence is, is then taken from the night's figures.
    """
    rows = list(clients.order_by("pk").values_list("pk", "tier"))
    seen = Seen(as_of, [pk for pk, _tier in rows], [tier for _pk, tier in rows], few=few)
    end = start_of(as_of + timedelta(days=1))
    for part in (
        see_touches,
        see_concerns,
        see_promises,
        see_people,
        see_rivals,
        see_readings,
        see_figures if few else see_purchases,
    ):
        part(seen, end)
    return seen


def served_on(day: date) -> ClientQuerySet:
    """Whom we served on a day in the past, by their lives as clients."""
    begun = Q(started_on=None) | Q(started_on__lte=day)
    living = Spell.objects.filter(begun, Q(ended_on=None) | Q(ended_on__gt=day))
    return Client.objects.filter(pk__in=living.values("client")).exclude(standing=Client.Standing.PROSPECT)


def see_touches(seen: Seen, end: datetime) -> None:
    """How long we have not spoken, with how many people we have, and whether anybody would have told us of trouble."""
    recent, a_year = (start_of(seen.as_of - timedelta(days=days)) for days in (RECENT_DAYS, A_YEAR))
    real = Touch.objects.real().filter(seen.whose, at__lt=end).order_by().values_list("client")
    within = Q(at__gte=a_year)
    rows = real.annotate(
        newest=Max("at"),
        many=Count("pk", filter=within),
        people=Count("contact", filter=within, distinct=True),
    )
    spoken = set()
    for pk, newest, many, people in rows.iterator(BATCH):
        day = timezone.localdate(newest)
        if seen.put("silent_days", pk, seen.days(day)):
            spoken |= {pk} if newest >= recent else set()
            seen.put("threads", pk, np.nan if many and not people else people)
            seen.rest(Sign.WAITING, pk, Evidence(day, n=seen.days(day)))
            seen.rest(Sign.THREAD, pk, Evidence(day, n=people))
    for name in ("concern_days", "rival_days"):
        # Whom we have spoken to lately would have told us; of the others nobody knows.
        asked = np.fromiter((pk in spoken for pk in seen.keys), bool, len(seen.keys))
        seen.columns[name][asked] = NEVER if name == "concern_days" else RECENT_DAYS
    see_rhythms(seen)


def see_rhythms(seen: Seen) -> None:
    """How often they should hear from us; who was never spoken to is counted from when they became a client."""
    rhythms = rhythms_of(Client.objects.filter(pk__in=seen.keys) if seen.few else Client.objects.all())
    found = [rhythms.get(pk) or rhythms[tier] for pk, tier in zip(seen.keys, seen.tiers, strict=True)]
    seen.columns["ideal"][:] = [one.ideal for one in found]
    seen.columns["maximum"][:] = [one.maximum for one in found]
    waiting = seen.columns["silent_days"]
    untouched = {pk for pk, days in zip(seen.keys, waiting, strict=True) if np.isnan(days)}
    begun = (
        Spell.objects.filter(seen.whose, started_on__lte=seen.as_of).values_list("client").annotate(Max("started_on"))
    )
    for pk, day in begun.order_by().iterator(BATCH) if untouched else ():
        if pk in untouched:
            seen.put("silent_days", pk, seen.days(day))
            seen.rest(Sign.WAITING, pk, Evidence(day, n=seen.days(day)))


def open_at(end: datetime, name: str) -> Q:
    """Not over by then, whatever happened later."""
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": end})


def see_concerns(seen: Seen, end: datetime) -> None:
    found = Concern.objects.filter(seen.whose, open_at(end, "settled_at"), raised_on__lte=seen.as_of)
    for pk, key, day in found.order_by("-raised_on", "-pk").values_list("client", "pk", "raised_on").iterator(BATCH):
        seen.put("concern_days", pk, seen.days(day))
        seen.rest(Sign.CONCERN, pk, Evidence(day, key, seen.days(day)))


def see_promises(seen: Seen, end: datetime) -> None:
    since = seen.as_of - timedelta(days=TWO_YEARS)
    made = Promise.objects.filter(seen.whose, made_on__lte=seen.as_of)
    for pk, _n in made.filter(made_on__gte=since).order_by().values_list("client").annotate(Count("pk")):
        seen.put("broken", pk, 0.0)
    late = Q(due_by__lt=seen.as_of) & open_at(end, "kept_at")
    lately = Q(broken_on__lte=seen.as_of, broken_on__gt=seen.as_of - timedelta(days=RECENT_DAYS))
    counts: dict[int, int] = {}
    rows = made.filter(late | lately).order_by("-due_by", "-pk").values_list("client", "pk", "due_by")
    for pk, key, day in rows.iterator(BATCH):
        counts[pk] = counts.get(pk, 0) + 1
        seen.put("broken", pk, counts[pk])
        seen.rest(Sign.PROMISE, pk, Evidence(day, key, counts[pk]))


def see_people(seen: Seen, end: datetime) -> None:
    """Who decides or speaks for us: whether one has left, whether another is there, and how the coolest sees us."""
    for pk, people in people_then(seen.keys if seen.few else None, as_of=seen.as_of):
        there = [one for one in people if one.left_on is None]
        gone = [one for one in people if one.left_on]
        seen.put("still_there", pk, len(there))
        newest = max(gone, key=lambda one: (one.left_on, one.pk), default=None)
        seen.put("left_days", pk, seen.days(newest.left_on) if newest and newest.left_on else LEFT_DAYS)
        if newest:
            seen.rest(Sign.LEFT, pk, Evidence(newest.left_on, newest.pk))
        known = [one for one in there if one.role == "decider" and one.stance is not None]
        if coolest := min(known, key=lambda one: (one.stance, one.pk), default=None):
            seen.put("stance", pk, float(coolest.stance or 0))
            seen.rest(Sign.STANCE, pk, Evidence(coolest.since, coolest.pk, coolest.stance))


def see_rivals(seen: Seen, end: datetime) -> None:
    since = start_of(seen.as_of - timedelta(days=RECENT_DAYS))
    kept = (
        Defence.objects.filter(seen.whose, outcome=Defence.Outcome.KEPT, ended_at__lt=end)
        .order_by()
        .values_list("client")
    )
    ended = dict(kept.annotate(Max("ended_at")))
    found = Sighting.objects.filter(seen.whose, seen_at__lt=end, seen_at__gte=since).order_by("seen_at", "pk")
    for pk, key, at in found.values_list("client", "competitor", "seen_at").iterator(BATCH):
        is_over = pk in ended and ended[pk] >= at
        day = timezone.localdate(at)
        seen.put("rival_days", pk, RECENT_DAYS if is_over else seen.days(day))
        seen.rest(Sign.RIVAL, pk, Evidence(day, key))
    seen.columns["defended"][:] = 0.0
    going = Defence.objects.filter(seen.whose, open_at(end, "ended_at"), mounted_on__lte=seen.as_of).order_by(
        "mounted_on", "pk"
    )
    for pk, key, day in going.values_list("client", "competitor", "mounted_on").iterator(BATCH):
        seen.put("defended", pk, 1.0)
        seen.rest(Sign.RIVAL, pk, Evidence(day, key))


def see_readings(seen: Seen, end: datetime) -> None:
    """The newest of each kind against the usual of the year before it; a late payment speaks for itself."""
    since = seen.as_of - timedelta(days=A_YEAR)
    year = Reading.objects.filter(seen.whose, on__lte=seen.as_of, on__gt=since, noted_at__lt=end)
    for (pk, kind), rows in by_client_and_kind(year):
        key, day, value = rows[-1]
        if kind == Reading.Kind.LATE:
            if seen.days(day) <= RECENT_DAYS:
                seen.put("late_days", pk, value)
                seen.rest(Sign.PAYMENT, pk, Evidence(day, key, value))
        elif len(rows) >= FEWEST_READINGS:
            usual = float(np.median([before for _key, _day, before in rows[:-1]]))
            name = "usage" if kind == Reading.Kind.USAGE else "tickets"
            if name == "tickets" or usual > 0:
                seen.put(name, pk, value / max(usual, 1.0) if name == "tickets" else value / usual)
                sign = Sign.USAGE if name == "usage" else Sign.TICKETS
                seen.rest(sign, pk, Evidence(day, key, value))


def by_client_and_kind(readings: Any) -> Iterator[tuple[tuple[int, str], list[tuple[int, date, float]]]]:
    found: dict[tuple[int, str], list[tuple[int, date, float]]] = {}
    for pk, kind, key, on, value in readings.order_by("on", "pk").values_list("client", "kind", "pk", "on", "value"):
        found.setdefault((pk, kind), []).append((key, on, value))
    yield from found.items()


def see_purchases(seen: Seen, end: datetime) -> None:
    """How unusual their silence is, by their own rhythm shrunk towards everybody's; nothing of whom a contract binds.

    Formula: 1 - (1 + silence / (t + G))^-(x + 1), as in docs/numbers/unusual-silence.md
    """
    bought = Purchase.objects.filter(amount__gt=0, bought_on__lte=seen.as_of).order_by().values_list("client")
    rows = list(bought.annotate(Min("bought_on"), Max("bought_on"), Count("bought_on", distinct=True)).iterator(BATCH))
    spans, repeats = sum((last - first).days for _pk, first, last, _n in rows), sum(n - 1 for *_row, n in rows)
    if not repeats or not spans:
        return
    usual = spans / repeats
    bound = set(Contract.objects.running(as_of=seen.as_of).values_list("client", flat=True))
    for pk, first, last, n in rows:
        if n > 1 and pk not in bound:
            silent = seen.days(last)
            seen.put("unusual", pk, 1 - (1 + silent / ((last - first).days + usual)) ** -n)
            seen.rest(Sign.SILENCE, pk, Evidence(last, n=silent))


def see_figures(seen: Seen, end: datetime) -> None:
    """The same of a few, as the last night worked it out for everybody."""
    figures = Figure.objects.about("client", seen.keys).filter(metric="unusual_silence", value__isnull=False)
    bought = Purchase.objects.filter(seen.whose, amount__gt=0, bought_on__lte=seen.as_of).order_by()
    last = dict(bought.values_list("client").annotate(Max("bought_on")))
    for pk, unusual in figures.values_list("subject_id", "value"):
        if seen.put("unusual", pk, unusual or 0.0) and pk in last:
            seen.rest(Sign.SILENCE, pk, Evidence(last[pk], n=seen.days(last[pk])))
