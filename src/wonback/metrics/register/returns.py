"""Whether somebody we lost may come back: if we call, and if we do not; and what a return and an attempt are worth."""

from datetime import date

import ibis
from django.conf import settings
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.losses.ranking import A_MINUTE, MINUTES
from wonback.metrics.definition import metric
from wonback.metrics.facts import Facts
from wonback.metrics.register.value import NO_MARGIN, stays, typical_stay

NOT_LOST = gettext_lazy("Not recorded as lost.")
WORTH_UNKNOWN = gettext_lazy("What they bought in a year is not known.")
NO_STAYS = gettext_lazy("Fewer than five clients have left so far: nobody can say how long a second stay would last.")
NO_RUNG = gettext_lazy("They have taken no rung of a ladder yet.")
NO_ODDS = gettext_lazy("The night has not learned yet who comes back.")
SOURCE = "Our own attempts; discrete-time survival after Singer & Willett (1993), shrunk towards a rule of thumb"


@metric(
    name=gettext_lazy("Chance of a return"),
    question=gettext_lazy("How likely do they come back within six months if we call?"),
    formula=gettext_lazy(
        "Of our own attempts with losses for the same reason, equally long ago, the share that came back within 26 weeks, "
        "drawn towards what all losses have in common as far as there are few. n counts our attempts; below 30 it is a rule "
        "of thumb, not your data: one in ten, by kind of reason and time since the loss."
    ),
    unit=Unit.SHARE,
    source=SOURCE,
    direction="more",
    why_none=NOT_LOST,
    kinds=("client",),
    rows="losses",
)
def chance_of_return(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    newest = open_losses(facts, per=per, as_of=as_of)
    return newest.select(per, value="called", low="called_low", high="called_high", n="attempts")


@metric(
    name=gettext_lazy("Chance of a return by themselves"),
    question=gettext_lazy("How likely do they come back within six months if we leave them alone?"),
    formula=gettext_lazy(
        "As the chance of a return, but without a contact of ours. What a call brings is the difference of the two."
    ),
    unit=Unit.SHARE,
    source=SOURCE,
    direction="more",
    why_none=NOT_LOST,
    kinds=("client",),
    rows="losses",
)
def return_alone(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return open_losses(facts, per=per, as_of=as_of).select(per, value="alone", n="attempts")


@metric(
    name=gettext_lazy("Value of a return"),
    question=gettext_lazy("What would they bring if they came back today?"),
    formula=gettext_lazy(
        "What they bought in a year, for as many years as a second stay may last: as long as clients who left had stayed on "
        "average, with the same share leaving every year. Each further year is discounted to today (10 %, if WONBACK_DISCOUNT says "
        "nothing else). Revenue, not profit. The band says how long one client may stay, not how sure the average is."
    ),
    unit=Unit.MONEY,
    source="Second lifetime value: Stauss & Friege (1999), J. Service Research 1, with a geometric stay",
    direction="more",
    why_none=NOT_LOST,
    kinds=("client",),
    rows="losses",
)
def value_of_return(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    each = with_stays(open_losses(facts, per=per, as_of=as_of), facts, as_of=as_of)
    long = annuity(each.stay)
    bands = {
        name: each.worth * within_years(years_until(share, each.stay)) for name, share in (("low", 0.1), ("high", 0.9))
    }
    # The mean of a skewed stay may lie beyond nine in ten of them; the band holds it all the same.
    value = each.worth * long
    return each.select(
        per,
        "currency",
        value=value,
        low=ibis.least(bands["low"], value),
        high=ibis.greatest(bands["high"], value),
        n=each.ended,
        why_none=why_no_value(each),
    )


@metric(
    name=gettext_lazy("Value of an attempt"),
    question=gettext_lazy("What does it bring to call them now, over leaving them alone?"),
    formula=gettext_lazy(
        "(Chance of a return if we call − chance by themselves) × value of a return × the margin of WONBACK_MARGIN − 15 minutes. "
        "Below zero it says: leave them alone. What a call adds to the chance is assumed until fifty attempts were drawn by lot in a "
        "campaign; then it is measured."
    ),
    unit=Unit.MONEY,
    source="Expected value of a contact: Stauss & Friege (1999); compared with leaving alone after Ascarza (2018), JMR 55",
    direction="more",
    why_none=NOT_LOST,
    kinds=("client",),
    rows="losses",
    parts=("chance_of_return", "return_alone", "value_of_return"),
)
def value_of_attempt(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    each = with_stays(open_losses(facts, per=per, as_of=as_of), facts, as_of=as_of)
    earned = each.worth * annuity(each.stay) * ibis.literal(settings.MARGIN, "float64")
    value = (each.called - each.alone) * earned - MINUTES * A_MINUTE
    known = each.worth.notnull() & each.stay.notnull()
    why = ibis.cases(
        (~known, why_no_value(each)),
        (each.called.isnull(), str(NO_ODDS)),
        else_=str(NO_MARGIN) if settings.MARGIN is None else None,
    )
    return each.select(per, "currency", value=value, n=each.attempts, why_none=why)


@metric(
    name=gettext_lazy("Recovered share"),
    question=gettext_lazy("How much of what they once bought a year is back?"),
    formula=gettext_lazy(
        "What they buy a year on the highest rung of the ladder they took since their newest loss, divided by what they bought a year "
        "before it. Of many: the sum of the one by the sum of the other, over those who took a rung. Each loss counts once."
    ),
    unit=Unit.SHARE,
    source="Smaller yeses on file, and the worth of the losses they belong to",
    direction="more",
    why_none=NO_RUNG,
    rows="rungs",
)
def recovered_share(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    rungs = facts.rungs.filter(facts.rungs.former > 0)
    newest = rungs.group_by("client_id").mutate(newest=rungs.lost_on.max())
    of_newest = newest.filter(newest.lost_on == newest.newest)
    each = of_newest.group_by(*{per, "client_id"}).agg(reached=of_newest.worth.max(), former=of_newest.former.max())
    sums = each.group_by(per).agg(reached=each.reached.sum(), was=each.former.sum(), n=each.count())
    return sums.select(per, value=sums.reached.cast("float64") / sums.was.cast("float64"), n=sums.n)


def with_stays(losses: ibis.Table, facts: Facts, *, as_of: date) -> ibis.Table:
    """Each loss, with how many years those who left had stayed on average, and how many they are."""
    lives = stays(facts, as_of=as_of)
    ended = lives.agg(ended=lives.ended.sum().coalesce(0))
    both = losses.cross_join(typical_stay(lives)).cross_join(ended)
    return both.mutate(stay=both.typical, worth=both.worth.cast("float64"))


def why_no_value(each: ibis.Table) -> ibis.Value:
    return ibis.cases((each.worth.isnull(), str(WORTH_UNKNOWN)), (each.stay.isnull(), str(NO_STAYS)), else_=None)


def annuity(stay: ibis.Value) -> ibis.Value:
    """What a year's revenue is worth today if it comes every year of a stay of this mean.

    Units:   years of today's worth, the first in full
    Formula: (1 + d) / (1 + d - r), r = stay / (1 + stay): the share that stays another year
    Source:  Gupta, Lehmann & Stuart (2004), J. Marketing Research 41; `wonback.stats.returns` with everybody alike
    """
    return (1 + settings.DISCOUNT) / (1 + settings.DISCOUNT - loyal(stay))


def loyal(stay: ibis.Value) -> ibis.Value:
    return stay / (1 + stay)


def years_until(share: float, stay: ibis.Value) -> ibis.Value:
    """After how many years so many of such clients have left again: at least one, which has just begun."""
    return ibis.greatest((ibis.literal(1 - share).ln() / loyal(stay).ln()).ceil(), 1)


def within_years(years: ibis.Value) -> ibis.Value:
    """What a year's revenue is worth today if it comes for so many years, the first in full."""
    once = 1 / (1 + settings.DISCOUNT)
    if settings.DISCOUNT == 0:
        return years
    return (1 - ibis.literal(once).pow(years)) / (1 - once)


def open_losses(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    """The newest loss of each client that has not come back; lost sales are not lost clients."""
    losses = facts.losses
    gone = losses.filter(losses.kind != "deal", losses.returned_on.isnull() | (losses.returned_on > as_of))
    newest_first = ibis.window(group_by=per, order_by=[ibis.desc(gone.lost_on), ibis.desc(gone.loss_id)])
    numbered = gone.mutate(place=ibis.row_number().over(newest_first))
    return numbered.filter(numbered.place == 0)
