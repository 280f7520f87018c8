"""What the numbers expect of contracts that end."""

from datetime import date

import ibis
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import EVERYONE, metric
from wonback.metrics.facts import Facts

NOTHING_ENDS = gettext_lazy(
    "No contract ends within half a year, or fewer than twenty renewals are known to learn from."
)


@metric(
    name=gettext_lazy("Chance of renewal"),
    question=gettext_lazy("How likely is it that the contract which ends next is renewed?"),
    formula=gettext_lazy(
        "How many of your own clients made their first, second, third renewal, moved by a concern within half a year and by "
        "somebody who decided or spoke for us having left within a year. Of many clients, the mean of all contracts that end."
    ),
    unit=Unit.SHARE,
    source="Contracts that ended, and whether another followed; shifted beta-geometric, moved by a logistic hazard",
    direction="more",
    why_none=NOTHING_ENDS,
    kinds=EVERYONE,
    rows="renewals",
)
def chance_of_renewal(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    """Of one client the next contract to end; n is from how many renewals it was learned, of many how many end."""
    open_ = facts.renewals.filter(
        facts.renewals.outcome.coalesce("") == "", facts.renewals.chance.notnull(), facts.renewals.until > as_of
    )
    if per == "client_id":
        first = ibis.window(group_by="client_id", order_by=[open_.until])
        nearest = open_.mutate(place=ibis.row_number().over(first))
        nearest = nearest.filter(nearest.place == 0)
        return nearest.select(per, value="chance", low="chance_low", high="chance_high", n="learned_from")
    sums = open_.group_by(per).agg(
        value=open_.chance.mean(), low=open_.chance_low.mean(), high=open_.chance_high.mean(), n=open_.count()
    )
    return sums.select(per, "value", "low", "high", "n")
