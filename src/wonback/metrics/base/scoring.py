"""What to expect of every client: each kind scored once, then joined back and valued inside the engine."""

from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from scipy.special import ndtri

from wonback.metrics.base.summary import KIND
from wonback.stats import rhythm, spend, value
from wonback.stats.arrays import Floats

STATES = rhythm.STATES


@dataclass(frozen=True)
class Expected:
    """What a kind of client will do within the horizon: the chance to buy, and how often (also squared, and discounted)."""

    chance: Floats
    count: Floats
    square: Floats
    discounted: Floats

    def at_chance(self, chance: Floats) -> "Expected":
        """The same, where another chance to buy at all is believed: who buys, buys as often as before."""
        grown = np.where(self.chance > 1e-12, chance / np.maximum(self.chance, 1e-12), 0.0)
        return Expected(chance, self.count * grown, self.square * grown, self.discounted * grown)


def scored(kinds: tuple[Floats, Floats, Floats], expected: Expected, *, rate: float, k: int) -> pa.Table:
    """A row a kind: rhythm, state, expectations, and where in its distribution the band of the value lies."""
    x, t_x, age = kinds
    bands = {name: _within(share, expected.chance) for name, share in (("z_low", value.LOW), ("z_high", value.HIGH))}
    return pa.table(
        {
            **{name: pa.array(column.astype(np.int64)) for name, column in zip(KIND, kinds, strict=True)},
            "rhythm": rhythm.own_rhythm(x, t_x, rate=rate),
            "state": pa.array(rhythm.states(age - t_x, x, t_x, rate=rate, k=k).tolist(), pa.string()),
            "chance": expected.chance,
            "expected": expected.count,
            "square": expected.square,
            "discounted": expected.discounted,
            **{name: pa.array(z, mask=np.isnan(z)) for name, z in bands.items()},
        }
    )


def _within(share: float, chance: Floats) -> Floats:
    """Which quantile of a buyer's value is this quantile of all; not a number where they rather buy nothing."""
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = 1 - (1 - share) / chance
    return np.where(inside > 0, ndtri(np.clip(inside, 1e-12, 1)), np.nan)


def valued(
    clients: ibis.Table, kinds: ibis.Table, model: "spend.LogNormal | spend.Fit", *, margin: float
) -> ibis.Table:
    """Every client with what they will spend a purchase and bring within the horizon, with an 80 % band.

    Units:   currency of today; the same as `stats.value.ahead`, written for the engine
    Formula: margin * E[M] * discounted purchases; band: 0 with P(Y = 0), else gamma by Wilson & Hilferty; it holds the mean
    """
    each = clients.inner_join(kinds, KIND).mutate(silence=clients.age - clients.recency)
    each = each.mutate(_outlook(each, model))
    each = each.mutate(
        sum_mean=each.expected * each.spend_mean,
        sum_second=each.expected * each.purchase_variance
        + each.square * (each.spend_mean * each.spend_mean + each.level_variance),
    )
    today = margin * each.discounted / ibis.greatest(each.expected, 1e-300)
    return each.mutate(
        value=today * each.sum_mean,
        value_low=today * ibis.least(_quantile(each, each.z_low), each.sum_mean),
        value_high=today * ibis.greatest(_quantile(each, each.z_high), each.sum_mean),
        variance=today * today * (each.sum_second - each.sum_mean * each.sum_mean),
    )


def _outlook(each: ibis.Table, model: "spend.LogNormal | spend.Fit") -> dict[str, ibis.Value]:
    """Expected spend a purchase, how unsure its level is, and how much single purchases vary; see `stats.spend`."""
    if isinstance(model, spend.LogNormal):
        variance = 1 / (1 / model.among + each.purchases / model.within)
        own = variance * (model.centre / model.among + each.log_sum / model.within)
        mean = (own + (model.within + variance) / 2).exp()
        level, spread = mean * mean * (variance.exp() - 1), float(np.expm1(model.within))
        return {"spend_mean": mean, "level_variance": level, "purchase_variance": (mean * mean + level) * spread}
    shape = model.p * each.frequency + model.q
    mean = model.p * (model.v + (each.spent - each.spent_first)) / (shape - 1)
    level = mean * mean / ibis.greatest(shape - 2, 0.25)
    return {"spend_mean": mean, "level_variance": level, "purchase_variance": (mean * mean + level) / model.p}


def _quantile(each: ibis.Table, z: ibis.Value) -> ibis.Value:
    level = each.sum_mean / ibis.greatest(each.chance, 1e-300)
    spread = ibis.greatest(each.sum_second / each.chance / (level * level) - 1, 0.0)
    root = ibis.greatest(1 - spread / 9 + z * spread.sqrt() / 3, 0.0)
    return ibis.ifelse(z.isnull(), 0.0, level * root * root * root)


COLUMNS = {
    "client": "client",
    "frequency": "frequency",
    "recency": "recency",
    "age": "age",
    "silence": "silence",
    "rhythm": "rhythm",
    "state": "state",
    "p_purchase_within_horizon": "chance",
    "expected_purchases": "expected",
    "expected_spend": "spend_mean",
    "value": "value",
    "value_low": "value_low",
    "value_high": "value_high",
}


def as_written(each: ibis.Table) -> ibis.Table:
    """One row a client, with the columns that other programs rely on."""
    return each.select(**{name: each[column] for name, column in COLUMNS.items()})


def kinds_in(con: Any, clients: ibis.Table) -> pa.Table:
    """The kinds of clients there are, as columns."""
    return con.to_pyarrow(clients.select(KIND).distinct().order_by(KIND))
