"""What a fitted base says of each client: still there? buying again? how often?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, betaln

from wonback.stats.arrays import Floats, columns, shaped, with_gaps
from wonback.stats.errors import CannotTell
from wonback.stats.purchases.expected import Curve, Horizon, by_count, once
from wonback.stats.purchases.fitting import Found, checked
from wonback.stats.purchases.likelihood import Rows, Story, see, stages

NAMES = ("r", "alpha", "a", "b")


@dataclass(frozen=True)
class Fit:
    """A fitted base. `alpha`, recencies, ages and horizons are in one unit of time, the caller's."""

    found: Found
    clients: float

    @property
    def parameters(self) -> Mapping[str, float]:
        """r, alpha, a, b as in the literature, and the regularity k of the gaps (1: none)."""
        named = dict(zip(NAMES, map(float, self.found.parameters), strict=True))
        return MappingProxyType(named | {"k": self.found.story.k})

    @property
    def standard_errors(self) -> Mapping[str, float]:
        """By the curvature at the optimum; not a number where the base does not decide."""
        errors = self.found.parameters * np.sqrt(np.diag(self.found.covariance_of_logs))
        return MappingProxyType(dict(zip(NAMES, map(float, errors), strict=True)))

    @property
    def log_likelihood(self) -> float:
        """Of the raw data in the caller's unit of time; nats."""
        return self.found.log_likelihood

    @property
    def story(self) -> Story:
        return self.found.story

    def at(self, **parameters: float) -> "Fit":
        """The same base with some parameters set by hand, for published examples and what-ifs."""
        merged = {name: self.parameters[name] for name in NAMES} | parameters
        return Fit(self.found._replace(parameters=np.array([merged[name] for name in NAMES])), self.clients)

    def alive(self, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Floats:
        """The chance that a client has not left for good. Not the chance that they come back: see `purchase_within`.

        Units:   share from 0 to 1
        Formula: 1 / (1 + exp(D - A)) with D gone after the last purchase, A still there
        Source:  Fader, Hardie & Lee (2005); Batislam, Denizel & Filiztekin (2007), IJRM 24
        """
        return shaped(_by_blocks(_rows(frequency, recency, age), self._alive), frequency, recency, age)

    def purchase_within(
        self, horizon: npt.ArrayLike, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike
    ) -> Floats:
        """The chance of at least one purchase within `horizon` from now: one for all, or a column.

        Units:   share from 0 to 1
        Formula: P(alive) * (1 - exp(A(T + t) - A(T))): who is there and silent until T + t bought nothing
        Source:  derived from the likelihood; k = 1 gives 1 - ((alpha + T) / (alpha + T + t))^(r + x)
        """

        def buying(horizon: float, rows: Rows) -> Floats:
            return _by_blocks(rows, lambda block: self._alive(block) * -np.expm1(self._log_silent(block, horizon)))

        return _for_each(horizon, (frequency, recency, age), buying)

    def expected_purchases(
        self, horizon: npt.ArrayLike, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike
    ) -> Floats:
        """How many purchases to expect within `horizon` from now: one for all, or a column.

        A new client has frequency, recency and age 0.

        Units:   purchases
        Formula: P(alive) * sum_m P(M = m) * C((m + j) // k), see `expected`; for k = 1 equal to eq. 10 of the source
        Source:  Fader, Hardie & Lee (2005), Marketing Science 24(2)
        """

        def expected(horizon: float, rows: Rows) -> Floats:
            return np.asarray(self._expect([once(horizon)], rows)[0])

        return _for_each(horizon, (frequency, recency, age), expected)

    def ahead(
        self, *horizons: Horizon, clients: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike]
    ) -> tuple[Floats, ...]:
        """Expected purchases of the clients for each horizon: plain, squared or discounted, in one go.

        `clients` are frequency, recency and age.
        """
        for horizon in horizons:
            _demand_horizon(float(np.max(horizon.ends, initial=0)))
        rows = _rows(*clients)
        return tuple(shaped(row, *clients) for row in self._expect(horizons, rows))

    def chances_of_counts(self, horizon: float, *, most: int) -> Floats:
        """The chances that a new client buys again 0, 1, … `most` times within `horizon`.

        Formula: P(X >= n) = P(stays for n - 1 purchases) * I_{t/(alpha+t)}(kn, r); differences of neighbours
        Source:  Fader, Hardie & Lee (2005), eq. 8, in its telescoped form
        """
        _demand_horizon(horizon)
        r, alpha, a, b = self.found.parameters
        nth = np.arange(1, most + 2)
        there = np.exp(betaln(a, b + nth - 1 + self.story.first_coin) - betaln(a, b))
        at_least = there * betainc(self.story.k * nth, r, horizon / (alpha + horizon))
        return np.asarray(-np.diff(at_least, prepend=1.0))

    def draws(self, size: int, *, seed: int = 0) -> list["Fit"]:
        """The same base under other parameters that its data allow, for intervals of anything."""
        chance = np.random.default_rng(seed)
        logs = chance.multivariate_normal(np.log(self.found.parameters), self.found.covariance_of_logs, size=size)
        return [Fit(self.found._replace(parameters=np.exp(one)), self.clients) for one in logs]

    def _alive(self, rows: Rows) -> Floats:
        odds = see(rows, self.found.parameters, self.story).odds
        shrink = np.exp(-np.abs(odds))
        return np.asarray(np.where(odds > 0, shrink, 1.0) / (1 + shrink))

    def _log_silent(self, rows: Rows, horizon: float) -> Floats:
        """The logarithm of the chance that a client who is there buys nothing within `horizon`."""
        r, alpha, _, _ = self.found.parameters
        order, k, later = r + self.story.k * rows.frequency, self.story.k, rows.age + horizon
        now, then = (stages(order, (age - rows.recency) / (alpha + age), k) for age in (rows.age, later))
        return np.asarray(order * np.log((alpha + rows.age) / (alpha + later)) + np.log(sum(then) / sum(now)))

    def _expect(self, horizons: Sequence[Horizon], rows: Rows) -> Floats:
        parameters, story = self.found.parameters, self.story
        log_ages = np.log(parameters[1] + rows.age)

        def still_there(done: int) -> Floats:
            return by_count(
                rows.frequency,
                log_ages,
                lambda x: [Curve(parameters, story, horizon, x, done) for horizon in horizons],
            )

        ahead = sum(chance * still_there(done) for done, chance in enumerate(self._stages_done(rows)))
        ahead *= _by_blocks(rows, self._alive)
        return np.asarray(ahead)

    def _stages_done(self, rows: Rows) -> list[Floats]:
        """For a client who is there: the chances that 0, 1, … k - 1 stages to the next purchase are done."""
        if self.story.k == 1:
            return [np.ones(1)]
        r, alpha, _, _ = self.found.parameters
        terms = stages(r + self.story.k * rows.frequency, (rows.age - rows.recency) / (alpha + rows.age), self.story.k)
        total = sum(terms)
        return [term / total for term in terms]


def _rows(frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Rows:
    x, t_x, age_ = columns(frequency=frequency, recency=recency, age=age)
    return Rows(x, checked(x, t_x, age_), age_, np.broadcast_to(1.0, x.shape))


def _for_each(
    horizon: npt.ArrayLike, clients: tuple[npt.ArrayLike, ...], ask: Callable[[float, Rows], Floats]
) -> Floats:
    """The answers for one horizon, or for a column of them beside the columns of clients."""
    ends = with_gaps(horizon, "horizon")
    for end in np.unique(ends):
        _demand_horizon(float(end))
    if ends.size == 1:
        return shaped(ask(float(ends[0]), _rows(*clients)), horizon, *clients)
    x, t_x, age = clients
    ahead, *known = columns(horizon=ends, frequency=x, recency=t_x, age=age)
    result = np.empty(ahead.size)
    for end in np.unique(ends):
        rows = ahead == end
        result[rows] = ask(float(end), _rows(*(values[rows] for values in known)))
    return result


def _by_blocks(rows: Rows, function: Callable[[Rows], Floats]) -> Floats:
    return np.concatenate([function(block) for block in rows.blocks()])


def _demand_horizon(horizon: float) -> None:
    if not 0 < horizon < np.inf:
        raise CannotTell(f"Ask about a time ahead that is longer than none and ends; {horizon} is not.")
