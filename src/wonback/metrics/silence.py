"""Who seems to have left without a word: proposed here, decided by a person."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import Any, NamedTuple

import ibis
from django.db import transaction
from django.db.models import F, Max

from wonback.clients.models import Client
from wonback.losses.models import Proposal
from wonback.metrics.engine import facts_of, rows
from wonback.metrics.facts import Facts
from wonback.metrics.register.rhythm import LAPSED, gap, standings

FEWEST_PURCHASES, FEWEST_SILENT_DAYS = 3, 90
BATCH = 1_000


class Silent(NamedTuple):
    """One client beyond their usual gaps. `worth` is what they bought in the year that ended with the last purchase."""

    client_id: int
    silent_since: date
    silent_days: int
    rhythm_days: float
    purchases: int
    worth: Decimal | None
    currency: str


def silent_clients(facts: Facts, *, as_of: date) -> ibis.Table:
    """Clients not lost and not under contract whose silence is longer than 95 % of their gaps, and than 90 days."""
    known = facts.until(as_of)
    each = standings(known, as_of=as_of)
    quiet = each.filter(
        ~each.lost,
        ~each.bound,
        each.repeats + 1 >= FEWEST_PURCHASES,
        each.silence > FEWEST_SILENT_DAYS,
        each.silence > gap(each, LAPSED),
    )
    worths = last_active_year(known, quiet)
    both = quiet.inner_join(worths, quiet.client_id == worths.buyer)
    return both.select(
        "client_id", "last", "silence", "rhythm", (both.repeats + 1).name("purchases"), "worth", "currency"
    ).order_by("client_id")


def last_active_year(facts: Facts, quiet: ibis.Table) -> ibis.Table:
    """What each of these bought in the 365 days up to their last purchase; unknown where that was in several currencies."""
    ends = quiet.select(buyer=quiet.client_id, ended=quiet["last"])
    both = facts.purchases.inner_join(ends, facts.purchases.client_id == ends.buyer)
    year = both.filter(both.ended.delta(both.bought_on, unit="day") < 365, both.bought_on <= both.ended)
    sums = year.group_by("buyer").agg(
        currencies=year.currency.nunique(), amount=year.amount.sum(), currency=year.currency.argmax(year.bought_on)
    )
    known = (sums.currencies == 1) & (sums.amount > 0)
    return sums.select("buyer", "currency", worth=ibis.ifelse(known, sums.amount, None))


def propose(*, as_of: date) -> int:
    """Propose who is silent, once each; withdraw what no longer holds. Return how many are new."""
    with facts_of(as_of) as (con, facts):
        found = (Silent(*row) for row in rows(con, silent_clients(facts, as_of=as_of)))
        seen, new = set(), 0
        for batch in batched(found, BATCH):
            seen |= {silent.client_id for silent in batch}
            new += write({silent.client_id: silent for silent in batch}, as_of=as_of)
    withdraw(all_but=seen)
    grow_older(as_of=as_of)
    return new


def write(silent: dict[int, Silent], *, as_of: date) -> int:
    """Bring the open proposals up to date and add the missing ones, but none that a person has already answered."""
    with transaction.atomic():
        proposals = Proposal.objects.filter(client__in=list(silent))
        answered = dict(proposals.exclude(settled_at=None).values_list("client").annotate(Max("silent_since")))
        standing = {proposal.client_id: proposal for proposal in proposals.filter(settled_at=None)}
        active = Client.objects.filter(pk__in=list(silent), standing=Client.Standing.ACTIVE).values_list(
            "pk", flat=True
        )
        wanted = [silent[pk] for pk in active if pk not in answered or answered[pk] < silent[pk].silent_since]
        fresh = [Proposal(**facts(one, as_of=as_of)) for one in wanted if one.client_id not in standing]
        Proposal.objects.bulk_create(fresh, ignore_conflicts=True)
        Proposal.objects.bulk_update(corrected(standing, silent, as_of=as_of), CORRECTED)
    return len(fresh)


def facts(one: Silent, *, as_of: date) -> dict[str, Any]:
    return {**one._asdict(), "as_of": as_of}


CORRECTED = ["silent_since", "silent_days", "rhythm_days", "purchases", "worth", "currency", "as_of"]


def corrected(standing: dict[int, Proposal], silent: dict[int, Silent], *, as_of: date) -> Iterator[Proposal]:
    """Open proposals that rest on purchases which are no longer what they were."""
    for pk, proposal in standing.items():
        if any(
            getattr(proposal, name) != getattr(silent[pk], name)
            for name in ("silent_since", "purchases", "worth", "currency")
        ):
            for name, value in facts(silent[pk], as_of=as_of).items():
                setattr(proposal, name, value)
            yield proposal


def grow_older(*, as_of: date) -> None:
    """Count the days of silence of all open proposals up to that day, without fetching one of them."""
    standing = Proposal.objects.filter(settled_at=None)
    for day in list(standing.exclude(as_of=as_of).values_list("as_of", flat=True).distinct()):
        older = F("silent_days") + (as_of - day).days
        standing.filter(as_of=day).update(as_of=as_of, silent_days=older)


def withdraw(*, all_but: set[int]) -> int:
    """Take back open proposals about clients who bought again, signed, or were recorded as lost meanwhile."""
    standing = Proposal.objects.filter(settled_at=None).values_list("pk", "client_id")
    gone = [pk for pk, client in standing if client not in all_but]
    for batch in batched(gone, BATCH):
        Proposal.objects.filter(pk__in=batch, settled_at=None).delete()
    return len(gone)
