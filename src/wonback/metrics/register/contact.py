"""When clients hear from us: only when a contract ends, or also in between."""

from datetime import date

import ibis
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import GROUPS, metric, rate, within
from wonback.metrics.facts import Facts

NO_END = gettext_lazy("No contract with an end on file: there is no renewal time.")
NOBODY_BOUND = gettext_lazy("No client with both touches and a contract that ends.")
# Two years hold at least one renewal of a yearly contract and the time between.
DAYS = 730
# Renewal time: so many days before a contract ends, and so many after.
BEFORE, AFTER = 90, 30


@metric(
    name=gettext_lazy("Touches outside renewals"),
    question=gettext_lazy("Does this client hear from us also when no contract ends?"),
    formula=gettext_lazy(
        "Real touches of the last 730 days outside renewal time, divided by all real touches of these days. Renewal time "
        "lasts from 90 days before a contract ends to 30 days after. 0 % means: only at renewals."
    ),
    unit=Unit.SHARE,
    source="Touches and contracts on file",
    direction="more",
    why_none=NO_END,
    kinds=("client",),
    rows="touches",
)
def touches_outside_renewals(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    each = outside(facts, as_of=as_of)
    return each.select("client_id", value=each.outside / each.n, n=each.n)


@metric(
    name=gettext_lazy("Only at renewals"),
    question=gettext_lazy("Which share of our clients under contract hear from us only when it is about to end?"),
    formula=gettext_lazy(
        "Clients all of whose real touches in the last 730 days lie in renewal time, divided by clients with a touch in these "
        "days and a contract that ends."
    ),
    unit=Unit.SHARE,
    source="Touches and contracts on file; 80 % interval after Wilson (1927)",
    direction="less",
    why_none=NOBODY_BOUND,
    kinds=GROUPS,
    rows="touches",
)
def only_at_renewals(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    each = outside(facts, as_of=as_of)
    sums = each.group_by(per).agg(some=(each.outside == 0).sum(), n=each.count())
    return sums.select(per, **rate(sums.some, sums.n))


def outside(facts: Facts, *, as_of: date) -> ibis.Table:
    """Each client with a contract that ends: their real touches of two years, and how many of them outside renewal time."""
    touches = facts.touches.filter(facts.touches.reached, within(facts.touches.touched_on, days=DAYS, ending=as_of))
    ends = facts.contracts.filter(facts.contracts.until.notnull()).select(bound="client_id", until="until").distinct()
    both = touches.inner_join(ends, touches.client_id == ends.bound)
    after_the_end = both.touched_on.delta(both.until, unit="day")
    near = after_the_end.between(-BEFORE, AFTER)
    subjects = ["client_id", "book_id", "team_id", "company_id"]
    one_by_one = both.group_by([*subjects, "touch_id"]).agg(near=near.any())
    return one_by_one.group_by(subjects).agg(n=one_by_one.count(), outside=(~one_by_one.near).sum())
