"""The planner: what it knows of clients and people, how it fills a quarter, and how it keeps what it filled."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from wonback.care.call_list import LARGE, MINUTES
from wonback.care.models import Cadence, PlannedTouch, QuietSeason, Touch
from wonback.care.planner import Filled, Person, Put, Quarter, Seat, Wanted, fill
from wonback.care.season_queries import Almanac
from wonback.care.seasons import silences
from wonback.care.territory import Where, nearest
from wonback.clients.models import Client
from wonback.clients.queries import ClientQuerySet
from wonback.interviews.models import Away
from wonback.team.models import Holiday, User
from wonback.team.policy import WORKERS, Right

# A large client is visited twice a year.
DAYS_BETWEEN_VISITS = 182
BATCH = 2_000
COLUMNS = ["day", "meant_on", "due_by", "minutes", "channel", "person", "moved_by", "revision"]


def people_of(user: User) -> list[User]:
    """Whose quarter this person plans: a lead their team's, an admin everybody's, a rep their own; those with clients first."""
    if not user.may(Right.LEAD):
        return [user]
    ours = User.objects.colleagues_of(user).filter(role__in=WORKERS)
    held = Count("clients", filter=Q(clients__standing=Client.Standing.ACTIVE))
    return [one for one in ours.annotate(held=held).order_by("name", "pk") if one.held or one == user]


@dataclass(frozen=True)
class Filling:
    """One run of the planner, for some people from one day on."""

    people: Sequence[User]
    quarter: Quarter
    with_nobodys: bool = False

    @cached_property
    def almanac(self) -> Almanac:
        """The quieter seasons of everybody."""
        return QuietSeason.objects.almanac()

    @classmethod
    def of(cls, user: User, *, as_of: date) -> "Filling":
        """The run this person may start."""
        user.must(Right.WORK)
        return cls(people_of(user), Quarter(as_of), with_nobodys=user.may(Right.LEAD))

    def run(self) -> Filled:
        """Fill the quarter and keep it. What people put somewhere stays there."""
        with transaction.atomic():
            open_rows = self.open_rows()
            wanted = self.wanted(open_rows)
            filled = fill(wanted, persons(self.people, self.quarter), self.quarter)
            Keeping(open_rows, filled, self.quarter.since).keep()
            PlannedTouch.objects.next_of(Client.objects.filter(owner__in=self.people) | self.nobodys())
            self.back_to_rhythm(set(open_rows) - {put.client for put in filled.puts})
        return filled

    def back_to_rhythm(self, pks: Collection[int]) -> None:
        """Whom the planner has taken out of the quarter is due as the rhythm says."""
        planned = PlannedTouch.objects.open().filter(client=OuterRef("pk"))
        found = list(self.clients().filter(pk__in=pks).exclude(Exists(planned)))
        for client in found:
            last = client.last_touch_on or client.began_on
            rhythm = Cadence.objects.beside(client).rhythm_in(self.almanac.of(client))
            client.touch_by = rhythm.due(last) if last else None
        Client.objects.bulk_update(found, ["touch_by"], batch_size=500)

    def clients(self) -> ClientQuerySet:
        """Who is served, and did not ask us to leave them alone."""
        ours = Client.objects.filter(owner__in=self.people)
        served = (ours | self.nobodys()).active().may_be_called(as_of=self.quarter.since)
        return Cadence.objects.laid_beside(served.with_spell()).order_by("pk")

    def nobodys(self) -> ClientQuerySet:
        return Client.objects.filter(owner=None) if self.with_nobodys else Client.objects.none()

    def open_rows(self) -> dict[int, list[PlannedTouch]]:
        """All that is planned with these clients and not yet met."""
        found: dict[int, list[PlannedTouch]] = defaultdict(list)
        whose = Q(client__owner__in=self.people) | (Q(client__owner=None) if self.with_nobodys else Q(pk=None))
        for row in PlannedTouch.objects.open().filter(whose).order_by("client", "day", "pk"):
            found[row.client_id].append(row)
        return found

    def wanted(self, open_rows: dict[int, list[PlannedTouch]]) -> list[Wanted]:
        clients = list(self.clients())
        visited = last_visits(one for one in clients if one.tier == LARGE)
        given = self.given(clients, open_rows)
        return [
            self.want(one, person, visited.get(one.pk), open_rows.get(one.pk, ()))
            for one in clients
            if (person := one.owner_id or given.get(one.pk)) is not None
        ]

    def given(self, clients: Sequence[Client], open_rows: dict[int, list[PlannedTouch]]) -> dict[int, int]:
        """Who speaks to the clients of nobody: whoever was to do so before, else somebody who is there anyway."""
        books: dict[int, list[Where]] = {one.pk: [] for one in self.people}
        nobodys = []
        for client in clients:
            before = next((row.person_id for row in open_rows.get(client.pk, ()) if row.person_id in books), None)
            where = Where(client.pk, client.town, client.country)
            person = client.owner_id or before
            nobodys.append(where) if person is None else books[person].append(where)
        kept = {one.key: person for person, book in books.items() for one in book}
        return kept | nearest(nobodys, books)

    def want(self, client: Client, person: int, visited_on: date | None, rows: Iterable[PlannedTouch]) -> Wanted:
        cadence, seasons = Cadence.objects.beside(client), self.almanac.of(client)
        visit_again = self.quarter.since - timedelta(days=DAYS_BETWEEN_VISITS)
        return Wanted(
            key=client.pk,
            person=person,
            ideal=cadence.ideal_days,
            maximum=cadence.maximum_days,
            last=client.last_touch_on or client.began_on,
            minutes=MINUTES[client.tier],
            visit=client.tier == LARGE and (visited_on is None or visited_on < visit_again),
            place=client.town or client.country,
            not_before=cadence.paused_until,
            quiet=tuple(silences(seasons, since=self.quarter.since, until=self.quarter.until)),
            seasons=seasons,
            seats=tuple(seat_of(row) for row in rows),
        )


def seat_of(row: PlannedTouch) -> Seat:
    visit = row.channel == PlannedTouch.Channel.VISIT
    return Seat(row.pk, row.day, row.meant_on, by_hand=row.moved_by_id is not None, minutes=row.minutes, visit=visit)


def last_visits(clients: Iterable[Client]) -> dict[int, date]:
    """When somebody of us was last there."""
    visits = Touch.objects.real().filter(channel=Touch.Channel.VISIT, client__in=list(clients))
    newest = visits.order_by().values("client").annotate(newest=Max("at")).values_list("client", "newest")
    return {client: at.date() for client, at in newest}


def persons(people: Sequence[User], quarter: Quarter) -> list[Person]:
    """Their minutes, and the days on which they are not there: their own, and the company's holidays."""
    everybody = {day for (day,) in in_quarter(Holiday.objects.all(), quarter)}
    away: dict[int, set[date]] = defaultdict(set)
    absences = Away.objects.filter(person__in=people, since__lt=quarter.until, until__gt=quarter.first)
    for person, since, until in absences.values_list("person", "since", "until"):
        away[person] |= {since + timedelta(days=n) for n in range((until - since).days)}
    return [Person(one.pk, one.minutes_a_day, frozenset(everybody | away[one.pk])) for one in people]


def in_quarter(holidays: QuerySet[Holiday], quarter: Quarter) -> QuerySet[Any, Any]:
    return holidays.filter(on__gte=quarter.first, on__lt=quarter.until).values_list("on")


@dataclass
class Keeping:
    """Write down what was filled, row by row as little as possible: a touch that only moves keeps its row."""

    before: dict[int, list[PlannedTouch]]
    filled: Filled
    since: date

    def keep(self) -> None:
        rows = {row.pk: row for book in self.before.values() for row in book}
        new, changed, used = [], [], set[int]()
        for put in self.filled.puts:
            if put.seat:
                used.add(put.seat.key)
                changed += [rows[put.seat.key]] if self.set(rows[put.seat.key], put) else []
            else:
                new.append(put)
        spare = self.spare(used)
        for put in new:
            row = spare[put.client].pop(0) if spare[put.client] else PlannedTouch(client_id=put.client, revision=-1)
            self.set(row, put)
            changed.append(row)
        self.write(changed, [row.pk for book in spare.values() for row in book])

    def spare(self, used: set[int]) -> dict[int, list[PlannedTouch]]:
        """Rows of the planner's own that stand nowhere now, and those whose day has passed."""
        found: dict[int, list[PlannedTouch]] = defaultdict(list)
        for client, book in self.before.items():
            kept = {row.pk for row in book if row.moved_by_id and row.day >= self.since}
            found[client] = [row for row in book if row.pk not in used | kept]
        return found

    @staticmethod
    def set(row: PlannedTouch, put: Put) -> bool:
        """Let the row say what was put; whether anything is new."""
        told = {"due_by": put.latest, "person_id": put.person}
        if not put.by_hand:
            channel = PlannedTouch.Channel.VISIT if put.visit else PlannedTouch.Channel.CALL
            told |= {"day": put.day, "meant_on": put.day, "minutes": put.minutes, "channel": channel.value}
            told |= {"moved_by_id": None}
        new = {name for name, value in told.items() if getattr(row, name) != value}
        for name in new:
            setattr(row, name, told[name])
        row.revision += "day" in new
        return bool(new)

    @staticmethod
    def write(changed: Sequence[PlannedTouch], gone: Sequence[int]) -> None:
        for batch in batched(gone, BATCH):
            PlannedTouch.objects.filter(pk__in=batch).delete()
        new = [row for row in changed if row.pk is None]
        # As an insert that meets itself: one statement for thousands, where an update would name every row in every column.
        known = [row for row in changed if row.pk]
        PlannedTouch.objects.bulk_create(
            known, BATCH, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS
        )
        PlannedTouch.objects.bulk_create(new, BATCH)


def minutes_planned(people: Sequence[User], quarter: Quarter) -> dict[tuple[int, int], int]:
    """The minutes that are planned for each person in each week of the quarter, in one query."""
    rows = PlannedTouch.objects.between(quarter.first, quarter.until).of(*people)
    planned: dict[tuple[int, int], int] = defaultdict(int)
    for person, day, minutes in rows.values_list(Coalesce("client__owner", "person"), "day", "minutes"):
        planned[person, quarter.number_of(day)] += minutes
    return planned
