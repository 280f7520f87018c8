"""How clients are, from 0 to 100, and how many of them may leave."""

from datetime import date

import ibis
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import EVERYONE, GROUPS, metric, rate
from wonback.metrics.facts import Facts

FEW_SIGNS = gettext_lazy("Fewer than three signs are known: a score would say more about what we do not know.")


@metric(
    name=gettext_lazy("Health"),
    question=gettext_lazy("How is this client, from 0 to 100, where 100 is healthy?"),
    formula=gettext_lazy(
        "100 less the weighted mean of the signs that are known: silence, our own silence, concerns, broken promises, who has "
        "left, who decides, threads, competitors, late payment, usage, tickets. An unknown sign is left out; the band is what the "
        "unknown ones could make of it. Of many clients, the mean."
    ),
    unit=Unit.OF_100,
    source="Touches, concerns, promises, people, competitors, purchases and readings on file, as of the night",
    direction="more",
    why_none=FEW_SIGNS,
    kinds=EVERYONE,
    rows="health",
)
def health(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    known = facts.health.filter(facts.health.value.notnull())
    found = known.group_by(per).agg(
        value=known.value.mean(),
        low=known.low.mean(),
        high=known.high.mean(),
        signs=known.known.sum(),
        clients=known.count(),
    )
    # Of one client it stands on signs, of many on clients.
    n = found.signs if per == "client_id" else found.clients
    return found.select(per, "value", "low", "high", n=n)


@metric(
    name=gettext_lazy("Below the alarm"),
    question=gettext_lazy("Which share of our clients may leave, by their health?"),
    formula=gettext_lazy("Clients whose health is below the alarm, divided by all whose health is known."),
    unit=Unit.SHARE,
    source="Health as of the night; 80 % interval after Wilson (1927)",
    direction="less",
    why_none=FEW_SIGNS,
    kinds=GROUPS,
    rows="health",
)
def share_below_alarm(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    known = facts.health.filter(facts.health.value.notnull())
    sums = known.group_by(per).agg(some=(known.value < known.alarm).sum(), n=known.count())
    return sums.select(per, **rate(sums.some, sums.n))
