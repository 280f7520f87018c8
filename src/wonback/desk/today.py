"""One person's day: whom to call, which steps of plans are due, what was put off, whom they spoke to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from wonback.care.call_list import CallList, Kind, Line, Waiting, call_list, line
from wonback.care.models import Cadence, Concern, DefenceStep, Expansion, PlannedTouch, Promise, Risk, Snooze, Touch
from wonback.clients.models import Client
from wonback.clients.queries import ClientQuerySet, owned_within_reach
from wonback.clients.worth import Worth, worth_of
from wonback.core.days import add_workdays
from wonback.core.money import Money
from wonback.desk.owed import Owed
from wonback.desk.steps import Step, steps_of
from wonback.renewals.models import Renewal
from wonback.team.models import User
from wonback.team.policy import Right

# However large a book is, this many of the longest overdue are weighed against each other; the rest is counted.
MOST_OVERDUE, MOST_NEVER_TOUCHED, MOST_COUNTED = 200, 100, 2_000
LATER_SHOWN, PUT_OFF_SHOWN = 30, 30


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

    @property
    def next_is_tomorrow(self) -> bool:
        return self.next_day == self.as_of + timedelta(days=1)


def today_of(user: User, *, as_of: date) -> Today:
    """Compose the day. The number of queries does not depend on the size of the book."""
    answerable = mine_to_call(user, as_of=as_of)
    clients = {client.pk: client for client in candidates(answerable, user, as_of=as_of)}
    worths = worth_of(clients.keys(), as_of=as_of)
    spoken = spoken_to(user, as_of=as_of)
    chosen = chosen_for(user, clients, worths, tried={touch.client_id for touch in spoken}, as_of=as_of)
    return Today(
        user=user,
        as_of=as_of,
        cards=cards(chosen.today, clients, worths),
        later=cards(chosen.later[:LATER_SHOWN], clients, worths),
        later_count=how_many_later(chosen, len(clients), answerable, user, as_of=as_of),
        steps=steps_of(user, as_of=as_of),
        put_off=put_off_by(user, as_of=as_of),
        spoken=spoken,
        next_day=add_workdays(as_of, 1),
        next_count=how_many_next(answerable, user, as_of=as_of),
    )


def chosen_for(
    user: User, clients: dict[int, Client], worths: dict[int, Worth], *, tried: set[int], as_of: date
) -> CallList:
    """The call list. Whom they tried to reach in vain today waits for another hour, behind the others."""
    owed = Owed.to(clients.keys(), user, as_of=as_of)
    everybody = (waiting_for(one, worths[one.pk], owed, user=user, as_of=as_of) for one in clients.values())
    due = [one for one in everybody if one.is_late or one.owed]
    chosen = call_list([one for one in due if one.key not in tried], minutes=user.minutes_a_day, as_of=as_of)
    return CallList(chosen.today, [*chosen.later, *(line(one, as_of=as_of) for one in due if one.key in tried)])


def cards(lines: Iterable[Line], clients: dict[int, Client], worths: dict[int, Worth]) -> list[Card]:
    return [Card(clients[int(str(line.key))], line, worths[int(str(line.key))]) for line in lines]


def mine_to_call(user: User, *, as_of: date) -> ClientQuerySet:
    """Whom this person may call today: nobody who asked us not to, nobody put off until a later day."""
    return not_put_off(user, as_of=as_of).may_be_called(as_of=as_of)


def not_put_off(user: User, *, as_of: date) -> ClientQuerySet:
    """Also those who refused calls: what we owe them is owed all the same."""
    resting = Snooze.objects.resting(user, as_of=as_of).filter(client=OuterRef("pk"))
    return Client.objects.exclude(Exists(resting))


def answers_for(user: User) -> list[Q]:
    """Whose clients they call: their own; a lead and an admin also those of nobody, and of whoever is not here any more.

    One walk along the index for each.
    """
    others = PlannedTouch.objects.open().filter(client=OuterRef("pk"), person__is_active=True).exclude(person=user)
    own, nobodys = Q(owner=user), Q(~Exists(others), owner=None)
    gone = Q(owner__is_active=False) & owned_within_reach(user)
    return [own, nobodys, gone] if user.may(Right.LEAD) else [own]


def candidates(answerable: ClientQuerySet, user: User, *, as_of: date) -> ClientQuerySet:
    """The longest overdue, those never spoken to, and those to whom this person owes something today."""
    chosen = Q(pk__in=not_put_off(user, as_of=as_of).filter(owed_by(user, as_of=as_of)).values("pk"))
    chosen |= Q(pk__in=answerable.active().filter(given_to(user, as_of=as_of)).values("pk"))
    for whose in answers_for(user):
        book = answerable.filter(whose)
        chosen |= Q(pk__in=book.due(as_of=as_of).values("pk")[:MOST_OVERDUE])
        chosen |= Q(pk__in=book.never_touched().values("pk")[:MOST_NEVER_TOUCHED])
    found = Client.objects.filter(chosen).select_related("owner").with_spell().with_refusals(as_of=as_of)
    found = found.annotate(planned_as=planned_for(as_of))
    return Cadence.objects.laid_beside(found).order_by("pk")


def owed_by(user: User, *, as_of: date) -> Q:
    """To whom this person owes something today, whoever they are."""
    found = Q()
    for owed in (Promise, Concern, DefenceStep, Expansion, Risk):
        mine = owed.objects.due(as_of=as_of).filter(owner=user).order_by()
        found |= Q(pk__in=mine.values("defence__client" if owed is DefenceStep else "client"))
    return found


def given_to(user: User, *, as_of: date) -> Q:
    """Whose contract asks something of this person, and whom the calendar has given them."""
    duties = Renewal.objects.due(user, as_of=as_of).order_by().values("contract__client")
    given = PlannedTouch.objects.open().filter(person=user, day__lte=as_of, client__owner=None).order_by()
    return Q(pk__in=duties) | Q(pk__in=given.values("client"))


def planned_for(as_of: date) -> Subquery:
    """How a client should hear from us on this day, if the calendar says so."""
    planned = PlannedTouch.objects.open().filter(client=OuterRef("pk"), day=as_of)
    return Subquery(planned.order_by("pk").values("channel")[:1])


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
        promises=owed.of(Kind.PROMISE, client.pk),
        concerns=owed.of(Kind.CONCERN, client.pk),
        defences=owed.of(Kind.DEFENCE, client.pk),
        expansions=owed.of(Kind.EXPANSION, client.pk),
        risks=owed.of(Kind.RISK, client.pk),
        renewals=owed.of(Kind.RENEWAL, client.pk),
        planned=getattr(client, "planned_as", None) or "",
        mine=client.owner_id == user.pk,
        refused=refused_by(client),
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


def how_many_later(chosen: CallList, weighed: int, answerable: ClientQuerySet, user: User, *, as_of: date) -> int:
    """All that wait, including those beyond the ones weighed; only a large book needs to be counted."""
    if weighed < MOST_NEVER_TOUCHED:
        return len(chosen.later)
    whose = reduce(or_, answers_for(user))
    waiting = answerable.active().filter(whose, Q(touch_by__lte=as_of) | Q(touch_by=None))
    return max(len(chosen.later), waiting[:MOST_COUNTED].count() - len(chosen.today))


def how_many_next(answerable: ClientQuerySet, user: User, *, as_of: date) -> int:
    """How many become due by the next working day."""
    until = add_workdays(as_of, 1)
    coming = answerable.active().filter(reduce(or_, answers_for(user)), touch_by__gt=as_of, touch_by__lte=until)
    return coming[:MOST_COUNTED].count()


def put_off_by(user: User, *, as_of: date) -> list[Snooze]:
    """What this person put off, and when it comes back."""
    resting = Snooze.objects.resting(user, as_of=as_of).select_related("client")
    return list(resting.order_by("until", "pk")[:PUT_OFF_SHOWN])


def spoken_to(user: User, *, as_of: date) -> list[Touch]:
    """Whom this person has spoken to today, the newest first."""
    start = timezone.make_aware(datetime.combine(as_of, time.min))
    return list(Touch.objects.logged_by(user, since=start).filter(at__lt=start + timedelta(days=1))[:50])
