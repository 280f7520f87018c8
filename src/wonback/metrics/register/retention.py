"""Whether clients stay, and whether what they spend does."""

from datetime import date, timedelta

import ibis
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import GROUPS, metric, rate, within
from wonback.metrics.facts import Facts
from wonback.metrics.register.rhythm import lost_clients

TWO_YEARS = gettext_lazy("Two whole years of purchases are needed; those on file begin later.")
NOBODY_BEFORE = gettext_lazy("Nobody was with us in the year before.")
# A file rarely begins on the very first day of a window.
LATE_START = 31


@metric(
    name=gettext_lazy("Client retention"),
    question=gettext_lazy("Of the clients of the year before, how many are still with us?"),
    formula=gettext_lazy(
        "Clients who bought, or were under contract, in both of the last two years and are not recorded as lost, divided "
        "by those who did in the earlier one. The two years share no day."
    ),
    unit=Unit.SHARE,
    source="Purchases, contracts and recorded losses on file",
    direction="more",
    why_none=NOBODY_BEFORE,
    kinds=GROUPS,
)
def client_retention(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    then, now = as_of - timedelta(days=365), as_of
    before = with_us(facts, per=per, ending=then)
    after = with_us(facts, per=per, ending=now).select(still="client_id")
    gone = lost_clients(facts, as_of=as_of)
    both = before.left_join(after, before.client_id == after.still)
    both = both.left_join(gone, both.client_id == gone.gone)
    both = both.mutate(stayed=both.still.notnull() & both.gone.isnull())
    sums = both.group_by(per).agg(some=both.stayed.sum(), n=both.count())
    return only_with_two_years(facts, sums.select(per, **rate(sums.some, sums.n)), as_of=as_of)


@metric(
    name=gettext_lazy("Net revenue retention"),
    question=gettext_lazy(
        "Of what clients bought in the year before, how much did the same clients buy in the last one?"
    ),
    formula=gettext_lazy(
        "Revenue of the last 365 days from clients who bought in the 365 days before, divided by their revenue of those. "
        "More than 100 % means they buy more; new clients do not count."
    ),
    unit=Unit.SHARE,
    source="Purchases on file, each currency for itself",
    direction="more",
    why_none=NOBODY_BEFORE,
    kinds=GROUPS,
)
def net_revenue_retention(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    clients = two_years(facts, per=per, as_of=as_of)
    sums = clients.group_by(per, "currency").agg(value=clients.after.sum() / clients.before.sum(), n=clients.count())
    return only_with_two_years(facts, sums, as_of=as_of)


@metric(
    name=gettext_lazy("Gross revenue retention"),
    question=gettext_lazy("Of what clients bought in the year before, how much did we keep, growth left aside?"),
    formula=gettext_lazy(
        "As net revenue retention, but no client counts with more than in the year before. It can never exceed 100 %."
    ),
    unit=Unit.SHARE,
    source="Purchases on file, each currency for itself",
    direction="more",
    why_none=NOBODY_BEFORE,
    kinds=GROUPS,
)
def gross_revenue_retention(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    clients = two_years(facts, per=per, as_of=as_of)
    kept = ibis.greatest(ibis.least(clients.after, clients.before), 0)
    clients = clients.mutate(kept=kept)
    sums = clients.group_by(per, "currency").agg(value=clients.kept.sum() / clients.before.sum(), n=clients.count())
    return only_with_two_years(facts, sums, as_of=as_of)


def two_years(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    """What each client bought in the last year and in the one before; only those who bought in that."""
    purchases = facts.purchases
    this_year = within(purchases.bought_on, days=365, ending=as_of)
    last_year = within(purchases.bought_on, days=365, ending=as_of - timedelta(days=365))
    keys = ["client_id", per, "currency"]
    clients = purchases.group_by(keys).agg(
        before=purchases.amount.sum(where=last_year).coalesce(0).cast("float64"),
        after=purchases.amount.sum(where=this_year).coalesce(0).cast("float64"),
    )
    return clients.filter(clients.before > 0)


def with_us(facts: Facts, *, per: str, ending: date) -> ibis.Table:
    """Clients who bought or were under contract in the year up to that day."""
    bought = facts.purchases.filter(
        within(facts.purchases.bought_on, days=365, ending=ending), facts.purchases.amount > 0
    )
    contracts, begun_before = facts.contracts, ending - timedelta(days=365)
    bound = contracts.filter(
        contracts.starts_on.isnull() | (contracts.starts_on <= ending),
        # `until` is the first day without the contract.
        contracts.until.isnull() | (contracts.until > begun_before + timedelta(days=1)),
    )
    return bought.select("client_id", per).union(bound.select("client_id", per)).distinct()


def only_with_two_years(facts: Facts, found: ibis.Table, *, as_of: date) -> ibis.Table:
    """No value where the facts do not reach back far enough: last year would look smaller than it was."""
    earliest = as_of - timedelta(days=2 * 365 - LATE_START)
    began = facts.purchases.agg(began_on=facts.purchases.bought_on.min())
    both = found.cross_join(began)
    reaches = both.began_on <= earliest
    hidden = {
        name: ibis.ifelse(reaches, both[name], None) for name in ("value", "low", "high") if name in found.columns
    }
    told = both.why_none if "why_none" in found.columns else ibis.literal(None, "string")
    return both.mutate(**hidden, why_none=ibis.ifelse(reaches, told, str(TWO_YEARS))).drop("began_on")
