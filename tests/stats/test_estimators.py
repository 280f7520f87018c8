"""What every estimator must do: find the truth, count weights as rows, refuse nonsense with a sentence.

One case per estimator; a new estimator is one more case, and the last test counts them.
"""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit, ndtri

import wonback.stats
from tests.stats import worlds
from wonback.stats import CannotTell, contracts, occasions, purchases, renewals, reorder, returns, spend, survival


@dataclass(frozen=True)
class Case:
    """How to simulate a base, fit it, and read the parameters and their standard errors off the fit."""

    world: callable
    fit: callable
    truth: list
    read: callable
    errors: callable
    # How it begins to say no to an empty base; one that may answer without any client does not.
    nothing: str = "Wait"

    def fitted(self, columns, **more):
        return self.fit(*columns, **more)


def of_purchases(fitted):
    return [fitted.parameters[name] for name in ("r", "alpha", "a", "b")]


def purchases_case(variant, k, truth):
    def fit(frequency, recency, age, gap_logs, **more):
        return purchases.fit(frequency, recency, age, gap_logs=gap_logs, variant=variant, **more)

    return Case(
        world=lambda: worlds.buyers(20_000, truth, k=k, variant=variant),
        fit=fit,
        truth=truth,
        read=of_purchases,
        errors=lambda fitted: list(fitted.standard_errors.values()),
    )


def cohorts_case(fit, truth, *, cohorts):
    return Case(
        world=lambda: [worlds.cohort(20_000, *truth[:2], *truth[2:], seed=seed) for seed in range(cohorts)],
        fit=fit,
        truth=truth,
        read=lambda fitted: list(fitted.parameters.values())[: len(truth)],
        errors=lambda fitted: list(fitted.standard_errors.values()),
    )


def together(**more):
    """The first of several cohorts of the same truth, fitted with the others."""
    return lambda *cohorts: contracts.fit_cohorts(cohorts, **more)[0]


def spread(low, high):
    """The standard error behind an 80 % band."""
    return (np.asarray(high) - low) / (2 * ndtri(0.9))


LOYAL = contracts.Retention(alpha=0.668, beta=3.806)
HAZARDS = [0.02, 0.06]
TWO_REASONS = returns.Clients(["price", "service"], ["", ""])
BASE = purchases.fit(*worlds.buyers(20_000, [0.6, 7.0, 0.8, 1.5])[:3])
OTHERS = worlds.buyers(2_000, [0.6, 7.0, 0.8, 1.5], seed=14)[:3]


def of_renewals(nth, renewed, complaint, **more):
    return renewals.fit(LOYAL, nth, renewed, np.asarray(complaint)[:, None], **more)


def of_returns(weeks, contacted, returned, reason, weights=1.0):
    clients = returns.Clients(["service" if one else "price" for one in reason], [""] * len(reason))
    return returns.fit(returns.Periods(clients, weeks, contacted, returned, weights))


def back_within_26_weeks(fitted):
    return fitted.chance(TWO_REASONS, [40, 40], contact=False)


def who_buys(clients):
    """A base, and who of it buys within 13 weeks: rather more than the purchase model thinks."""
    x, t_x, age, _ = worlds.buyers(clients, [0.6, 7.0, 0.8, 1.5], seed=12)
    true = truly(x, t_x, age)
    return [x, t_x, age, (np.random.default_rng(13).random(clients) < true).astype(float)]


def truly(x, t_x, age):
    return expit(0.6 * logit(np.clip(BASE.purchase_within(13, x, t_x, age), 1e-9, 1 - 1e-9)) + 0.4)


def of_reorder(x, t_x, age, bought, **more):
    """The correction, and the chances it tells of other clients: of who came once, and of the rest."""
    fitted = reorder.fit(reorder.snapshot(BASE, 13, clients=(x, t_x, age), rate=0.1), bought, **more)
    return SimpleNamespace(told=by_once(fitted.chance(reorder.snapshot(BASE, 13, clients=OTHERS, rate=0.1))))


def by_once(chances):
    return [chances[OTHERS[0] == 0].mean(), chances[OTHERS[0] > 0].mean()]


def band_at(curve, times):
    places = np.searchsorted(curve.at, times, side="right") - 1
    return spread(curve.low[places], curve.high[places])


CASES = {
    "mbg": purchases_case("mbg", 1, [0.6, 7.0, 0.8, 1.5]),
    "bg": purchases_case("bg", 1, [0.6, 7.0, 0.8, 2.5]),
    "regular mbg": purchases_case("mbg", 2, [0.9, 3.0, 0.4, 1.5]),
    "very regular bg": purchases_case("bg", 3, [0.9, 3.0, 0.5, 2.0]),
    "spend": Case(
        world=lambda: worlds.spenders(5_000, [6.0, 4.0, 15.0]),
        fit=spend.fit,
        truth=[6.0, 4.0, 15.0],
        read=lambda fitted: [fitted.p, fitted.q, fitted.v],
        errors=lambda fitted: list(fitted.standard_errors.values()),
    ),
    "occasions": Case(
        world=lambda: worlds.donors(10_000, [1.2, 0.75, 0.66, 2.8]),
        fit=occasions.fit,
        truth=[1.2, 0.75, 0.66, 2.8],
        read=lambda fitted: list(fitted.parameters.values()),
        errors=lambda fitted: list(fitted.standard_errors.values()),
    ),
    "contracts": Case(
        world=lambda: [worlds.cohort(20_000, 0.7, 1.8)],
        fit=contracts.fit,
        truth=[0.7, 1.8],
        read=lambda fitted: [fitted.alpha, fitted.beta],
        errors=lambda fitted: list(fitted.standard_errors.values()),
    ),
    "log-normal spend": Case(
        world=lambda: worlds.log_spenders(5_000, [3.0, 0.8, 0.3]),
        fit=spend.fit_log_normal,
        truth=[3.0, 0.8, 0.3],
        read=lambda fitted: [fitted.centre, fitted.among, fitted.within],
        errors=lambda fitted: [np.sqrt(0.95 / 5_000), 0.95 * np.sqrt(2 / 5_000), 0.3 * np.sqrt(2 / 17_500)],
    ),
    "renewals": Case(
        world=lambda: worlds.renewals(20_000, LOYAL, -0.8),
        fit=of_renewals,
        truth=list(expit(logit(LOYAL.renewal_rate(2)) + np.array([0, -0.8]))),
        read=lambda fitted: list(fitted.chance(2, [[0], [1]]).value),
        errors=lambda fitted: spread(*fitted.chance(2, [[0], [1]])[1:]),
        nothing="Use the cohort's renewal rate",
    ),
    "returns": Case(
        world=lambda: worlds.lost(40_000, HAZARDS),
        fit=of_returns,
        truth=[1 - (1 - hazard) ** 6.5 for hazard in HAZARDS],
        read=lambda fitted: list(back_within_26_weeks(fitted).value),
        errors=lambda fitted: spread(*back_within_26_weeks(fitted)[1:3]),
        nothing="",
    ),
    "reorder": Case(
        world=lambda: who_buys(20_000),
        fit=of_reorder,
        truth=by_once(truly(*OTHERS)),
        read=lambda fitted: fitted.told,
        errors=lambda fitted: [0.5 / np.sqrt(10_000)] * 2,
        nothing="Show the purchase model's own chance",
    ),
    "survival": Case(
        world=lambda: worlds.leavers(5_000, 0.1),
        fit=survival.kaplan_meier,
        truth=list(np.exp(-0.1 * np.array([2.0, 5.0, 10.0]))),
        read=lambda fitted: [fitted.after(time) for time in (2.0, 5.0, 10.0)],
        errors=lambda fitted: band_at(fitted, [2.0, 5.0, 10.0]),
    ),
    "ageing contracts": cohorts_case(contracts.fit_bdw, [0.6, 3.0, 1.5], cohorts=1),
    "the better of both": cohorts_case(contracts.fit_best, [0.7, 1.8], cohorts=1),
    "cohorts": cohorts_case(together(), [0.7, 1.8], cohorts=4),
    "ageing cohorts": cohorts_case(together(ageing=True), [0.6, 3.0, 1.5], cohorts=4),
}
# Survivors are counts already.
COUNTED = {"contracts", "ageing contracts", "the better of both", "cohorts", "ageing cohorts"}
WEIGHTED = [name for name in CASES if name not in COUNTED]
ESTIMATORS = {
    "purchases.fit": "mbg",
    "spend.fit": "spend",
    "spend.fit_log_normal": "log-normal spend",
    "occasions.fit": "occasions",
    "contracts.fit": "contracts",
    "contracts.fit_bdw": "ageing contracts",
    "contracts.fit_best": "the better of both",
    "contracts.fit_cohorts": "cohorts",
    "renewals.fit": "renewals",
    "returns.fit": "returns",
    "reorder.fit": "reorder",
    "survival.kaplan_meier": "survival",
    # What renewals, returns and the correction lean on; its columns come from them.
    "shrunk.fit": "returns",
}


@pytest.fixture(scope="module")
def world():
    made = {}
    return lambda name: made.setdefault(name, CASES[name].world())


@pytest.mark.parametrize("name", CASES)
def test_finds_the_truth_within_three_standard_errors(name, world):
    case = CASES[name]
    fitted = case.fitted(world(name))
    off = (np.array(case.read(fitted)) - case.truth) / case.errors(fitted)

    assert np.abs(off).max() < 3


@pytest.mark.parametrize("name", WEIGHTED)
def test_counts_a_weight_as_so_many_rows(name, world):
    case = CASES[name]
    columns = [column[:800] for column in world(name)]
    weights = np.random.default_rng(3).integers(0, 4, 800)
    weighted = case.fitted(columns, weights=weights)
    repeated = case.fitted([np.repeat(column, weights) for column in columns])

    assert case.read(weighted) == pytest.approx(case.read(repeated), rel=1e-4)
    assert likelihood(weighted) == pytest.approx(likelihood(repeated), rel=1e-9)


def likelihood(fitted):
    """Of the estimators that have one."""
    return getattr(fitted, "log_likelihood", 0.0)


@pytest.mark.parametrize("name", WEIGHTED)
def test_does_not_care_about_the_order_of_clients(name, world):
    case = CASES[name]
    columns = [column[:800] for column in world(name)]
    order = np.random.default_rng(4).permutation(800)

    assert case.read(case.fitted(columns)) == pytest.approx(
        case.read(case.fitted([column[order] for column in columns])), rel=1e-4
    )


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda column: np.append(column[:-1], np.nan), r"Fill in `\w+`.*\(row \d+\)\."),
        (lambda column: np.append(column[:-1], -1.0), r"row \d+"),
        (lambda column: ["a word", *column[1:]], "as numbers"),
        (lambda column: np.stack([column, column]), "as one column"),
    ],
)
def test_refuses_nonsense_with_a_sentence(name, spoil, sentence, world):
    first, *rest = world(name)

    with pytest.raises(CannotTell, match=sentence) as refusal:
        CASES[name].fitted([spoil(first), *rest])
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.nothing])
def test_refuses_to_tell_anything_of_nobody(name, world):
    with pytest.raises(CannotTell, match=CASES[name].nothing):
        CASES[name].fitted([column[:0] for column in world(name)])


@pytest.mark.parametrize("name", WEIGHTED)
def test_refuses_columns_of_different_length(name, world):
    first, *rest = world(name)

    with pytest.raises(CannotTell, match="equal length"):
        CASES[name].fitted([first[:-1], *rest])


@pytest.mark.parametrize("name", WEIGHTED)
def test_refuses_weights_below_none(name, world):
    columns = world(name)

    with pytest.raises(CannotTell, match="weight of at least 0"):
        CASES[name].fitted(columns, weights=np.full(columns[0].size, -1))


class TestUnitsOfTime:
    @pytest.mark.parametrize("scale", [1e-9, 1 / 365.25, 7, 168, 3600.0 * 168, 1e12])
    def test_purchases_answer_the_same_from_years_to_seconds(self, world, scale):
        x, t_x, age = (column[:2000] for column in world("mbg")[:3])
        weeks, other = purchases.fit(x, t_x, age), purchases.fit(x, t_x * scale, age * scale)
        alike = {name: other.parameters[name] for name in ("r", "a", "b")} | {
            "alpha": other.parameters["alpha"] / scale
        }

        assert alike == pytest.approx({name: weeks.parameters[name] for name in alike}, rel=1e-7)
        assert other.log_likelihood + x.sum() * np.log(scale) == pytest.approx(weeks.log_likelihood, rel=1e-9)
        assert other.expected_purchases(13 * scale, x, t_x * scale, age * scale) == pytest.approx(
            weeks.expected_purchases(13, x, t_x, age), rel=1e-6
        )

    @settings(max_examples=8, deadline=None)
    @given(st.floats(0.01, 400))
    def test_purchases_answer_the_same_in_weeks_and_days(self, world, scale):
        x, t_x, age, logs = world("regular mbg")
        x, t_x, age, logs = x[:2000], t_x[:2000], age[:2000], logs[:2000]
        weeks = purchases.fit(x, t_x, age, gap_logs=logs, k=2)
        days = purchases.fit(x, t_x * scale, age * scale, gap_logs=logs + x * np.log(scale), k=2)
        shift = weeks.log_likelihood - days.log_likelihood

        assert days.parameters["alpha"] == pytest.approx(weeks.parameters["alpha"] * scale, rel=1e-3)
        assert shift == pytest.approx(x.sum() * np.log(scale), rel=1e-4, abs=1e-3)
        assert days.purchase_within(13 * scale, 3, 20 * scale, 40 * scale) == pytest.approx(
            weeks.purchase_within(13, 3, 20, 40), rel=1e-3
        )

    @settings(max_examples=8, deadline=None)
    @given(st.floats(0.01, 400))
    def test_spend_answers_the_same_in_euros_and_cents(self, world, scale):
        x, m = world("spend")
        euros, cents = spend.fit(x[:1000], m[:1000]), spend.fit(x[:1000], m[:1000] * scale)

        assert cents.mean(2, 30 * scale) == pytest.approx(scale * euros.mean(2, 30), rel=1e-4)
        assert [cents.p, cents.q, cents.v / scale] == pytest.approx([euros.p, euros.q, euros.v], rel=1e-6)


@pytest.mark.parametrize("scale", [0.01, 7, 365.25])
def test_survival_answers_the_same_in_weeks_and_days(world, scale):
    time, left = world("survival")
    weeks, days = survival.kaplan_meier(time, left), survival.kaplan_meier(time * scale, left)

    assert days.at == pytest.approx(weeks.at * scale)
    assert [days.stay, days.low, days.high] == pytest.approx(np.array([weeks.stay, weeks.low, weeks.high]))


@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 1000))
def test_log_normal_spend_answers_the_same_in_euros_and_cents(world, scale):
    n, total, squares = (column[:1000] for column in world("log-normal spend"))
    shift = np.log(scale)
    euros = spend.fit_log_normal(n, total, squares)
    cents = spend.fit_log_normal(n, total + n * shift, squares + 2 * shift * total + n * shift**2)

    assert [cents.centre - shift, cents.among, cents.within] == pytest.approx(
        [euros.centre, euros.among, euros.within], rel=1e-4
    )


def test_every_estimator_is_among_the_cases():
    rooms = {name: vars(getattr(wonback.stats, name)) for name in wonback.stats.ROOMS}
    there = {
        f"{room}.{name}"
        for room, names in rooms.items()
        for name, thing in names.items()
        if (name.startswith("fit") or name == "kaplan_meier") and callable(thing)
    }

    assert there == set(ESTIMATORS)
    assert set(ESTIMATORS.values()) <= set(CASES)
