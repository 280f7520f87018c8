"""What lies ahead: who will buy, what they will bring, what losing them would cost. From the night's fit of all clients."""

from datetime import date

import ibis
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wonback.figures.units import Unit
from wonback.metrics.definition import Z_80, metric
from wonback.metrics.facts import Facts
from wonback.metrics.register.rhythm import AT_RISK, LAPSED, LOST, standings
from wonback.metrics.register.value import NO_MARGIN, NOTHING_BOUGHT

NOT_FITTED = gettext_lazy("Nothing can be said yet: too few purchases, a contract, or a recorded loss.")
MODEL = "MBG/CNBD-k (Reutterer, Platzer & Schroeder 2020) or the silence rule, whichever the back-test prefers"


@metric(
    name=gettext_lazy("Value ahead"),
    question=gettext_lazy("What will they bring in the next 26 weeks?"),
    formula=gettext_lazy(
        "Expected purchases of the next 26 weeks × expected spend a purchase, each discounted to today (10 % a year, unless "
        "WONBACK_DISCOUNT says otherwise). Revenue, in the currency a client buys most in. Clients under contract or "
        "recorded as lost are left out."
    ),
    unit=Unit.MONEY,
    source=MODEL,
    direction="more",
    why_none=NOT_FITTED,
)
def value_ahead(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return ahead(facts.scores, per=per, share=ibis.literal(1.0))


@metric(
    name=gettext_lazy("Margin ahead"),
    question=gettext_lazy("What of it will be earned?"),
    formula=gettext_lazy(
        "Value ahead × the margin of WONBACK_MARGIN. Unknown as long as nobody has said what is earned."
    ),
    unit=Unit.MONEY,
    parts=("value_ahead",),
    source=MODEL,
    direction="more",
    why_none=NOT_FITTED,
)
def margin_ahead(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    return unless_unknown(ahead(facts.scores, per=per, share=facts.scores.margin), why=NO_MARGIN)


@metric(
    name=gettext_lazy("Chance of a purchase"),
    question=gettext_lazy("How likely do they buy in the next 26 weeks?"),
    formula=gettext_lazy(
        "By how often and how regularly they bought and how long they have been silent, next to all other clients. The "
        "night compares what it would have said on earlier days with what happened; if the model does not beat the silence "
        "rule, the rule speaks: of clients as silent as this one, how many bought again?"
    ),
    unit=Unit.SHARE,
    source=MODEL,
    direction="more",
    why_none=NOT_FITTED,
    kinds=("client",),
)
def chance_of_purchase(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    scores = facts.scores
    return scores.select(per, value="chance", low="chance_low", high="chance_high", n="n")


@metric(
    name=gettext_lazy("State"),
    question=gettext_lazy("Is this client active, at risk, or lapsed?"),
    formula=gettext_lazy(
        "Active while the silence is shorter than 80 % of their gaps, or while a contract binds them; at risk up to 95 %; "
        "lapsed beyond. Lapsed is what the rhythm says; lost is what a person has recorded."
    ),
    unit=Unit.STATE,
    parts=("unusual_silence",),
    source="Unusual silence",
    why_none=NOTHING_BOUGHT,
    kinds=("client",),
)
def state(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    each = standings(facts, as_of=as_of)
    unusual = ibis.ifelse(each.bound, 0.0, each.unusual)
    place = (unusual >= AT_RISK).cast("int64") + (unusual >= LAPSED).cast("int64")
    return each.select(
        per, value=ibis.ifelse(each.lost, None, place), n=each.repeats, why_none=ibis.ifelse(each.lost, str(LOST), None)
    )


@metric(
    name=gettext_lazy("Cost of a loss"),
    question=gettext_lazy("What would it cost to lose them?"),
    formula=gettext_lazy(
        "The margin of what they are expected to bring in the next five years, discounted to today, plus the cost of "
        "winning a new client in their place (WONBACK_REPLACEMENT_COST, if it is set). The time it takes and the references "
        "that go with them come on top."
    ),
    unit=Unit.MONEY,
    source="Seed 004: what a lost client costs; " + MODEL,
    direction="less",
    why_none=NOT_FITTED,
)
def cost_of_a_loss(facts: Facts, *, per: str, as_of: date) -> ibis.Table:
    each = facts.scores
    life = {name.replace("life", "value"): each[name] for name in ("life", "life_low", "life_high")}
    each = each.mutate(**life, variance=each.life_variance)
    sums = ahead(each, per=per, share=each.margin)
    again = each.group_by(per, "currency").agg(replacing=each.replacement.sum().coalesce(0.0))
    both = sums.left_join(again, [per, "currency"]).drop(f"{per}_right", "currency_right")
    more = {name: both[name] + both.replacing for name in ("value", "low", "high")}
    return unless_unknown(both.mutate(**more).drop("replacing"), why=NO_MARGIN)


def ahead(each: ibis.Table, *, per: str, share: ibis.Value) -> ibis.Table:
    """A client's own value with its band, or the sum over many with a band that narrows as chance evens out.

    Units:   currency of today
    Formula: sum -+ 1.2816 sqrt(sum of variances + (s * sum)^2), s how unsure the parameters make any sum
    """
    each = each.mutate(share=share)
    if per == "client_id":
        bands = {"value": each.value, "low": each.value_low, "high": each.value_high}
        return each.select(per, "currency", "n", **{name: column * each.share for name, column in bands.items()})
    sums = each.group_by(per, "currency").agg(
        whole=each.value.sum(),
        variance=each.variance.sum(),
        spread=each.spread.max(),
        share=each.share.max(),
        n=each.count(),
    )
    half = Z_80 * (sums.variance + (sums.spread * sums.whole) * (sums.spread * sums.whole)).sqrt()
    low = ibis.greatest(sums.whole - half, 0.0)
    return sums.select(
        per,
        "currency",
        "n",
        value=sums.whole * sums.share,
        low=low * sums.share,
        high=(sums.whole + half) * sums.share,
    )


def unless_unknown(sums: ibis.Table, *, why: Promise) -> ibis.Table:
    """Where a factor is not known, neither is the product, and this is why."""
    return sums.mutate(why_none=ibis.ifelse(sums.value.isnull(), str(why), None))
