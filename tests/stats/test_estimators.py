"""What every estimator must do: find the truth, count weights as rows, refuse nonsense with a sentence.

One case per estimator; a new estimator is one more case.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats import worlds
from wonback.stats import CannotTell, contracts, occasions, purchases, spend


@dataclass(frozen=True)
class Case:
    """How to simulate a base, fit it, and read the parameters and their standard errors off the fit."""

    world: callable
    fit: callable
    truth: list
    read: callable
    errors: callable

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
    "ageing contracts": cohorts_case(contracts.fit_bdw, [0.6, 3.0, 1.5], cohorts=1),
    "cohorts": cohorts_case(together(), [0.7, 1.8], cohorts=4),
    "ageing cohorts": cohorts_case(together(ageing=True), [0.6, 3.0, 1.5], cohorts=4),
}
WEIGHTED = [name for name in CASES if "contracts" not in name and "cohorts" not in name]


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
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-9)


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
        (lambda column: column[:0], "Wait"),
    ],
)
def test_refuses_nonsense_with_a_sentence(name, spoil, sentence, world):
    first, *rest = world(name)
    rest = [column[:0] for column in rest] if sentence == "Wait" else rest

    with pytest.raises(CannotTell, match=sentence) as refusal:
        CASES[name].fitted([spoil(first), *rest])
    assert str(refusal.value).endswith(".")


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
