"""How right would we have been? Every candidate is asked on earlier days, and judged by what clients then did."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np

from wonback.metrics.base.scoring import Expected
from wonback.metrics.base.silence_rule import SilenceRule, learn
from wonback.stats import CannotTell, purchases, reorder, rhythm
from wonback.stats.arrays import Floats
from wonback.stats.backtest import Reliability, auc, brier, log_loss, reliability
from wonback.stats.purchases.expected import once
from wonback.stats.purchases.model import Fit
from wonback.stats.value import Outing

YEAR = 365.25
type Kinds = tuple[Floats, Floats, Floats]

RULE, MBG, BG, CORRECTED = "silence rule", "MBG/CNBD-k", "BG/CNBD-k", "MBG/CNBD-k, corrected"


@dataclass(frozen=True)
class Base:
    """All kinds of clients on one day, how many there are of each, and what they did in the `horizon` days after it."""

    day: date
    kinds: Kinds
    weights: Floats
    gap_logs: Floats
    followed: tuple[Floats, Floats, Floats]
    horizon: float
    fits: dict[tuple[str, int | None], Fit] = field(default_factory=dict, compare=False)

    @property
    def clients(self) -> float:
        return float(self.weights.sum())

    @property
    def rate(self) -> float:
        return rhythm.firm_rate(self.kinds[0], self.kinds[1], weights=self.weights)

    def fit(self, variant: purchases.Variant, k: Literal[1] | None = None) -> Fit:
        """The purchase model of that day; raises `CannotTell` where nobody seems ever to leave."""
        if (variant, k) not in self.fits:
            self.fits[variant, k] = purchases.fit(
                *self.kinds, weights=self.weights, gap_logs=self.gap_logs, variant=variant, k=k
            )
        return self.fits[variant, k]

    def rule(self) -> SilenceRule:
        return learn(self.kinds, self.followed, weights=self.weights, horizon=self.horizon)


@dataclass(frozen=True)
class Score:
    """One candidate over all earlier days: how far its chances were from what happened."""

    name: str
    log_loss: float
    brier: float
    auc: float | None
    calibration_error: float
    purchases_off: float | None
    deciles: Reliability
    newest: "Score | None" = None


Candidate = Callable[[Base, Base], Expected]


def by_model(variant: purchases.Variant) -> Candidate:
    def expect(before: Base, today: Base) -> Expected:
        return of_fit(today.fit(variant), today.kinds, horizon=today.horizon)

    return expect


def by_rule(before: Base, today: Base) -> Expected:
    return before.rule().expect(today.kinds, horizon=today.horizon)


def by_correction(before: Base, today: Base) -> Expected:
    """The model, corrected by what followed on the day before last."""
    plain = of_fit(today.fit("mbg"), today.kinds, horizon=today.horizon)
    return plain.at_chance(corrected(before, today, horizon=today.horizon))


def corrected(before: Base, today: Base, *, horizon: float, rate: float = 0.0) -> Floats:
    """The chances of today, as far as those of the day before had to be corrected. `rate`: the firm's, if known."""
    learned = reorder.fit(_snapshot(before, horizon, before.rate), before.followed[0], weights=before.weights)
    return np.asarray(learned.chance(_snapshot(today, horizon, rate or today.rate)))


def _snapshot(base: Base, horizon: float, rate: float) -> reorder.Snapshot:
    return reorder.snapshot(base.fit("mbg"), horizon, clients=base.kinds, rate=rate)


CANDIDATES: dict[str, Candidate] = {
    MBG: by_model("mbg"),
    BG: by_model("bg"),
    CORRECTED: by_correction,
    RULE: by_rule,
}


def of_fit(fitted: Fit, kinds: Kinds, *, horizon: float, discount: float = 0.0) -> Expected:
    """What the purchase model expects of each kind."""
    ahead = Outing(horizon, YEAR, discount=discount)
    count, square, discounted = fitted.ahead(once(horizon), once(horizon, power=2), ahead.discounted, clients=kinds)
    return Expected(np.asarray(fitted.purchase_within(horizon, *kinds)), count, square, discounted)


def judged(bases: list[Base]) -> dict[str, Score]:
    """Each candidate that can answer on every day but the oldest, which the learning ones begin with. Newest day last."""
    scores = {}
    for name, candidate in CANDIDATES.items():
        try:
            answers = [candidate(before, today) for before, today in pairwise(bases)]
        except CannotTell:
            continue
        newest = score(name, bases[-1:], answers[-1:])
        scores[name] = score(name, bases[1:], answers, newest=newest)
    return scores


def score(name: str, bases: list[Base], answers: list[Expected], *, newest: Score | None = None) -> Score:
    chance = np.clip(np.concatenate([answer.chance for answer in answers]), 0, 1)
    happened, weights = (
        np.concatenate(parts) for parts in zip(*((b.followed[0], b.weights) for b in bases), strict=True)
    )
    expected = sum(float(base.weights @ answer.count) for base, answer in zip(bases, answers, strict=True))
    real = sum(float(base.weights @ base.followed[1]) for base in bases)
    deciles = reliability(chance, happened, weights=weights)
    return Score(
        name,
        log_loss(np.clip(chance, 1e-6, 1 - 1e-6), happened, weights=weights),
        brier(chance, happened, weights=weights),
        told_apart(chance, happened, weights),
        deciles.error,
        expected / real - 1 if real else None,
        deciles,
        newest,
    )


def told_apart(chance: Floats, happened: Floats, weights: Floats) -> float | None:
    """The AUC; none where all bought, or nobody did."""
    try:
        return auc(chance, happened, weights=weights)
    except CannotTell:
        return None


def champion(scores: dict[str, Score]) -> str:
    """Who was least surprised; a model has to beat the silence rule to be shown."""
    return min(scores, key=lambda name: scores[name].log_loss)
