"""The night's look ahead: fits the base of all clients, lets the model earn its place, and writes what to expect of each.

What it finds is a fact like any other: a file beside those taken out of the database, replaced as a whole.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from django.conf import settings
from scipy.special import expit, logit

from wonback.metrics import engine
from wonback.metrics.base.backtest import CORRECTED, MBG, RULE, of_fit
from wonback.metrics.base.estimate import Estimate, Plan, estimate, spend_of
from wonback.metrics.base.report import score_as_json
from wonback.metrics.base.scoring import Expected, scored, valued
from wonback.metrics.base.summary import summary
from wonback.metrics.derived import DERIVED
from wonback.metrics.facts import SUBJECTS, Facts, root
from wonback.metrics.models import Fit
from wonback.metrics.register.rhythm import bound_clients, lost_clients
from wonback.stats import CannotTell, spend
from wonback.stats.arrays import Floats

# Half a year is what a plan covers; five years is what a loss costs.
AHEAD_DAYS, LIFE_DAYS = 182, 1826
DRAWS = 25
LOW, HIGH = 0.1, 0.9


def fit(*, as_of: date) -> int:
    """Fit the base of that day and write down what to expect of whom; return of how many. Done again, the same."""
    plan = Plan(as_of=as_of, horizon=AHEAD_DAYS, discount=settings.DISCOUNT, margin=1.0)
    facts: dict[str, Any] = {"horizon_days": plan.horizon, "discount_per_year": plan.discount}
    try:
        facts |= look_ahead(plan)
    except CannotTell as reason:
        place(as_of).unlink(missing_ok=True)
        facts |= {"refused": str(reason)}
    Fit.objects.update_or_create(as_of=as_of, defaults=Fit().facts() | facts)
    return int(facts.get("clients", 0))


def place(day: date) -> Path:
    """Where the scores of a day lie: inside the folder that its facts were taken out to."""
    return (root() / str(day)).resolve() / "scores.parquet"


def look_ahead(plan: Plan) -> dict[str, Any]:
    """Fit, back-test, score and write the scores; return what there is to tell of the fit."""
    with engine.facts_of(plan.as_of) as (con, facts):
        known = facts.until(plan.as_of)
        with engine.kept(con, visits_of(known, as_of=plan.as_of)) as days:
            if not con.to_pyarrow(days.count()).as_py():
                raise CannotTell("Wait for purchases: none are on file.")
            found = estimate(con, days.drop("currency"), plan=plan, tell=lambda _sentence: None)
            spending = dict(spending_of(con, days, found))
            each = reduce(ibis.union, every_currency(days, found, spending))
            write(con, owned(known, each, as_of=plan.as_of), place(plan.as_of))
    return told(found, spending)


def visits_of(known: Facts, *, as_of: date) -> ibis.Table:
    """Days with a purchase of clients without a contract, in the currency each of them buys most in."""
    bought = known.purchases.filter(known.purchases.amount > 0)
    bound = bound_clients(known, as_of=as_of)
    bought = bought.anti_join(bound, bought.client_id == bound.bound_client)
    counts = bought.group_by("client_id", "currency").agg(n=bought.count())
    first = ibis.window(group_by="client_id", order_by=[ibis.desc(counts.n), counts.currency])
    main = counts.mutate(place=ibis.row_number().over(first))
    own = bought.semi_join(main.filter(main.place == 0), ["client_id", "currency"])
    return own.group_by(client=own.client_id, day=own.bought_on, currency=own.currency).agg(
        spend=own.amount.sum().cast("float64")
    )


def spending_of(con: Any, days: ibis.Table, found: Estimate) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a purchase is worth, currency by currency; of one in which too little was bought nothing is said."""
    names = con.to_pyarrow(days.select("currency").distinct().order_by("currency"))["currency"].to_pylist()
    for name in names:
        own = days.filter(days.currency == name)
        try:
            yield name, spend_of(con, summary(own, as_of=found.plan.as_of), own)
        except CannotTell:
            continue


def every_currency(days: ibis.Table, found: Estimate, spending: dict[str, dict[str, Any]]) -> list[ibis.Table]:
    """Everybody's expectations, one table a currency."""
    if not spending:
        raise CannotTell("Wait for repeat purchases: in no currency has anybody bought twice.")
    kinds, life = ibis.memtable(soon(found)), ibis.memtable(later(found))
    return [
        expectations(days.filter(days.currency == name), kinds, life, model["spending"], found).mutate(
            currency=ibis.literal(name)
        )
        for name, model in spending.items()
    ]


def soon(found: Estimate) -> pa.Table:
    """Each kind of client within the horizon, with a band about the chance to buy."""
    base = found.today
    expected = found.expect(base.kinds)
    low, high = chance_band(found, expected)
    table = scored(base.kinds, expected, rate=base.rate, k=found.k)
    return table.append_column("chance_low", pa.array(low)).append_column("chance_high", pa.array(high))


def later(found: Estimate) -> pa.Table:
    """Each kind of client over the years that a loss costs. A correction learned over months says nothing of years."""
    champion = MBG if found.champion == CORRECTED else found.champion
    far = replace(found, plan=replace(found.plan, horizon=LIFE_DAYS), champion=champion)
    return scored(found.today.kinds, far.expect(found.today.kinds), rate=found.today.rate, k=found.k)


def chance_band(found: Estimate, expected: Expected) -> tuple[Floats, Floats]:
    """Between which chances it lies eight times in ten, from draws of the parameters, about the chance that is shown."""
    if found.champion == RULE or found.fitted is None:
        return rule_band(found)
    kinds, horizon = found.today.kinds, found.plan.horizon
    chances = np.array([one.purchase_within(horizon, *kinds) for one in found.fitted.draws(DRAWS)])
    plain = logit(tame(of_fit(found.fitted, kinds, horizon=horizon).chance))
    off = np.quantile(logit(tame(chances)), [LOW, HIGH], axis=0) - plain
    shown = logit(tame(expected.chance))
    return expit(shown + np.minimum(off[0], 0)), expit(shown + np.maximum(off[1], 0))


def rule_band(found: Estimate) -> tuple[Floats, Floats]:
    """The same for the silence rule: from how many clients we know."""
    if found.rule is None:
        raise CannotTell("Wait for a longer history: there is no earlier day to learn from.")
    return found.rule.band(found.today.kinds, horizon=found.plan.horizon)


def tame(chance: Floats) -> Floats:
    return np.clip(chance, 1e-9, 1 - 1e-9)


def expectations(
    days: ibis.Table, kinds: ibis.Table, life: ibis.Table, model: "spend.Fit | spend.LogNormal", found: Estimate
) -> ibis.Table:
    """One row a client: soon, and over the years."""
    clients = summary(days, as_of=found.plan.as_of)
    near, far = (valued(clients, table, model, margin=1.0) for table in (kinds, life))
    far = far.select("client", life="value", life_low="value_low", life_high="value_high", life_variance="variance")
    both = near.inner_join(far, "client")
    return both.mutate(
        client_id=both.client,
        n=both.purchases,
        spread=constant(found.spread(1.0)),
        margin=constant(settings.MARGIN),
        replacement=constant(settings.REPLACEMENT),
        horizon_days=ibis.literal(found.plan.horizon),
        champion=ibis.literal(found.champion),
    )


def constant(value: float | None) -> ibis.Value:
    """The same number in every row. Written as 0.4 it would be a decimal to DuckDB, and so would the column be."""
    return ibis.literal(None if value is None else repr(value), "string").cast("float64")


def owned(known: Facts, each: ibis.Table, *, as_of: date) -> ibis.Table:
    """Those who are still clients, with whose they are. A recorded loss is no question of chances any more."""
    people = known.clients.select(*SUBJECTS.values())
    lost = lost_clients(known, as_of=as_of)
    left = each.anti_join(lost, each.client_id == lost.gone)
    both = left.inner_join(people, "client_id")
    schema = DERIVED["scores"].schema
    return both.select(**{name: both[name].cast(kind) for name, kind in schema.items()}).order_by("client_id")


def write(con: Any, table: ibis.Table, to: Path) -> None:
    """The file appears when all of it is there."""
    fresh = to.with_suffix(".fresh")
    con.to_parquet(table, fresh)
    fresh.replace(to)


def told(found: Estimate, spending: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What is kept of the fit."""
    fitted = found.fitted if found.champion != RULE else None
    return {
        "clients": int(found.today.clients),
        "champion": found.champion,
        "parameters": dict(fitted.parameters) if fitted else {},
        "log_likelihood": fitted.log_likelihood if fitted else None,
        "scores": {name: score_as_json(score) for name, score in found.scores.items()},
        "silenced": found.refused.get("best k", ""),
        "spending": {name: str(model["check"] or "") for name, model in spending.items()},
    }
