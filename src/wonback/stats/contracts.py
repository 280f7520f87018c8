"""Contracts that are renewed or not: how long cohorts stay, and why the survivors stay longer and longer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import scipy

from wonback.stats.arrays import Floats, column, demand, shaped
from wonback.stats.errors import CannotTell
from wonback.stats.newton import Peak, Slope, by_differences, climb, standard_errors

FEWEST_POINTS, ENOUGH_POINTS = 3, 4
ENOUGH_GAIN = 2.0
ROUNDS = 30
# Where the climb begins: alpha and beta, and c where leaving may change with time.
START, AGEING_START = (1.0, 2.0), (0.5, 1.5, 1.2)


@dataclass(frozen=True)
class Retention:
    """A cohort's renewal behaviour; one period is one contract term.

    Each client has an own chance to leave at every renewal, Beta(alpha, beta) among clients; `c` above 1 says
    that leaving grows likelier the longer one stays, below 1 less likely, 1 is the shifted beta-geometric.
    """

    alpha: float
    beta: float
    c: float = 1.0
    log_likelihood: float = float("nan")
    standard_errors: Mapping[str, float] = MappingProxyType({})

    @property
    def parameters(self) -> Mapping[str, float]:
        """alpha, beta and c; the literature's a, b and c of the beta-discrete-Weibull."""
        return MappingProxyType({"alpha": self.alpha, "beta": self.beta, "c": self.c})

    def survival(self, periods: npt.ArrayLike) -> Floats:
        """The share of a cohort still under contract after so many renewals.

        Units:   share from 0 to 1
        Formula: S(t) = B(alpha, beta + t^c) / B(alpha, beta)
        Source:  Fader & Hardie (2007), J. Interactive Marketing 21(1); Fader et al. (2018), Marketing Science 37 (c)

        >>> Retention(alpha=0.668, beta=3.806).survival([1, 12]).round(3)
        array([0.851, 0.378])
        """
        logs = _log_survival(np.array([self.alpha, self.beta, self.c]), column(periods, "periods"))
        return shaped(np.asarray(np.exp(logs)), periods)

    def renewal_rate(self, nth: npt.ArrayLike) -> Floats:
        """The share of those who reach the n-th renewal that do renew.

        Units:   share from 0 to 1
        Formula: S(n) / S(n - 1); for c = 1 it is (beta + n - 1) / (alpha + beta + n - 1)
        Source:  Fader & Hardie (2007), eq. 8

        >>> float(Retention(alpha=0.6681, beta=3.8061).renewal_rate(8).round(4))
        0.9418
        """
        n = column(nth, "nth")
        demand(n >= 1, "Count renewals from 1")
        return shaped(np.asarray(self.survival(n) / self.survival(n - 1)), nth)

    def lifetime(self) -> float:
        """Terms a new client stays on average, without a horizon; for most bases there is no such number.

        Units:   terms
        Formula: (alpha + beta - 1) / (alpha - 1), for alpha above 1 and c = 1
        Source:  Fader & Hardie (2007); a mixed base with alpha of 1 or less has no finite mean

        >>> Retention(alpha=3.0, beta=4.0).lifetime()
        3.0
        """
        if self.alpha <= 1 or self.c != 1:
            raise CannotTell("Give a horizon or a discount rate: the loyal part of this base stays without end.")
        return (self.alpha + self.beta - 1) / (self.alpha - 1)

    def lifetime_within(self, terms: int) -> float:
        """Terms a new client stays on average, counted up to so many.

        >>> round(Retention(alpha=0.6681, beta=3.8061).lifetime_within(12), 1)
        7.2
        """
        return float(self.survival(np.arange(terms)).sum())

    def discounted_lifetime(self, discount: float, *, renewed: int = 0) -> float:
        """Terms still to come, each counted at what it is worth today, the one just begun in full.

        Units:   terms of today's worth; times the margin per term it is money
        Formula: sum_t S(n + t) / S(n) / (1 + d)^t,  n renewals made already
        Source:  Fader & Hardie (2010), Marketing Science 29 (discounted expected residual lifetime)

        >>> round(Retention(alpha=0.6681, beta=3.8061).discounted_lifetime(0.10), 2)
        5.92
        """
        if discount <= 0:
            raise CannotTell("Give a discount rate above 0: without one the lifetime of a mixed base may be endless.")
        terms = np.arange(np.ceil(36 / np.log1p(discount)))
        return float(self.survival(renewed + terms) / self.survival(renewed) @ (1 + discount) ** -terms)


def fit(survivors: npt.ArrayLike) -> Retention:
    """The shifted beta-geometric of one cohort, by maximum likelihood.

    `survivors` are those under contract at the start, after the first renewal, after the second, and so on; counts,
    or percents of 100 (then the likelihood is that of 100 clients).

    Units:   alpha, beta unitless; periods in contract terms
    Formula: P(leave at t) = B(alpha + 1, beta + t - 1) / B(alpha, beta)
    Source:  Fader & Hardie (2007), "How to Project Customer Retention", J. Interactive Marketing 21(1)

    >>> cohort = fit([1000, 631, 468, 382, 326])
    >>> round(cohort.alpha, 4), round(cohort.beta, 4), round(cohort.log_likelihood, 2)
    (0.7637, 1.2958, -1401.56)
    """
    return _fit(_checked(survivors), np.log(START))


def fit_bdw(survivors: npt.ArrayLike) -> Retention:
    """The beta-discrete-Weibull of one cohort: like `fit`, but leaving may grow more or less likely with time.

    Source:  Fader, Hardie, Liu, Davin & Steenburgh (2018), Marketing Science 37

    >>> round(fit_bdw([100, 86.9, 74.3, 65.3, 59.3]).c, 2)
    1.58
    """
    stayed = _checked(survivors)
    if why := _why_silent(stayed, needed=ENOUGH_POINTS):
        raise CannotTell(why)
    return _fit(stayed, np.log(AGEING_START))


def fit_best(survivors: npt.ArrayLike) -> Retention:
    """The beta-discrete-Weibull where four renewals have been seen and it is clearly likelier, else the simpler model."""
    simple = fit(survivors)
    if column(survivors, "survivors").size <= ENOUGH_POINTS:
        return simple
    rich = fit_bdw(survivors)
    return rich if rich.log_likelihood - simple.log_likelihood > ENOUGH_GAIN else simple


def fit_cohorts(cohorts: Sequence[npt.ArrayLike], *, ageing: bool = False) -> list[Retention]:
    """Each cohort's renewal behaviour, the small and the young ones shrunk towards what all have in common.

    A cohort that alone says nothing yet, with one renewal only or without anybody who left, leans on the others.
    `ageing` fits the beta-discrete-Weibull instead of the shifted beta-geometric.

    Units:   those of `fit`; the standard errors are those of the shrunk parameters
    Formula: (ln alpha, ln beta[, ln c]) ~ N(mu, Sigma) among cohorts; mu and Sigma by EM with Laplace approximation
    Source:  empirical Bayes; Gelman et al. (2013), Bayesian Data Analysis, 5

    >>> big, tiny = fit_cohorts([[1000, 631, 468, 382, 326], [4, 4, 3]])
    >>> bool(tiny.survival(1) < 0.8)
    True
    >>> *_old, new = fit_cohorts([[1000, 631, 468, 382, 326], [900, 580, 440, 365], [9, 9]])
    >>> float(new.renewal_rate(1).round(2)), round(new.discounted_lifetime(0.10), 1)
    (0.68, 4.1)
    """
    slopes = [by_differences(_likelihood(stayed)) for stayed in _together(cohorts, ageing=ageing)]
    centre = np.log(AGEING_START if ageing else START)
    spread = np.eye(centre.size)
    for _ in range(ROUNDS):
        peaks = [climb(_towards(slope, centre, spread), centre) for slope in slopes]
        modes = np.array([peak.at for peak in peaks])
        centre = modes.mean(axis=0)
        off = modes - centre
        # The floor keeps a handful of alike cohorts from being declared identical.
        spread = (off.T @ off + sum(peak.covariance for peak in peaks)) / len(peaks) + 0.01 * np.eye(centre.size)
    return [_retention(peak, slope(peak.at).value) for peak, slope in zip(peaks, slopes, strict=True)]


def _together(cohorts: Sequence[npt.ArrayLike], *, ageing: bool) -> list[Floats]:
    """The cohorts, each of them possible, and at least one of them telling by itself."""
    if not cohorts:
        raise CannotTell("Give at least one cohort.")
    all_stayed = [_of_cohort(cohort, number) for number, cohort in enumerate(cohorts, start=1)]
    needed = ENOUGH_POINTS if ageing else FEWEST_POINTS
    if not any(_why_silent(stayed, needed=needed) == "" for stayed in all_stayed):
        raise CannotTell(_why_silent(max(all_stayed, key=lambda stayed: stayed.size), needed=needed))
    return all_stayed


def _of_cohort(survivors: npt.ArrayLike, number: int) -> Floats:
    try:
        stayed = _counted(survivors)
    except CannotTell as reason:
        raise CannotTell(f"{reason} It is cohort {number}.") from reason
    if stayed.size < 2:
        raise CannotTell(f"Wait for the first renewal of cohort {number}, or leave that cohort out.")
    return stayed


def _towards(slope: Callable[[Floats], Slope], centre: Floats, spread: Floats) -> Callable[[Floats], Slope]:
    pull = np.linalg.inv(spread)

    def slope_at(at: Floats) -> Slope:
        off = at - centre
        return slope(at).plus(Slope(-float(off @ pull @ off) / 2, -pull @ off, -pull))

    return slope_at


def _checked(survivors: npt.ArrayLike) -> Floats:
    """The survivors of a cohort that can tell by itself."""
    stayed = _counted(survivors)
    if why := _why_silent(stayed, needed=FEWEST_POINTS):
        raise CannotTell(why)
    return stayed


def _counted(survivors: npt.ArrayLike) -> Floats:
    stayed = column(survivors, "survivors")
    demand(stayed >= 0, "Count survivors from 0 up")
    demand(np.diff(stayed, prepend=stayed[:1]) <= 0, "Leave each client in one cohort; the survivors grow in number")
    return stayed


def _why_silent(stayed: Floats, *, needed: int) -> str:
    """Why a cohort says nothing by itself; empty if it does."""
    if stayed.size < FEWEST_POINTS:
        return "Wait for the second renewal: one renewal cannot show how leaving changes."
    if stayed.size < needed:
        return f"Wait for {needed - 1} renewals, or use `fit`: fewer cannot show how leaving changes."
    if stayed[-1] == stayed[0]:
        return "Wait until somebody leaves: a cohort that lost nobody cannot tell how long it will stay."
    if stayed[1] == 0:
        return "Look at another cohort: of this one nobody renewed, so nothing shows how renewals differ."
    return ""


def _fit(stayed: Floats, start: Floats) -> Retention:
    value_at = _likelihood(stayed)
    peak = climb(by_differences(value_at), start)
    return _retention(peak, value_at(peak.at))


def _retention(peak: Peak, log_likelihood: float) -> Retention:
    found = np.exp(peak.at)
    errors = map(float, standard_errors(found, peak.covariance))
    named = MappingProxyType(dict(zip(("alpha", "beta", "c"), errors, strict=False)))
    return Retention(*_completed(found), log_likelihood=log_likelihood, standard_errors=named)


def _likelihood(stayed: Floats) -> Callable[[Floats], float]:
    periods, left = np.arange(float(stayed.size)), -np.diff(stayed)

    def value_at(logs: Floats) -> float:
        log_survival = _log_survival(np.exp(logs), periods)
        # A period in which next to nobody can leave has a chance too small for a float, yet not a likelihood of -inf.
        leaving = log_survival[:-1] + np.log(np.maximum(-np.expm1(np.diff(log_survival)), 1e-300))
        return float(left @ leaving + stayed[-1] * log_survival[-1])

    return value_at


def _log_survival(parameters: Floats, periods: Floats) -> Floats:
    alpha, beta, c = _completed(parameters)
    return np.asarray(scipy.special.betaln(alpha, beta + periods**c) - scipy.special.betaln(alpha, beta))


def _completed(parameters: Floats) -> tuple[float, float, float]:
    """The simpler model is the richer one with c = 1."""
    alpha, beta, *c = map(float, parameters)
    return alpha, beta, c[0] if c else 1.0
