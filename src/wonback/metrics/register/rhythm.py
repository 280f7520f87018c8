"""How often clients buy, how long they have been silent, and how unusual that is for them."""

from datetime import date

import ibis
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import GROUPS, metric, rate
from wonback.metrics.facts import SUBJECTS, Facts
from wonback.metrics.register.value import NOTHING_BOUGHT

ONCE = gettext_lazy("Bought once: no rhythm yet.")
NOBODY_TWICE = gettext_lazy("Nobody has bought twice yet: there is no rhythm to compare with.")
LOST = gettext_lazy("Recorded as lost: silence is no longer a question.")
BOUND = gettext_lazy("Under a running contract: silence says nothing.")
NO_CLIENTS = gettext_lazy("No client with purchases on file.")

# Silence beyond 80 % of a client's gaps is a risk; beyond 95 % they have lapsed. A person decides whether they are lost.
AT_RISK, LAPSED = 0.80, 0.95


@metric(
    name=gettext_lazy("Rhythm"),
    question=gettext_lazy("How many days lie between two purchases of this client?"),
    formula=gettext_lazy(
        "The days from first to last purchase, plus one gap as it is usual here, divided by the number of repeat "
        "purchases plus one. With few purchases the usual gap weighs more, with many hardly at all."
    ),
    unit=Unit.DAYS,
    source="Mean of a gamma-exponential rhythm with one usual gap as its prior",
    why_none=NOTHING_BOUGHT,
    kinds=("client",),
)
def rhythm(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    """The client's own rhythm, shrunk towards everybody's.

    Units:   days
    Formula: (t_x + G) / (x + 1), G = sum(t_x) / sum(x) over all clients
    """
    each = rhythms(facts, as_of=as_of)
    value = ibis.ifelse(each.repeats > 0, each.rhythm, None)
    why = ibis.ifelse(each.repeats > 0, str(NOBODY_TWICE), str(ONCE))
    return each.select("client_id", value=value, n=each.repeats, why_none=why, low=gap(each, 0.1), high=gap(each, 0.9))


@metric(
    name=gettext_lazy("Silence"),
    question=gettext_lazy("How many days ago did this client last buy?"),
    formula=gettext_lazy("Days from the last purchase to today."),
    unit=Unit.DAYS,
    source="Invoices on file",
    direction="less",
    why_none=NOTHING_BOUGHT,
    kinds=("client",),
)
def silence(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    each = bought(facts, as_of=as_of)
    return each.select("client_id", value=each.silence, n=each.repeats + 1)


@metric(
    name=gettext_lazy("Unusual silence"),
    question=gettext_lazy("How unusual is it for this client to be silent for so long?"),
    formula=gettext_lazy(
        "The share of this client's gaps, as their rhythm lets us expect them, that are shorter than the silence now. From "
        "80 % on they are at risk, from 95 % on they have lapsed. Nobody counts as lost before a person says so."
    ),
    unit=Unit.SHARE,
    source="Predictive gap of a gamma-exponential rhythm (Lomax distribution)",
    direction="less",
    why_none=NOTHING_BOUGHT,
    kinds=("client",),
)
def unusual_silence(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    each = standings(facts, as_of=as_of)
    why = ibis.cases((each.lost, str(LOST)), (each.bound, str(BOUND)), else_=str(NOBODY_TWICE))
    value = ibis.ifelse(each.lost | each.bound, None, each.unusual)
    return each.select("client_id", value=value, n=each.repeats, why_none=why)


@metric(
    name=gettext_lazy("Active share"),
    question=gettext_lazy("Which share of our clients is as lively as ever?"),
    formula=gettext_lazy(
        "Clients not at risk and not lapsed, or under contract, divided by all clients who ever bought and are not lost."
    ),
    unit=Unit.SHARE,
    source="Unusual silence below 80 %",
    direction="more",
    why_none=NO_CLIENTS,
    kinds=GROUPS,
)
def active_share(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return share_between(facts, per=per, as_of=as_of, least=-1.0, below=AT_RISK)


@metric(
    name=gettext_lazy("Share at risk"),
    question=gettext_lazy("Which share of our clients has been silent for longer than usual?"),
    formula=gettext_lazy(
        "Clients whose silence is longer than 80 % of their gaps, but not than 95 %, divided by all who bought and are not lost."
    ),
    unit=Unit.SHARE,
    source="Unusual silence from 80 % to 95 %",
    direction="less",
    why_none=NO_CLIENTS,
    kinds=GROUPS,
)
def at_risk_share(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return share_between(facts, per=per, as_of=as_of, least=AT_RISK, below=LAPSED)


@metric(
    name=gettext_lazy("Lapsed share"),
    question=gettext_lazy("Which share of our clients has gone quiet without a word?"),
    formula=gettext_lazy(
        "Clients whose silence is longer than 95 % of their gaps, divided by all who bought and are not lost."
    ),
    unit=Unit.SHARE,
    source="Unusual silence from 95 % on",
    direction="less",
    why_none=NO_CLIENTS,
    kinds=GROUPS,
)
def lapsed_share(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return share_between(facts, per=per, as_of=as_of, least=LAPSED, below=2.0)


def share_between(facts: Facts, *, per: str, as_of: date, least: float, below: float) -> ibis.Table:
    each = standings(facts, as_of=as_of)
    each = each.filter(~each.lost)
    # Under contract, silence says nothing: they are with us.
    unusual = ibis.ifelse(each.bound, 0.0, each.unusual).coalesce(0.0)
    each = each.mutate(counts=(unusual >= least) & (unusual < below))
    sums = each.group_by(per).agg(some=each.counts.sum(), n=each.count())
    return sums.select(per, **rate(sums.some, sums.n))


def bought(facts: Facts, *, as_of: date) -> ibis.Table:
    """One row a client who bought: repeat purchases, days from first to last, days since the last."""
    positive = facts.purchases.filter(facts.purchases.amount > 0)
    days = positive.group_by(list(SUBJECTS.values())).agg(
        first=positive.bought_on.min(), last=positive.bought_on.max(), repeats=positive.bought_on.nunique() - 1
    )
    return days.mutate(
        span=days.last.delta(days.first, unit="day"), silence=ibis.literal(as_of).delta(days.last, unit="day")
    )


def rhythms(facts: Facts, *, as_of: date) -> ibis.Table:
    """Each client's rhythm, with the usual gap beside it."""
    each = bought(facts, as_of=as_of)
    usual = each.agg(usual=each.span.sum() / each.repeats.sum().nullif(0))
    both = each.cross_join(usual)
    return both.mutate(rhythm=(both.span + both.usual) / (both.repeats + 1))


def gap(each: ibis.Table, share: float) -> ibis.Value:
    """The gap that `share` of this client's gaps stay below.

    Units:   days
    Formula: (t_x + G) ((1 - share)^(-1 / (x + 1)) - 1)
    """
    shape = each.repeats + 1
    return (each.span + each.usual) * (ibis.literal(1 - share).pow(-1 / shape) - 1)


def unusual(each: ibis.Table) -> ibis.Value:
    """The share of this client's gaps that are shorter than the silence now, from 0 to 1.

    Formula: 1 - (1 + silence / (t_x + G))^-(x + 1)
    """
    return 1 - (1 + each.silence / (each.span + each.usual)).pow(-(each.repeats + 1))


def standings(facts: Facts, *, as_of: date) -> ibis.Table:
    """Each client's rhythm and silence; whether they are recorded as lost; whether a contract binds them."""
    each = rhythms(facts, as_of=as_of)
    each = each.mutate(unusual=unusual(each))
    gone, running = lost_clients(facts, as_of=as_of), bound_clients(facts, as_of=as_of)
    each = each.left_join(gone, each.client_id == gone.gone).left_join(running, each.client_id == running.bound_client)
    return each.mutate(lost=each.gone.notnull(), bound=each.bound_client.notnull()).drop("gone", "bound_client")


def lost_clients(facts: Facts, *, as_of: date) -> ibis.Table:
    """Clients who were gone on that day: all their spells had ended, or they have none and a loss says so."""
    spells, losses = facts.spells, facts.losses
    begun = spells.filter(spells.started_on.isnull() | (spells.started_on <= as_of))
    is_open = begun.ended_on.isnull() | (begun.ended_on > as_of)
    ended = begun.group_by("client_id").having(~is_open.any()).agg(spells=begun.count())
    told = losses.filter((losses.kind == "client") & (losses.returned_on.isnull() | (losses.returned_on > as_of)))
    told = told.anti_join(spells, "client_id")
    return ended.select(gone="client_id").union(told.select(gone="client_id")).distinct()


def bound_clients(facts: Facts, *, as_of: date) -> ibis.Table:
    """Clients whom a contract binds on that day. `until` is exclusive; an unknown start or end does not stop one."""
    contracts = facts.contracts
    running = (contracts.starts_on.isnull() | (contracts.starts_on <= as_of)) & (
        contracts.until.isnull() | (contracts.until > as_of)
    )
    return contracts.filter(running).select(bound_client=contracts.client_id).distinct()
