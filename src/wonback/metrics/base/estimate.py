"""One base of clients, understood: fitted, back-tested, and ready to say of every client what to expect."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from wonback.metrics import engine
from wonback.metrics.base.backtest import (
    BG,
    CORRECTED,
    MBG,
    RULE,
    Base,
    Kinds,
    Score,
    champion,
    corrected,
    judged,
    of_fit,
)
from wonback.metrics.base.scoring import Expected
from wonback.metrics.base.silence_rule import SilenceRule
from wonback.metrics.base.summary import KIND, collapsed, summary
from wonback.stats import CannotTell, spend
from wonback.stats.arrays import Floats
from wonback.stats.purchases.expected import once
from wonback.stats.purchases.model import Fit

WEEK = 7
# With less behind us than four horizons there is no earlier day to learn on, be judged on and look back from.
HORIZONS_BEHIND = 4
SHORTEST = 4 * WEEK
# More clients than these decide nothing better in a back-test.
ENOUGH_CLIENTS = 200_000
DRAWS, DRAWN_KINDS = 30, 4_000

type Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is asked: on which day, how many days ahead, what money later is worth, and how much of it is margin."""

    as_of: date
    horizon: int
    discount: float
    margin: float


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What is believed of this base, and why."""

    plan: Plan
    today: Base
    bases: list[Base]
    scores: dict[str, Score]
    champion: str
    fitted: Fit | None
    refused: dict[str, str]
    spending: spend.Fit | spend.LogNormal
    check: spend.Check | None

    @property
    def k(self) -> int:
        return int(self.fitted.parameters["k"]) if self.fitted and self.champion != RULE else 1

    @property
    def rule(self) -> SilenceRule | None:
        return self.bases[-1].rule() if self.bases else None

    def expect(self, kinds: Kinds) -> Expected:
        """What to expect of each kind of client within the horizon, by the champion."""
        horizon, discount = self.plan.horizon, self.plan.discount
        if self.champion == RULE or self.fitted is None:
            return self._by_rule(kinds)
        plain = of_fit(self.fitted, kinds, horizon=horizon, discount=discount)
        if self.champion != CORRECTED:
            return plain
        now = Base(
            self.plan.as_of, kinds, np.ones_like(kinds[0]), np.zeros_like(kinds[0]), self.today.followed, horizon
        )
        now.fits["mbg", None] = self.fitted
        return plain.at_chance(corrected(self.bases[-1], now, horizon=horizon, rate=self.today.rate))

    def _by_rule(self, kinds: Kinds) -> Expected:
        if self.rule is None:
            raise CannotTell(
                "Wait for a longer history: the purchase model cannot tell who has left, and there is no earlier day from "
                "which the silence rule could learn."
            )
        plain = self.rule.expect(kinds, horizon=self.plan.horizon)
        worth = (1 + self.plan.discount) ** (-self.plan.horizon / 2 / 365.25)
        return Expected(plain.chance, plain.count, plain.square, plain.count * worth)

    def spread(self, total: float) -> float:
        """How unsure a total is because the parameters are: its standard deviation, from draws of them."""
        if self.fitted is None or self.champion == RULE:
            return 0.0
        places = np.random.default_rng(5).permutation(self.today.weights.size)[:DRAWN_KINDS]
        x, t_x, age = (column[places] for column in self.today.kinds)
        ahead, weights = once(float(self.plan.horizon)), self.today.weights[places]
        sums = [np.dot(weights, one.ahead(ahead, clients=(x, t_x, age))[0]) for one in self.fitted.draws(DRAWS)]
        return total * float(np.std(sums) / np.mean(sums))


def estimate(con: Any, days: ibis.Table, *, plan: Plan, tell: Tell) -> Estimate:
    """Fit the base of these order days, let every candidate show what it would have said on earlier days, choose."""
    first, count = next(engine.rows(con, days.agg(first=days.day.min(), clients=days.client.nunique())))
    sample = sampled(days, ENOUGH_CLIENTS / count) if count > ENOUGH_CLIENTS else days
    bases = list(earlier(con, sample, plan=plan, first=first, tell=tell))
    scores = judged(bases) if len(bases) > 1 else {}
    tell("Fitting")
    now = summary(days, as_of=plan.as_of)
    today = base_of(con, collapsed(now), day=plan.as_of, horizon=plan.horizon)
    best = chosen(scores, plan, bases)
    fitted, refused = fit_of(today, best)
    return Estimate(
        plan=plan, today=today, bases=bases, scores=scores, champion=best if fitted else RULE, fitted=fitted,
        refused=refused, **spend_of(con, summary(sample, as_of=plan.as_of), sample.filter(sample.day <= plan.as_of)),
    )  # fmt: skip


def chosen(scores: dict[str, Score], plan: Plan, bases: list[Base]) -> str:
    """The champion of the back-test. A correction learned over another horizon than the one asked for is not for it."""
    fitting = {name: score for name, score in scores.items() if name != CORRECTED or bases[-1].horizon == plan.horizon}
    return champion(fitting) if fitting else MBG


def fit_of(today: Base, best: str) -> tuple[Fit | None, dict[str, str]]:
    """The purchase model of today, and what was refused on the way to it."""
    refused = {}
    variant = "bg" if best == BG else "mbg"
    fitted: Fit | None = None
    try:
        fitted = today.fit(variant)  # type: ignore[arg-type]  # one of the two
    except CannotTell as reason:
        refused["best k"] = str(reason)
    if fitted is None or fitted.parameters["k"] > 1:
        try:
            today.fit(variant, 1)  # type: ignore[arg-type]  # as above
        except CannotTell as reason:
            refused["k = 1"] = str(reason)
    return fitted, refused


def earlier(con: Any, days: ibis.Table, *, plan: Plan, first: date, tell: Tell) -> Iterator[Base]:
    """The base on three earlier days, the oldest first, with what followed on each; nothing if the history is short."""
    behind = (plan.as_of - first).days
    horizon = min(plan.horizon, behind // HORIZONS_BEHIND // WEEK * WEEK)
    if horizon < SHORTEST:
        return
    for step in (3, 2, 1):
        day = plan.as_of - timedelta(days=step * horizon)
        tell(f"Looking back from {day}")
        yield base_of(con, collapsed(summary(days, as_of=day, ahead=horizon)), day=day, horizon=horizon)


def base_of(con: Any, kinds: ibis.Table, *, day: date, horizon: float) -> Base:
    """Collapsed rows as a base. Sorted, so that sums come out alike whatever order an engine answers in."""
    table = con.to_pyarrow(kinds.order_by(KIND))
    columns = {name: floats(table[name]) for name in table.column_names}
    x, t_x, age = (columns[name] for name in KIND)
    followed = (columns["bought"], columns["later"], columns["later_squares"])
    return Base(day, (x, t_x, age), columns["clients"], columns["gap_logs"], followed, float(horizon))


def spend_of(con: Any, clients: ibis.Table, days: ibis.Table) -> dict[str, Any]:
    """What clients spend a purchase: gamma-gamma where the purchases allow it, else log-normal; with the check."""
    columns = ["purchases", "frequency", "spent", "spent_first", "log_sum", "log_squares"]
    table = con.to_pyarrow(clients.select(columns).order_by(columns))
    n, x, spent, first, logs, squares = (floats(table[name]) for name in columns)
    average = (spent - first) / np.maximum(x, 1)
    amounts = floats(con.to_pyarrow(days.select("spend"))["spend"])
    check = None
    try:
        check = spend.check(x, average, amounts=amounts)
        if check.family == "gamma-gamma":
            return {"spending": trusted(spend.fit(x, average)), "check": check}
    except CannotTell:
        pass
    return {"spending": spend.fit_log_normal(n, logs, squares), "check": check}


def trusted(fitted: spend.Fit) -> spend.Fit:
    """Below a q of 1 the expected spend of a new client is infinite."""
    if fitted.q <= 1:
        raise CannotTell("Use the log-normal spend: a few large orders decide.")
    return fitted


def sampled(days: ibis.Table, share: float) -> ibis.Table:
    """The purchases of this share of the clients, drawn by a fingerprint of their name: the same in every engine."""
    bar = f"{int(share * 0xFFFFFF):06x}"
    return days.filter(days.client.cast("string").hexdigest("md5").substr(0, 6) < bar)


def floats(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.to_numpy(), dtype=np.float64)
