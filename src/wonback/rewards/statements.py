"""The lines of a month: all that schemes in force say is due, less what closed months have said already."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import batched

from wonback.clients.models import Client
from wonback.rewards.facts import Facts
from wonback.rewards.models.credit import Credit
from wonback.rewards.models.scheme import Scheme
from wonback.rewards.scheme import Due, Fact, Kind, Line, Terms, dues, months_after, settle
from wonback.team.models import User

# What turns out later than this after it was earned changes no statement any more.
MONTHS_BACK = 12
AT_ONCE = 5_000
SOURCES = {Kind.RENEWED: "renewal_id", Kind.RECOVERED: "plan_id", Kind.REFERRED: "referral_id"}


def drawn_up(month: date, *, person: User | None = None) -> list[Credit]:
    """The lines of a month as they would be today, not written down; of one person alone, if one is named."""
    since, until = months_after(month, -MONTHS_BACK), months_after(month, 1)
    due = [one for one in due_by_schemes(since, until, person=person) if person is None or one.person == person.pk]
    paid = Credit.objects.filter(**({"person": person} if person else {})).paid(due, since=since, until=until)
    lines = settle(due, paid)
    return list(as_credits(lines))


def due_by_schemes(since: date, until: date, *, person: User | None = None) -> Iterator[Due]:
    """What is due of all that was earned between two days (the second exclusive), each by the scheme of the month of its deed."""
    schemes = list(Scheme.objects.in_force())

    @cache
    def terms_of(month: date) -> Terms | None:
        return next((scheme.terms for scheme in schemes if scheme.from_month and scheme.from_month <= month), None)

    longest = max((scheme.stays_months for scheme in schemes), default=0)
    for fact in Facts(since, until, person).all(stays_months=longest) if schemes else ():
        if terms := terms_of(fact.on.replace(day=1)):
            yield from earned([fact], terms, since, until)


def earned(facts: Iterable[Fact], terms: Terms, since: date, until: date) -> Iterator[Due]:
    """What is earned in that time; of a return the rest may be earned much later."""
    return (one for one in dues(facts, terms) if since <= one.on < until)


def as_credits(lines: Iterable[Line]) -> Iterator[Credit]:
    for some in batched(lines, AT_ONCE):
        clients = Client.objects.filter(pk__in={line.due.fact.client for line in some if line.due})
        names = dict(clients.values_list("pk", "name"))
        for line in some:
            yield credit_for(line, names) if line.due else taken_off(line)


def credit_for(line: Line, names: dict[int, str]) -> Credit:
    """What is due, with the numbers it is computed from."""
    due = line.due
    assert due is not None  # noqa: S101  # as the caller has seen
    fact, source = due.fact, SOURCES.get(Kind(due.fact.kind))
    return Credit(
        person_id=due.person,
        key=due.key,
        kind=fact.kind,
        part=due.piece.part,
        earned_on=due.on,
        client_id=fact.client if fact.client in names else None,
        client_name=names.get(fact.client, ""),
        base=fact.base,
        rate=due.piece.rate,
        days=due.days,
        of_days=due.of_days,
        was=line.was,
        amount=line.amount,
        currency=fact.currency,
        **({source: fact.source} if source else {}),
    )


def taken_off(line: Line) -> Credit:
    """What was paid and is not due: the numbers are those of the line it takes off."""
    key, person, currency = line.who
    last = Credit.objects.filter(key=key, person=person, currency=currency).order_by("-pk").first()
    assert last is not None  # noqa: S101  # somebody was paid it
    last.pk, last.was, last.amount = None, line.was, line.amount
    last._state.adding = True
    return last
