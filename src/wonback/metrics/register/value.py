"""What clients are worth: revenue, the average purchase, how often they buy, and the seed formula."""

from datetime import date

import ibis
from django.conf import settings
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import metric, within
from wonback.metrics.facts import Facts

NOTHING_BOUGHT = gettext_lazy("No purchases on file.")
NO_MARGIN = gettext_lazy("What of a sale is earned is not known: set WONBACK_MARGIN.")
BOUGHT_ONCE = gettext_lazy("Bought once: repeat purchases cannot be counted yet.")
TOO_NEW = gettext_lazy("With us for less than 90 days: too short to say how often they buy.")

YEAR = 365.25
FEWEST_DAYS = 90
# So many ended spells it takes until their mean says how long a typical client stays.
FEWEST_SPELLS = 5


@metric(
    name=gettext_lazy("Revenue in 12 months"),
    question=gettext_lazy("How much was bought in the last 12 months?"),
    formula=gettext_lazy("The sum of all purchases of the last 365 days, credit notes taken off."),
    unit=Unit.MONEY_A_YEAR,
    source="Invoices and credit notes on file",
    direction="more",
    why_none=NOTHING_BOUGHT,
)
def revenue_12_months(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    purchases = facts.purchases
    year = within(purchases.bought_on, days=365, ending=as_of)
    return purchases.group_by(per, "currency").agg(
        value=purchases.amount.sum(where=year).coalesce(0), n=visits(purchases, where=year & (purchases.amount > 0))
    )


@metric(
    name=gettext_lazy("Average purchase"),
    question=gettext_lazy("How much is bought on a day on which something is bought?"),
    formula=gettext_lazy(
        "All revenue, credit notes taken off, divided by the days on which a client bought something."
    ),
    unit=Unit.MONEY_A_PURCHASE,
    source="Seed 000, “Understand customer value”: average value of a sale",
    direction="more",
    why_none=NOTHING_BOUGHT,
)
def average_purchase(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    purchases = facts.purchases
    sums = purchases.group_by(per, "currency").agg(
        revenue=purchases.amount.sum(), n=visits(purchases, where=purchases.amount > 0)
    )
    return sums.filter(sums.n > 0).mutate(value=sums.revenue.cast("float64") / sums.n)


@metric(
    name=gettext_lazy("Purchases a year"),
    question=gettext_lazy("How many times a year do they buy again?"),
    formula=gettext_lazy(
        "Days with a repeat purchase, divided by the years since the first purchase, until today or until they left."
    ),
    unit=Unit.PURCHASES_A_YEAR,
    source="Seed 000: number of repeat transactions, per year",
    direction="more",
    why_none=NOTHING_BOUGHT,
)
def purchases_per_year(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    lives = of_clients(facts, per=per, as_of=as_of, currencies=False)
    sums = lives.group_by(per).agg(repeats=lives.repeats.sum(), years=lives.years.sum(), n=lives.visits.sum())
    return sums.mutate(value=sums.repeats / sums.years.nullif(0), why_none=why_no_rate(sums))


@metric(
    name=gettext_lazy("Years of staying"),
    question=gettext_lazy("How many years does a client stay with us?"),
    formula=gettext_lazy(
        "How long clients who left had stayed on average, once five have left. A client who has stayed longer already, who "
        "has left, or of whom nothing better is known, counts with their own years."
    ),
    unit=Unit.YEARS,
    source="Seed 000: average retention time for a typical customer",
    direction="more",
    why_none=NOTHING_BOUGHT,
)
def years_of_staying(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    lives = of_clients(facts, per=per, as_of=as_of, currencies=False)
    return lives.group_by(per).agg(value=lives.stays.mean(), n=lives.count())


@metric(
    name=gettext_lazy("Lifetime revenue"),
    question=gettext_lazy("What is a client worth over all the years with us?"),
    formula=gettext_lazy(
        "Average purchase × repeat purchases a year × years of staying. Revenue, not profit, and not discounted."
    ),
    unit=Unit.MONEY,
    parts=("average_purchase", "purchases_per_year", "years_of_staying"),
    source="Seed 000: (average value of a sale) × (repeat transactions, per year) × (retention time in years)",
    direction="more",
    why_none=NOTHING_BOUGHT,
)
def lifetime_revenue(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    """The seed formula with its middle factor as a rate, so that retention time is not counted twice.

    Units:   currency per purchase * purchases per year * years = currency
    Formula: average_purchase * purchases_per_year * retention_years
    Source:  seed 000, "Understand customer value"
    """
    lives = of_clients(facts, per=per, as_of=as_of, currencies=True)
    sums = lives.group_by(per, "currency").agg(
        revenue=lives.revenue.sum().cast("float64"),
        repeats=lives.repeats.sum(),
        years=lives.years.sum(),
        stays=lives.stays.mean(),
        n=lives.visits.sum(),
    )
    rate = sums.repeats / sums.years.nullif(0)
    return sums.mutate(value=sums.revenue / sums.n * rate * sums.stays, why_none=why_no_rate(sums))


@metric(
    name=gettext_lazy("Lifetime margin"),
    question=gettext_lazy("What is earned with a client over all the years with us?"),
    formula=gettext_lazy(
        "Lifetime revenue × the margin of WONBACK_MARGIN. Not discounted; unknown as long as nobody has said what is earned."
    ),
    unit=Unit.MONEY,
    parts=("lifetime_revenue",),
    source="Seed 000, times the share of a sale that is earned",
    direction="more",
    why_none=NOTHING_BOUGHT,
)
def lifetime_margin(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    """The seed formula in what is earned, beside the one in revenue and the model's margin ahead."""
    whole = lifetime_revenue.expression(facts, per=per, as_of=as_of)
    if settings.MARGIN is None:
        return whole.mutate(value=ibis.null("float64"), why_none=whole.why_none.coalesce(str(NO_MARGIN)))
    return whole.mutate(value=whole.value * ibis.literal(settings.MARGIN, "float64"))


def why_no_rate(sums: ibis.Table) -> ibis.Value:
    """Why nothing can be said yet about how often somebody buys; null if it can."""
    return ibis.cases(
        (sums.years.isnull() | (sums.years == 0), str(TOO_NEW)),
        (sums.repeats.coalesce(0) == 0, str(BOUGHT_ONCE)),
        else_=None,
    )


def visits(purchases: ibis.Table, *, where: ibis.Value) -> ibis.Value:
    """Days on which a client bought something: all invoices of a client on one day are one purchase."""
    return ibis.struct({"client": purchases.client_id, "day": purchases.bought_on}).nunique(where=where)


def of_clients(facts: Facts, *, per: str, as_of: date, currencies: bool) -> ibis.Table:
    """One row a client (and currency): revenue, visits, repeats, years observed, years of staying."""
    bought = facts.purchases.filter(facts.purchases.amount > 0)
    keys = ["client_id", *([] if per == "client_id" else [per]), *(["currency"] if currencies else [])]
    money = facts.purchases.group_by(keys).agg(revenue=facts.purchases.amount.sum())
    visited = bought.group_by(keys).agg(first=bought.bought_on.min(), visits=bought.bought_on.nunique())
    lives = stays(facts, as_of=as_of)
    known = visited.join(money, keys).left_join(lives, "client_id").drop("client_id_right")
    known = known.cross_join(typical_stay(lives))
    until = known.left_on.coalesce(as_of)
    days = ibis.greatest(until.delta(known.first, unit="day"), 0)
    own = in_years(until.delta(ibis.least(known.started_on.coalesce(known.first), known.first), unit="day"))
    repeats = known.visits - 1
    known = known.mutate(repeats=repeats, years=ibis.ifelse(days >= FEWEST_DAYS, in_years(days), None), own=own)
    known = known.filter(known.years.notnull()) if per != "client_id" else known
    longer = ibis.greatest(known.own, known.typical.coalesce(known.own))
    known = known.mutate(stays=ibis.ifelse(known.left_on.isnull(), longer, known.own))
    # A client who bought once has no repeat purchases to count; among many clients, a zero is one observation.
    return known.mutate(repeats=known.repeats.nullif(0)) if per == "client_id" else known


def stays(facts: Facts, *, as_of: date) -> ibis.Table:
    """When each client began and perhaps left, and the years of each spell that ended."""
    spells = facts.spells.filter(facts.spells.started_on.isnull() | (facts.spells.started_on <= as_of))
    ended = ibis.ifelse(spells.ended_on <= as_of, spells.ended_on, None)
    spells = spells.mutate(ended_on=ended, years=in_years(ended.delta(spells.started_on, unit="day")))
    return spells.group_by("client_id").agg(
        started_on=spells.started_on.min(),
        left_on=ibis.ifelse(spells.ended_on.isnull().any(), None, spells.ended_on.max()),
        ended=spells.years.count(),
        ended_years=spells.years.sum(),
    )


def in_years(days: ibis.Value) -> ibis.Value:
    """Days as years. Spark reads 365.25 as a decimal and would round what a whole number is divided by it."""
    return days.cast("float64") / YEAR


def typical_stay(lives: ibis.Table) -> ibis.Table:
    """How long those who left had stayed on average, one row; null before there are enough of them."""
    ended = lives.agg(count=lives.ended.sum(), years=lives.ended_years.sum())
    return ended.select(typical=ibis.ifelse(ended["count"] >= FEWEST_SPELLS, ended.years / ended["count"], None))
