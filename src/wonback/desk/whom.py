"""Which clients come into question for whose day: the longest overdue, those never spoken to, and those to whom something is owed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from wonback.care.models import Cadence, Concern, DefenceStep, Expansion, PlannedTouch, Promise, Risk, Snooze
from wonback.clients.models import Client
from wonback.clients.queries import ClientQuerySet, owned_within_reach
from wonback.core.days import add_workdays
from wonback.core.prepared import prepared
from wonback.desk.callers import Callers, HowMany, Who, named, outside
from wonback.renewals.models import Renewal
from wonback.team.models import User

# However large a book is, this many of the longest overdue are weighed against each other; the rest is counted.
MOST_OVERDUE, MOST_NEVER_TOUCHED, MOST_COUNTED = 150, 100, 2_000
# An admin counts on thousands of contracts. Those that end first are weighed; all stand on the page of renewals.
MOST_RENEWALS = 50


def in_question(callers: Callers, *, as_of: date) -> dict[int, list[int]]:
    """The clients to weigh for each of these people. One query, whoever they are."""
    found: dict[int, set[int]] = defaultdict(set)
    for who, whom in all_in_question(callers, as_of=as_of):
        found[who].add(whom)
    return {user: sorted(found[user]) for user in callers.keys}


@prepared
def all_in_question(callers: Callers, *, as_of: date) -> QuerySet[Any, Any]:
    """Each person with each of their clients, once for every reason."""
    first, *others = [
        *owed_by(callers, as_of=as_of), *given_to(callers, as_of=as_of), *due_in_books(callers, as_of=as_of)
    ]  # fmt: skip
    return first.union(*others, all=True)


def pairs(rows: QuerySet[Any, Any], who: Who, client: str = "pk") -> QuerySet[Any, Any]:
    found: QuerySet[Any] = rows.order_by().annotate(who=named(who), whom=F(client))
    return found.values_list("who", "whom")


def not_put_off[Rows: QuerySet[Any, Any]](rows: Rows, who: Who, client: str = "pk", *, as_of: date) -> Rows:
    """Also those who refused calls: what we owe them is owed all the same."""
    resting = Snooze.objects.resting(outside(who), as_of=as_of).filter(client=OuterRef(client))
    return rows.exclude(Exists(resting))


def mine_to_call(who: Who, *, as_of: date) -> ClientQuerySet:
    """Whom this person may call today: nobody who asked us not to, nobody put off until a later day."""
    return not_put_off(Client.objects.active(), who, as_of=as_of).may_be_called(as_of=as_of)


def may_be_called(client: str, *, as_of: date) -> Exists:
    """As above, for rows that lead to a client."""
    return Exists(Client.objects.active().may_be_called(as_of=as_of).filter(pk=OuterRef(client)))


def answers_for(callers: Callers) -> list[tuple[Q, Who]]:
    """Whose clients they call: their own; a lead and an admin also those of nobody, and of whoever is not here any more.

    One walk along the index for each.
    """
    own: tuple[Q, Who] = Q(owner__in=callers.keys), "owner"
    return [own, *((whose, callers.lead) for whose in also_led_by(callers.lead))] if callers.lead else [own]


def also_led_by(lead: User) -> list[Q]:
    others = PlannedTouch.objects.open().filter(client=OuterRef("pk"), person__is_active=True).exclude(person=lead)
    # Named one by one: joined instead, everybody's due clients would be walked through to find whose owner is gone.
    gone = Q(owner__in=User.objects.filter(is_active=False).values("pk"))
    return [Q(~Exists(others), owner=None), gone & owned_within_reach(lead)]


def owed_by(callers: Callers, *, as_of: date) -> Iterator[QuerySet[Any, Any]]:
    """To whom these people owe something today, whoever they are."""
    for owed in (Promise, Concern, DefenceStep, Expansion, Risk):
        client = "defence__client" if owed is DefenceStep else "client"
        mine = owed.objects.due(as_of=as_of).filter(owner__in=callers.keys)
        yield pairs(not_put_off(mine, "owner", client, as_of=as_of), "owner", client)


def given_to(callers: Callers, *, as_of: date) -> Iterator[QuerySet[Any, Any]]:
    """Whose contract asks something of these people, and whom the calendar has given them."""
    who, client = callers.lead or "contract__client__owner", "contract__client"
    due = Renewal.objects.due(*callers.people, as_of=as_of)
    first = callers.first(due, MOST_RENEWALS, whose="contract__client__owner", by=("contract__until", "pk"))
    # Whom we may not call is left out afterwards: asked of each of thousands before, it takes longer than all the rest.
    duties = Renewal.objects.filter(pk__in=first.values("pk")).filter(may_be_called(client, as_of=as_of))
    yield pairs(not_put_off(duties, who, client, as_of=as_of), who, client)
    given = PlannedTouch.objects.open().filter(person__in=callers.keys, day__lte=as_of, client__owner=None)
    given = given.filter(may_be_called("client", as_of=as_of))
    yield pairs(not_put_off(given, "person", "client", as_of=as_of), "person", "client")


def due_in_books(callers: Callers, *, as_of: date) -> Iterator[QuerySet[Any, Any]]:
    """Of their books the longest overdue, and the first of those never spoken to."""
    for whose, who in answers_for(callers):
        book = mine_to_call(who, as_of=as_of).filter(whose)
        due = callers.first(book.due(as_of=as_of), MOST_OVERDUE, whose="owner", by=("touch_by", "pk"))
        never = callers.first(book.never_touched(), MOST_NEVER_TOUCHED, whose="owner", by=("tier", "pk"))
        for chosen in (due, never):
            yield pairs(Client.objects.filter(pk__in=chosen.values("pk")), who)


def read(clients: Collection[int], *, as_of: date) -> dict[int, Client]:
    """These clients, with what the rule needs to know of each."""
    return {client.pk: client for client in laid_out(clients, as_of=as_of)}


@prepared
def laid_out(clients: Collection[int], *, as_of: date) -> ClientQuerySet:
    found = Client.objects.filter(pk__in=clients).with_spell().with_refusals(as_of=as_of)
    return Cadence.objects.laid_beside(found.annotate(planned_as=planned_for(as_of)))


def planned_for(as_of: date) -> Subquery:
    """How a client should hear from us on this day, if the calendar says so."""
    planned = PlannedTouch.objects.open().filter(client=OuterRef("pk"), day=as_of)
    return Subquery(planned.order_by("pk").values("channel")[:1])


def counted(callers: Callers, *, as_of: date) -> dict[int, tuple[int, int]]:
    """How many clients of each person's wait today, and how many more become due by the next working day; up to `MOST_COUNTED`."""
    until = add_workdays(as_of, 1)
    return {user: (now, soon) for user, now, soon in both_counts(callers, as_of=as_of, until=until)}


@prepared
def both_counts(callers: Callers, *, as_of: date, until: date) -> QuerySet[Any, Any]:
    mine: Sequence[Q] = [Q(owner=OuterRef("pk")), *(also_led_by(callers.lead) if callers.lead else [])]
    book = mine_to_call(callers.lead or "owner", as_of=as_of)
    waiting = book.filter(Q(touch_by__lte=as_of) | Q(touch_by=None))
    coming = book.filter(touch_by__gt=as_of, touch_by__lte=until)
    beside = {"waiting": waiting, "coming": coming}
    # One walk along the index for each kind of book, as above.
    each = {name: sum((how_many(rows.filter(one)) for one in mine), start=Value(0)) for name, rows in beside.items()}
    return User.objects.filter(pk__in=callers.keys).annotate(**each).values_list("pk", *beside)


def how_many(clients: ClientQuerySet) -> HowMany:
    return HowMany(clients.order_by().values("pk")[:MOST_COUNTED])
