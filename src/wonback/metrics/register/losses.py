"""What we lost, what it was worth, whether we know why, and how many come back."""

from datetime import date, timedelta

import ibis
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import GROUPS, metric, rate, within
from wonback.metrics.facts import SUBJECTS, Facts

NOTHING_LOST = gettext_lazy("No losses on file.")
NONE_THIS_YEAR = gettext_lazy("No losses in the last 12 months.")
WORTH_UNKNOWN = gettext_lazy("None of these losses has a known worth.")
NOBODY_ASKED = gettext_lazy("Nobody has been asked to come back yet.")
NOBODY_BACK = gettext_lazy("Nobody has come back yet.")
NOT_BOTH = gettext_lazy("No loss has both voices, our rep's and the client's.")
NO_SPELLS = gettext_lazy("No clients on file with the time they have been with us.")
# Attempts older than this were made by other people in another market.
YEARS_OF_ATTEMPTS = 3


@metric(
    name=gettext_lazy("Clients lost in 12 months"),
    question=gettext_lazy("How many clients, or parts of them, did we lose in the last 12 months?"),
    formula=gettext_lazy(
        "Recorded losses of clients and of parts of clients in the last 365 days. Proposals nobody confirmed do not count."
    ),
    unit=Unit.COUNT,
    source="Losses on file",
    direction="less",
    why_none=NOTHING_LOST,
    kinds=GROUPS,
    rows="losses",
)
def losses_12_months(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return counted(facts, facts.losses.kind != "deal", per=per, as_of=as_of)


@metric(
    name=gettext_lazy("Sales lost in 12 months"),
    question=gettext_lazy("How many sales went elsewhere in the last 12 months?"),
    formula=gettext_lazy("Recorded losses of sales in the last 365 days."),
    unit=Unit.COUNT,
    source="Losses on file",
    direction="less",
    why_none=NOTHING_LOST,
    kinds=GROUPS,
    rows="losses",
)
def lost_sales_12_months(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return counted(facts, facts.losses.kind == "deal", per=per, as_of=as_of)


@metric(
    name=gettext_lazy("Worth of losses"),
    question=gettext_lazy("What did the clients lost in the last 12 months buy in a year?"),
    formula=gettext_lazy(
        "The sum of a year's revenue of clients, and parts of clients, lost in the last 365 days, known or estimated. Losses "
        "of unknown worth are left out; n counts those with one."
    ),
    unit=Unit.MONEY_A_YEAR,
    source="Losses on file, each currency for itself",
    direction="less",
    why_none=NONE_THIS_YEAR,
    kinds=GROUPS,
    rows="losses",
)
def worth_of_losses(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return worth(facts, facts.losses.kind != "deal", per=per, as_of=as_of)


@metric(
    name=gettext_lazy("Worth of lost sales"),
    question=gettext_lazy("What were the sales worth that we lost in the last 12 months?"),
    formula=gettext_lazy(
        "The sum of the amounts of sales lost in the last 365 days, known or estimated; n counts those with an amount."
    ),
    unit=Unit.MONEY,
    source="Losses on file, each currency for itself",
    direction="less",
    why_none=NONE_THIS_YEAR,
    kinds=GROUPS,
    rows="losses",
)
def worth_of_lost_sales(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return worth(facts, facts.losses.kind == "deal", per=per, as_of=as_of)


@metric(
    name=gettext_lazy("Win-back rate"),
    question=gettext_lazy("Of those we asked to come back, how many did?"),
    formula=gettext_lazy(
        "Losses with which we opened a conversation in the last three years and which came back, divided by all with which "
        "we opened one. Conversations still going on count as not back yet. Some would have come back without us."
    ),
    unit=Unit.SHARE,
    source="Plans on file; 80 % interval after Wilson (1927)",
    direction="more",
    why_none=NOBODY_ASKED,
    kinds=GROUPS,
    rows="losses",
)
def win_back_rate(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    attempts = facts.losses.filter(within(facts.losses.launched_on, days=365 * YEARS_OF_ATTEMPTS, ending=as_of))
    back = attempts.returned_on.notnull() & (attempts.returned_on <= as_of)
    sums = attempts.group_by(per).agg(some=back.sum(), n=attempts.count())
    return sums.select(per, **rate(sums.some, sums.n))


@metric(
    name=gettext_lazy("Reasons known"),
    question=gettext_lazy("Of how many losses do we know why?"),
    formula=gettext_lazy(
        "Losses of the last 365 days with a reason other than “not asked yet”, divided by all losses of that time."
    ),
    unit=Unit.SHARE,
    source="Losses on file",
    direction="more",
    why_none=NONE_THIS_YEAR,
    kinds=GROUPS,
    rows="losses",
)
def reason_known_rate(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    recent = facts.losses.filter(within(facts.losses.lost_on, days=365, ending=as_of))
    sums = recent.group_by(per).agg(some=recent.reason_known.sum(), n=recent.count())
    return sums.select(per, **rate(sums.some, sums.n))


@metric(
    name=gettext_lazy("Recovered revenue"),
    question=gettext_lazy("What did clients who came back buy since, in the last 12 months?"),
    formula=gettext_lazy(
        "All purchases of the last 365 days by clients who were won back, from the day of their return on, credit notes "
        "taken off. A client lost and won back twice counts once. Some would have come back without us."
    ),
    unit=Unit.MONEY_A_YEAR,
    source="Plans that ended with a return, and purchases on file",
    direction="more",
    why_none=NOBODY_BACK,
    kinds=GROUPS,
)
def recovered_revenue(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    losses, purchases = facts.losses, facts.purchases
    back = losses.filter(losses.returned_on <= as_of)
    newest = ibis.window(group_by="client_id", order_by=[ibis.desc(back.returned_on), ibis.desc(back.loss_id)])
    back = back.mutate(place=ibis.row_number().over(newest))
    # Credited once, to the book from which they had been lost.
    back = back.filter(back.place == 0).select(per, returner="client_id", since="returned_on")
    bought = purchases.filter(within(purchases.bought_on, days=365, ending=as_of)).drop(per)
    both = bought.inner_join(back, (bought.client_id == back.returner) & (bought.bought_on >= back.since))
    return both.group_by(per, "currency").agg(value=both.amount.sum(), n=both.returner.nunique())


@metric(
    name=gettext_lazy("Agreement of voices"),
    question=gettext_lazy("How often does the client give the reason that our rep gave?"),
    formula=gettext_lazy(
        "Losses for which the rep and the client gave the same main reason, divided by all losses with both voices. The "
        "confirmed reason stands for the client's where there is one."
    ),
    unit=Unit.SHARE,
    source="Reasons on file, by voice; 80 % interval after Wilson (1927)",
    direction="more",
    why_none=NOT_BOTH,
    # Never for one person: reps are not ranked by how well they listen.
    kinds=("team", "company"),
    rows="losses",
)
def agreement_of_voices(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    losses = facts.losses
    both = losses.filter(losses.rep_reason.notnull() & losses.client_reason.notnull())
    sums = both.group_by(per).agg(some=(both.rep_reason == both.client_reason).sum(), n=both.count())
    return sums.select(per, **rate(sums.some, sums.n))


@metric(
    name=gettext_lazy("Clients lost last month"),
    question=gettext_lazy("Which share of our clients did we lose in the last whole month?"),
    formula=gettext_lazy(
        "Clients recorded as lost in the last whole calendar month, divided by those who were clients on its first day. "
        "The chart of all months says whether chance explains it."
    ),
    unit=Unit.SHARE,
    source="Losses and spells on file; 80 % interval after Wilson (1927)",
    direction="less",
    why_none=NO_SPELLS,
    kinds=GROUPS,
    rows="losses",
)
def lost_last_month(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    last = as_of.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    there = present(facts, on=first).group_by(per).agg(n=ibis._.client_id.nunique())
    losses = facts.losses.filter(facts.losses.kind == "client", facts.losses.lost_on.between(first, last))
    gone = losses.group_by(per).agg(gone=losses.client_id.nunique())
    both = there.left_join(gone, per).drop(f"{per}_right")
    return both.select(per, **rate(ibis.least(both.gone.coalesce(0), both.n), both.n))


def present(facts: Facts, *, on: date) -> ibis.Table:
    """The spells that ran when that day began; an unknown start lies before it, and whoever left on it was there."""
    spells = facts.spells
    begun = spells.started_on.isnull() | (spells.started_on <= on)
    return spells.filter(begun, spells.ended_on.isnull() | (spells.ended_on >= on))


def counted(facts: Facts, kind: ibis.Value, *, per: str, as_of: date) -> ibis.Table:
    """Losses of a year. Where losses are recorded at all, none is a number: 0."""
    year = within(facts.losses.lost_on, days=365, ending=as_of)
    own = facts.losses.group_by(per).agg(count=facts.losses.count(where=kind & year))
    everybody = facts.subjects(next(name for name, column in SUBJECTS.items() if column == per)).rename(
        {per: "subject"}
    )
    any_at_all = facts.losses.agg(losses=facts.losses.count())
    both = everybody.left_join(own, per).drop(f"{per}_right").cross_join(any_at_all)
    value = ibis.ifelse(both.losses > 0, both["count"].coalesce(0), None)
    return both.select(per, value=value, n=both["count"].coalesce(0))


def worth(facts: Facts, kind: ibis.Value, *, per: str, as_of: date) -> ibis.Table:
    year = facts.losses.filter(kind, within(facts.losses.lost_on, days=365, ending=as_of))
    sums = year.group_by(per, "currency").agg(value=year.worth.sum(), n=year.worth.count())
    return sums.mutate(why_none=ibis.literal(str(WORTH_UNKNOWN)))
