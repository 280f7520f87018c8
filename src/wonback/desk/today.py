"""One person's day: whom to call, which steps of plans are due, what was put off, whom they spoke to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from wonback.care.call_list import CallList, Line, Waiting, call_list
from wonback.care.models import Cadence, Snooze, Touch
from wonback.clients.models import Client
from wonback.clients.worth import Worth, worth_of
from wonback.core.days import add_workdays, start_of
from wonback.core.money import Money
from wonback.core.prepared import prepared
from wonback.desk.callers import Callers
from wonback.desk.owed import Owed
from wonback.desk.steps import Step, doors_for, due_steps, steps_from
from wonback.desk.whom import MOST_NEVER_TOUCHED, counted, in_question, read
from wonback.team.models import User

LATER_SHOWN, PUT_OFF_SHOWN, SPOKEN_SHOWN = 30, 30, 50


@dataclass(frozen=True, slots=True)
class Card:
    """One line of the list with the client it is about."""

    client: Client
    line: Line
    worth: Worth

    @property
    def waiting(self) -> Waiting:
        return self.line.waiting

    @property
    def a_year(self) -> Money | None:
        return self.worth.a_year

    @property
    def amount(self) -> Decimal | None:
        """The money alone, for a column whose head names the currency."""
        return self.a_year.amount if self.a_year else None


@dataclass(frozen=True, slots=True)
class Today:
    """What one person does on one day."""

    user: User
    as_of: date
    cards: list[Card] = field(default_factory=list)
    later: list[Card] = field(default_factory=list)
    later_count: int = 0
    steps: list[Step] = field(default_factory=list)
    put_off: list[Snooze] = field(default_factory=list)
    spoken: list[Touch] = field(default_factory=list)
    next_day: date | None = None
    next_count: int = 0

    @property
    def minutes(self) -> int:
        return sum(card.line.minutes for card in self.cards)

    @property
    def currency(self) -> str:
        """The one currency of all amounts shown, or nothing when they differ."""
        found = {card.a_year.currency for card in (*self.cards, *self.later) if card.a_year}
        return found.pop() if len(found) == 1 else ""

    def lists(self, client: Client) -> bool:
        """Whether this client has a line on the page."""
        return any(card.client == client for card in (*self.cards, *self.later))

    def worth_of(self, client: int) -> Worth | None:
        """What a client who has a line brings."""
        return next((card.worth for card in (*self.cards, *self.later) if card.client.pk == client), None)

    @property
    def next_is_tomorrow(self) -> bool:
        return self.next_day == self.as_of + timedelta(days=1)


def today_of(user: User, *, as_of: date) -> Today:
    """Compose the day. The number of queries does not depend on the size of the book."""
    [today] = days_of([user], as_of=as_of)
    return today


def days_of(people: Iterable[User], *, as_of: date) -> Iterator[Today]:
    """The day of each: the same queries answer for many people at once, and a few books at a time are held."""
    for callers in Callers.of(people):
        days = Days(callers, as_of=as_of)
        yield from (days.of(user) for user in callers.people)


class Days:
    """What is read for the days of some people, and the day of each."""

    def __init__(self, callers: Callers, *, as_of: date) -> None:
        self.as_of = as_of
        self.whom = in_question(callers, as_of=as_of)
        self.due = due_steps(callers, as_of=as_of)
        listed = {client for clients in self.whom.values() for client in clients}
        # Somebody may take one away meanwhile: who is not found here is on no list.
        self.clients = read(listed | {one.client for one in self.due}, as_of=as_of)
        self.worths = worth_of(listed, as_of=as_of)
        self.owed = Owed.to(listed, callers, as_of=as_of)
        self.doors = doors_for(callers, as_of=as_of)
        self.spoken = spoken_to(callers, as_of=as_of)
        self.put_off = put_off_by(callers, as_of=as_of)
        self.counted = counted(callers, as_of=as_of)

    def of(self, user: User) -> Today:
        chosen, spoken = self.chosen_for(user), self.spoken[user.pk]
        waiting, coming = self.counted[user.pk]
        return Today(
            user=user,
            as_of=self.as_of,
            cards=self.cards(chosen.today),
            later=self.cards(chosen.later[:LATER_SHOWN]),
            later_count=how_many_later(chosen, weighed=len(self.whom[user.pk]), waiting=waiting),
            steps=steps_from(self.due, self.doors, user, self.clients, as_of=self.as_of),
            put_off=self.put_off[user.pk],
            spoken=spoken,
            next_day=add_workdays(self.as_of, 1),
            next_count=coming,
        )

    def chosen_for(self, user: User) -> CallList:
        """The call list. Whom they tried to reach in vain today waits for another hour, behind the others."""
        tried = {touch.client_id for touch in self.spoken[user.pk]}
        everybody = (self.waiting(self.clients[pk], user) for pk in self.whom[user.pk] if pk in self.clients)
        due = [one for one in everybody if one.is_late or one.owed]
        minutes = user.minutes_a_day
        chosen = call_list([one for one in due if one.key not in tried], minutes=minutes, as_of=self.as_of)
        behind = [Line(waiting=one, as_of=self.as_of) for one in due if one.key in tried]
        return CallList(chosen.today, [*chosen.later, *behind])

    def waiting(self, client: Client, user: User) -> Waiting:
        return waiting_for(client, self.worths[client.pk], self.owed, user=user, as_of=self.as_of)

    def cards(self, lines: Iterable[Line]) -> list[Card]:
        clients = ((self.clients[int(str(line.key))], line) for line in lines)
        return [Card(client, line, self.worths[client.pk]) for client, line in clients]


def waiting_for(client: Client, worth: Worth, owed: Owed, *, user: User, as_of: date) -> Waiting:
    """What the rule needs to know of one client."""
    cadence = Cadence.objects.beside(client)
    ideal, maximum = cadence.stretched(client)
    return Waiting(
        key=client.pk,
        name=client.name,
        tier=client.tier,
        ideal=ideal,
        maximum=maximum,
        silent_days=days_since(client.last_touch_on, as_of=as_of),
        client_days=days_since(client.began_on, as_of=as_of),
        overdue_days=days_overdue(client, cadence, as_of=as_of),
        value=float(worth.a_year.amount) if worth.a_year else None,
        currency=worth.a_year.currency if worth.a_year else "",
        buys_every=worth.buys_every,
        planned=getattr(client, "planned_as", None) or "",
        mine=client.owner_id == user.pk,
        refused=refused_by(client),
        **owed.of(client.pk, user),
    )


def refused_by(client: Client) -> str:
    """What this client, fetched `with_refusals`, asked us not to do."""
    if getattr(client, "refuses_all", False):
        return "all"
    return "call" if getattr(client, "refuses_calls", False) else ""


def days_since(day: date | None, *, as_of: date) -> int | None:
    return None if day is None else max(0, (as_of - day).days)


def days_overdue(client: Client, cadence: Cadence, *, as_of: date) -> int:
    """Days since a touch was due; below zero while it is not. Who was never touched counts from when they became a client."""
    if client.standing != Client.Standing.ACTIVE:
        return -1
    counted_from = client.last_touch_on or client.began_on
    due = client.touch_by or (cadence.next_touch(counted_from) if counted_from else as_of)
    return (as_of - due).days


def how_many_later(chosen: CallList, *, weighed: int, waiting: int) -> int:
    """All that wait, including those beyond the ones weighed."""
    if weighed < MOST_NEVER_TOUCHED:
        return len(chosen.later)
    return max(len(chosen.later), waiting - len(chosen.today))


def put_off_by(callers: Callers, *, as_of: date) -> dict[int, list[Snooze]]:
    """What each of them put off, and when it comes back."""
    return by_person(resting_of(callers, as_of=as_of), "user_id")


@prepared
def resting_of(callers: Callers, *, as_of: date) -> QuerySet[Snooze]:
    resting = Snooze.objects.filter(user__in=callers.keys, until__gt=as_of).select_related("client")
    return callers.first(resting, PUT_OFF_SHOWN, whose="user", by=("until", "pk"))


def spoken_to(callers: Callers, *, as_of: date) -> dict[int, list[Touch]]:
    """Whom each of them has spoken to today, the newest first."""
    return by_person(logged_on(callers, day=as_of), "by_id")


@prepared
def logged_on(callers: Callers, *, day: date) -> QuerySet[Touch]:
    start = start_of(day)
    logged = Touch.objects.logged_by(*callers.people, since=start).filter(at__lt=start + timedelta(days=1))
    return callers.first(logged, SPOKEN_SHOWN, whose="by", by=("-at", "-pk"))


def by_person(rows: Iterable[Any], whose: str) -> dict[int, list[Any]]:
    """The rows of each person, in the order in which they came."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, whose)].append(row)
    return found
