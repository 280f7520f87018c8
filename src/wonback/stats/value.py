"""What a client is worth: by the formula of the trade, by the model with its interval, and what losing one costs."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from wonback.stats.arrays import Floats, by_blocks, column
from wonback.stats.errors import CannotTell
from wonback.stats.purchases.expected import Horizon, once
from wonback.stats.purchases.model import Fit
from wonback.stats.spend import Outlook

LOW, HIGH = 0.1, 0.9


def by_formula(
    average_purchase: npt.ArrayLike,
    purchases_per_period: npt.ArrayLike,
    periods: npt.ArrayLike,
    *,
    margin: npt.ArrayLike = 1.0,
) -> Floats:
    """The lifetime value as the trade computes it; with a margin rate, what of it is earned.

    Units:   currency per purchase * purchases per period * periods = currency
    Formula: average_purchase * purchases_per_period * periods * margin
    Source:  seed 000, "Understand customer value", with the repeat transactions counted per period

    >>> float(by_formula(50.0, 12, 3)), float(by_formula(50.0, 12, 3, margin=0.4))
    (1800.0, 720.0)
    """
    sale, often, long, rate = (
        column(one, "value") for one in (average_purchase, purchases_per_period, periods, margin)
    )
    product = sale * often * long * rate
    asked = (average_purchase, purchases_per_period, periods, margin)
    return product if any(np.ndim(one) for one in asked) else product[0]


def of_longer(extra_periods: float, average_purchase: npt.ArrayLike, purchases_per_period: npt.ArrayLike) -> Floats:
    """What it would bring if a client stayed a little longer: one month more, say.

    Units:   currency; `extra_periods` in the periods of the rate
    Formula: average_purchase * purchases_per_period * extra_periods

    >>> float(of_longer(1, 50.0, 2.0))
    100.0
    """
    return by_formula(average_purchase, purchases_per_period, extra_periods)


def per_margin(retention: float, *, discount: float) -> float:
    """What a client is worth per unit of margin a period, if each period the same share stays.

    Units:   periods of today's worth, the first margin after one period
    Formula: r / (1 + i - r)
    Source:  Gupta, Lehmann & Stuart (2004), J. Marketing Research 41

    >>> round(per_margin(0.8, discount=0.12), 2)
    2.5
    """
    _demand_rates(retention, discount)
    return retention / (1 + discount - retention)


def elasticity(retention: float, *, discount: float) -> float:
    """By how many percent the value of a client grows when retention grows by one percent.

    Units:   percent per percent
    Formula: (1 + i) / (1 + i - r)
    Source:  Gupta, Lehmann & Stuart (2004), J. Marketing Research 41 (they find 3 to 7)

    >>> round(elasticity(0.8, discount=0.12), 3)
    3.5
    """
    _demand_rates(retention, discount)
    return (1 + discount) / (1 + discount - retention)


def _demand_rates(retention: float, discount: float) -> None:
    if not (0 <= retention <= 1 and discount > 0):
        raise CannotTell("Give retention as a share from 0 to 1 and a discount rate above 0.")


@dataclass(frozen=True)
class Outing:
    """How far ahead a value looks, and what money later is worth today.

    Units:   `horizon` and `year` (how long a year is) in the time of the purchases; `discount` per year; `margin` a share
    """

    horizon: float
    year: float
    discount: float = 0.10
    margin: float = 1.0
    steps: int = 12

    @property
    def ends(self) -> Floats:
        return np.linspace(0, self.horizon, self.steps + 1)[1:]

    @property
    def discounted(self) -> Horizon:
        """A purchase in each step counts what it is worth today, discounted from the middle of the step."""
        middle = self.ends - self.horizon / (2 * self.steps)
        return Horizon(self.ends, (1 + self.discount) ** (-middle / self.year))


class Value(NamedTuple):
    """Expected value of each client ahead, with the band that holds four of five of them. Currency of today."""

    value: Floats
    low: Floats
    high: Floats


def ahead(base: Fit, clients: tuple[Floats, Floats, Floats], spend: Outlook, *, outing: Outing) -> Value:
    """What each client will bring within the horizon: purchases times spend, discounted, with an 80 % band.

    `clients` are frequency, recency and age. The band is about the client, not about the mean: it starts at 0 where
    the client may well buy nothing. It always holds the mean, even that of a client who will hardly buy at all.

    Units:   currency of today
    Formula: margin * E[M] * sum_j (E[Y(t_j)] - E[Y(t_j-1)]) / (1 + d)^(middle of step j);
             band: 0 with P(Y = 0), else gamma with the mean and variance of the sum of Y purchases
    Source:  Fader, Hardie & Lee (2005), J. Marketing Research 42; Klugman et al. (2012), Loss Models, 9, for the sum
    """
    at_all, plain, squared = (once(outing.horizon, power=power) for power in (0, 1, 2))
    expected = base.ahead(at_all, plain, squared, outing.discounted, clients=clients)
    known = np.broadcast_arrays(*expected, *spend)
    return Value(*by_blocks(partial(_priced, outing.margin), *known))


def _priced(margin: float, *known: Floats) -> tuple[Floats, Floats, Floats]:
    """Value and band, from what is expected of the purchases and of the spend on each."""
    buys, count, square, discounted, level, level_variance, purchase_variance = known
    mean = count * level
    second = count * purchase_variance + square * (level**2 + level_variance)
    today = margin * discounted / np.maximum(count, 1e-300)
    low, high = (_quantile(share, buys, mean, second) for share in (LOW, HIGH))
    return today * mean, today * np.minimum(low, mean), today * np.maximum(high, mean)


def _quantile(share: float, buys: Floats, mean: Floats, second: Floats) -> Floats:
    """A quantile of what is 0 unless the client buys, and gamma if so (Wilson & Hilferty's approximation)."""
    result = np.zeros_like(mean)
    likely = np.flatnonzero(buys > 1 - share)
    chance = buys[likely]
    level = mean[likely] / chance
    spread = second[likely] / (chance * level * level) - 1
    within = 1 - (1 - share) / chance
    root = np.maximum(1 - spread / 9 + ndtri(within) * np.sqrt(np.maximum(spread, 0)) / 3, 0)
    result[likely] = level * root * root * root
    return result


def of_loss(margin_ahead: float, *, replacement: float = 0.0, time: float = 0.0, goodwill: float = 0.0) -> float:
    """What losing a client costs: the margin they would still have brought, and all that goes with it.

    Units:   currency; `replacement` to win another such client, `time` of our people, `goodwill` for the references
             and referrals that go with the client
    Formula: margin_ahead + replacement + time + goodwill
    Source:  seed 004

    >>> of_loss(12_000, replacement=3_000, time=400, goodwill=1_500)
    16900.0
    """
    parts = column([margin_ahead, replacement, time, goodwill], "cost")
    return float(parts.sum())
