"""What a client's purchases come down to: how often, since when, how regular, and how much. Expressions for any engine."""

from datetime import date, timedelta

import ibis

# Kinds of clients: those of one kind look alike to the purchase model.
KIND = ["frequency", "recency", "age"]


def order_days(purchases: ibis.Table) -> ibis.Table:
    """One row a client and day on which they bought: all invoices of a day are one purchase."""
    return purchases.group_by("client", "day").agg(spend=purchases.amount.sum().cast("float64"))


def summary(days: ibis.Table, *, as_of: date, ahead: int = 0) -> ibis.Table:
    """One row a client as they stood on that day, and how often they bought in the `ahead` days after it.

    Units:   days; currency. `frequency` counts repeat purchases, `recency` is from first to last purchase, `age` from
             the first to that day; `gap_logs` is the sum of ln(gap)
    """
    by_client = ibis.window(group_by="client", order_by="day")
    known = days.filter(days.day <= as_of + timedelta(days=ahead))
    known = known.mutate(before=known.day.lag().over(by_client))
    gap = ibis.ifelse(known.before.isnull(), 1, known.day.delta(known.before, unit="day")).cast("float64")
    known = known.mutate(
        gap_log=gap.ln(), log=known.spend.ln(), is_past=known.day <= as_of, is_new=known.before.isnull()
    )
    past = known.is_past
    sums = known.group_by("client").agg(
        purchases=past.sum(),
        first=known.day.min(),
        last=known.day.max(where=past),
        gap_logs=known.gap_log.sum(where=past),
        spent=known.spend.sum(where=past),
        spent_first=known.spend.sum(where=past & known.is_new),
        log_sum=known.log.sum(where=past),
        log_squares=(known.log * known.log).sum(where=past),
        later=(~past).sum(),
    )
    sums = sums.filter(sums.purchases > 0)
    today = ibis.literal(as_of)
    return sums.mutate(
        frequency=sums.purchases - 1,
        recency=sums["last"].delta(sums.first, unit="day"),
        age=today.delta(sums.first, unit="day"),
    ).drop("first", "last")


def collapsed(clients: ibis.Table) -> ibis.Table:
    """One row a kind of client: how many of them, their mean log gaps, and what they did afterwards."""
    return clients.group_by(KIND).agg(
        clients=clients.count(),
        gap_logs=clients.gap_logs.mean(),
        bought=(clients.later > 0).cast("float64").mean(),
        later=clients.later.cast("float64").mean(),
        later_squares=(clients.later * clients.later).cast("float64").mean(),
    )
