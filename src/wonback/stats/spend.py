"""What a client spends per purchase: own experience, shrunk towards that of all the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, polygamma, psi

from wonback.stats.arrays import Floats, by_blocks, column, columns, demand, shaped, with_gaps
from wonback.stats.errors import CannotTell
from wonback.stats.newton import Slope, by_differences, climb, standard_errors

# Gamma-gamma assumes that spend has nothing to do with frequency, and that no few orders carry the firm.
MOST_CORRELATED = 0.2
MOST_CONCENTRATED = 0.3


class Outlook(NamedTuple):
    """What to expect of a client's purchases: the mean, how unsure it is, and how much single purchases vary.

    Units:   currency per purchase; variances in its square
    """

    mean: Floats
    level_variance: Floats
    purchase_variance: Floats


@dataclass(frozen=True)
class Fit:
    """Spend per purchase as gamma-gamma: p shape within a client, q and v the spread among clients."""

    p: float
    q: float
    v: float
    log_likelihood: float
    standard_errors: Mapping[str, float]

    @property
    def parameters(self) -> Mapping[str, float]:
        """p, q and v as in the literature (v is also called gamma)."""
        return MappingProxyType({"p": self.p, "q": self.q, "v": self.v})

    def outlook(self, frequency: npt.ArrayLike, average_spend: npt.ArrayLike) -> Outlook:
        """The mean with its spread: the level is inverse gamma given what was spent, a purchase gamma about it."""
        return Outlook(*by_blocks(self._outlook, *_spent(frequency, average_spend)))

    def _outlook(self, x: Floats, m: Floats) -> Outlook:
        mean = self._mean(x, m)
        # With a shape of 2 or less the variance is infinite; a quarter above it is as unsure as we care to be.
        level = mean**2 / np.maximum(self.p * x + self.q - 2, 0.25)
        return Outlook(mean, level, (mean**2 + level) / self.p)

    def mean(self, frequency: npt.ArrayLike, average_spend: npt.ArrayLike) -> Floats:
        """What a client is expected to spend per purchase, given what they spent so far.

        Units:   currency per purchase
        Formula: p (v + x m) / (p x + q - 1)
        Source:  Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value"

        >>> Fit(6.25, 3.74, 15.44, 0.0, {}).mean([0, 1], [0, 22.0]).round(2)
        array([35.22, 26.03])
        """
        return shaped(self._mean(*_spent(frequency, average_spend)), frequency, average_spend)

    def _mean(self, x: Floats, m: Floats) -> Floats:
        if self.q <= 1 and (x == 0).any():
            raise CannotTell(
                "Use the log-normal spend: so few large orders decide that a mean for new clients is infinite."
            )
        return np.asarray(self.p * (self.v + x * m) / (self.p * x + self.q - 1))


def fit(frequency: npt.ArrayLike, average_spend: npt.ArrayLike, *, weights: npt.ArrayLike | None = None) -> Fit:
    """Gamma-gamma spend by maximum likelihood; clients without a repeat purchase have nothing to say and are left out.

    Units:   repeat purchases; currency per purchase, the same currency throughout
    Formula: ln G(px+q) - ln G(px) - ln G(q) + q ln v + (px-1) ln m + px ln x - (px+q) ln(v + m x)
    Source:  Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value", eq. 1a

    >>> round(fit([1, 2, 3, 1, 4], [10.0, 22.0, 31.0, 40.0, 18.0]).mean([2], [22.0])[0])
    24
    """
    x, m = _spent(frequency, average_spend)
    x, m, w = columns(frequency=x, average_spend=m, weights=1.0 if weights is None else weights)
    demand(x == np.floor(x), "Count repeat purchases as 0, 1, 2, …")
    demand((m > 0) | (x == 0), "Leave out purchases without a price above 0; the average spend is not above 0")
    demand(w >= 0, "Give a weight of at least 0")
    if len(np.unique(m[(x > 0) & (w > 0)])) < 2:
        raise CannotTell("Wait for more repeat purchases: it takes two clients with different spend.")
    bought = x > 0
    start = np.log([4.0, 4.0, 3 * np.average(m[bought], weights=w[bought])])
    peak = climb(_gamma_gamma(x[bought], m[bought], w[bought]), start)
    found = np.exp(peak.at)
    errors = standard_errors(found, peak.covariance)
    p, q, v = map(float, found)
    return Fit(p, q, v, peak.slope.value, dict(zip("pqv", map(float, errors), strict=True)))


def _spent(frequency: npt.ArrayLike, average_spend: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Repeat purchases and their average; without a repeat purchase there is no average, whatever stands there."""
    x, m = column(frequency, "frequency"), with_gaps(average_spend, "average_spend")
    demand(x >= 0, "Count repeat purchases as 0, 1, 2, …")
    if x.size == m.size:
        m = np.where(x > 0, m, 0.0)
    x, m = columns(frequency=x, average_spend=m)
    return x, m


def _gamma_gamma(x: Floats, m: Floats, w: Floats) -> Callable[[Floats], Slope]:
    """The log-likelihood with its slope in the logarithms of p, q and v."""
    counts, which = np.unique(x, return_inverse=True)
    by_count = np.bincount(which, w)
    constant = w @ -np.log(m)
    log_total = by_count @ (counts * np.log(counts)) + w @ (x * np.log(m))

    def slope_at(logs: Floats) -> Slope:
        p, q, v = parameters = np.exp(logs)
        pool, shape = v + x * m, p * x + q
        rest = w @ np.log(pool)
        gammas = by_count @ (gammaln(p * counts + q) - gammaln(p * counts) - gammaln(q))
        value = gammas + by_count.sum() * q * np.log(v) + p * log_total + constant - w @ (shape * np.log(pool))
        rise, one, two = psi(p * counts + q), by_count * counts, polygamma(1, p * counts + q)
        gradient = [
            one @ (rise - psi(p * counts)) + log_total - w @ (x * np.log(pool)),
            by_count @ (rise - psi(q)) + by_count.sum() * np.log(v) - rest,
            by_count.sum() * q / v - w @ (shape / pool),
        ]
        hessian = np.empty((3, 3))
        hessian[0, 0] = (one * counts) @ (two - polygamma(1, p * counts))
        hessian[1, 1] = by_count @ (two - polygamma(1, q))
        hessian[2, 2] = -by_count.sum() * q / v**2 + w @ (shape / pool**2)
        hessian[0, 1] = hessian[1, 0] = one @ two
        hessian[0, 2] = hessian[2, 0] = -(w @ (x / pool))
        hessian[1, 2] = hessian[2, 1] = by_count.sum() / v - w @ (1 / pool)
        return Slope(float(value), np.array(gradient), hessian).in_logs(parameters)

    return slope_at


@dataclass(frozen=True)
class LogNormal:
    """Spend per purchase where a few large orders dominate: a client's log mean, shrunk towards everybody's.

    `centre` and `among` are mean and variance of the clients' log means, `within` the variance inside a client.
    """

    centre: float
    among: float
    within: float

    def outlook(self, purchases: npt.ArrayLike, log_sum: npt.ArrayLike) -> Outlook:
        """The mean with its spread, by the moments of the log-normal distribution."""
        n, total = columns(purchases=purchases, log_sum=log_sum)
        mean = np.asarray(self.mean(n, total))
        variance = 1 / (1 / self.among + n / self.within)
        level = mean**2 * np.expm1(variance)
        return Outlook(mean, level, (mean**2 + level) * np.expm1(self.within))

    def mean(self, purchases: npt.ArrayLike, log_sum: npt.ArrayLike) -> Floats:
        """What a client is expected to spend per purchase; `log_sum` is the sum of the logarithms of what they spent.

        Units:   currency per purchase
        Formula: exp(mu_i + (s^2 + v_i) / 2),  v_i = 1 / (1/tau^2 + n/s^2),  mu_i = v_i (mu0/tau^2 + sum(ln m)/s^2)
        Source:  normal-normal shrinkage, e.g. Gelman et al. (2013), Bayesian Data Analysis, 5.4

        >>> LogNormal(centre=3.0, among=1.0, within=0.5).mean([0, 4], [0.0, 16.0]).round(1)
        array([42.5, 66.3])
        """
        n, total = columns(purchases=purchases, log_sum=log_sum)
        variance = 1 / (1 / self.among + n / self.within)
        own = variance * (self.centre / self.among + total / self.within)
        return shaped(np.asarray(np.exp(own + (self.within + variance) / 2)), purchases, log_sum)


def fit_log_normal(
    purchases: npt.ArrayLike,
    log_sum: npt.ArrayLike,
    log_squares: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
) -> LogNormal:
    """Log-normal spend by maximum likelihood, from each client's sums of ln(spend) and ln(spend)^2.

    Units:   purchases; logarithms of currency per purchase
    Formula: mean of n logs ~ N(mu0, tau^2 + s^2/n); s^2 pooled from inside the clients

    >>> round(fit_log_normal([2, 2, 3], [4.0, 6.2, 12.0], [8.1, 19.3, 48.2]).centre, 2)
    3.04
    """
    n, total, squares, w = columns(
        purchases=purchases,
        log_sum=log_sum,
        log_squares=log_squares,
        weights=1.0 if weights is None else weights,
    )
    demand(n >= 1, "Leave out clients without a purchase")
    demand(w >= 0, "Give a weight of at least 0")
    if w.sum() < 2 or not (n[w > 0] > 1).any():
        raise CannotTell("Wait for repeat purchases: it takes two clients, and one of them twice.")
    inside = w @ np.maximum(squares - total**2 / n, 0.0) / (w @ (n - 1))
    within, means = max(float(inside), 1e-9), total / n

    def fitting(at: Floats) -> float:
        variance = np.exp(at[1]) + within / n
        return -float(w @ (np.log(variance) + (means - at[0]) ** 2 / variance)) / 2

    middle = np.average(means, weights=w)
    spread = max(float(np.average((means - middle) ** 2, weights=w)), 1e-6)
    centre, log_among = climb(by_differences(fitting), np.array([middle, np.log(spread)])).at
    return LogNormal(float(centre), float(np.exp(log_among)), within)


class Check(NamedTuple):
    """Which model of spend the purchases allow, and why; `str()` says it in a sentence."""

    family: Literal["gamma-gamma", "log-normal"]
    correlation: float
    top_share: float

    def __str__(self) -> str:
        return (
            f"Spend is modelled as {self.family}: it goes with frequency by {self.correlation:+.2f} (at most "
            f"±{MOST_CORRELATED} is harmless), and the largest 1 % of purchases bring {self.top_share:.0%} of the "
            f"revenue (at most {MOST_CONCENTRATED:.0%} is harmless)."
        )


def check(frequency: npt.ArrayLike, average_spend: npt.ArrayLike, *, amounts: npt.ArrayLike) -> Check:
    """Whether spend is independent of frequency, and whether a few large purchases dominate.

    Formula: Spearman's rank correlation among clients who bought again; revenue of the largest 1 % of `amounts` / all
    Source:  Fader, Hardie & Lee (2005), J. Marketing Research 42, for the independence that gamma-gamma needs

    >>> print(check([1, 2, 3, 4], [9.0, 7.0, 8.0, 9.5], amounts=[9.0] * 200))
    Spend is modelled as log-normal: it goes with frequency by +0.40 (at most ±0.2 is harmless), and the largest 1 % of purchases bring 1% of the revenue (at most 30% is harmless).
    """
    x, m = columns(frequency=frequency, average_spend=average_spend)
    spent = np.sort(column(amounts, "amounts"))
    if spent.size == 0 or spent.sum() <= 0 or (x > 0).sum() < 3:
        raise CannotTell("Wait for more purchases: it takes three clients who bought again, and revenue above 0.")
    top_share = float(spent[-max(1, spent.size // 100) :].sum() / spent.sum())
    correlation = _rank_correlation(x[x > 0], m[x > 0])
    harmless = abs(correlation) <= MOST_CORRELATED and top_share <= MOST_CONCENTRATED
    return Check("gamma-gamma" if harmless else "log-normal", correlation, top_share)


def _rank_correlation(one: Floats, other: Floats) -> float:
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def _ranks(values: Floats) -> Floats:
    """1 for the smallest; equal values share the mean of their ranks."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[place])
