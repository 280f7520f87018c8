"""Whether somebody we lost may come back: if we call, and if we do not."""

from datetime import date

import ibis
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import metric
from wonback.metrics.facts import Facts

NOT_LOST = gettext_lazy("Not recorded as lost.")
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


def open_losses(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    """The newest loss of each client that has not come back; lost sales are not lost clients."""
    losses = facts.losses
    gone = losses.filter(losses.kind != "deal", losses.returned_on.isnull() | (losses.returned_on > as_of))
    newest_first = ibis.window(group_by=per, order_by=[ibis.desc(gone.lost_on), ibis.desc(gone.loss_id)])
    numbered = gone.mutate(place=ibis.row_number().over(newest_first))
    return numbered.filter(numbered.place == 0)
