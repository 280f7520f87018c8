"""Clients without a contract: what a fitted base says of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import beta, betainc, betaln, gamma, gammaln, hyp2f1, logsumexp

from tests.stats import worlds
from wonback.stats import CannotTell, purchases
from wonback.stats.purchases.expected import once
from wonback.stats.purchases.likelihood import Likelihood, Rows, Story

TRUTH = [0.9, 3.0, 0.4, 1.5]
clients = st.tuples(st.integers(0, 60), st.floats(0, 1), st.floats(0.5, 200))


def as_columns(x, share, age):
    """Any client: frequency, recency, age."""
    return x, share * age if x else 0.0, age


@pytest.fixture(scope="module")
def base():
    return purchases.fit(*worlds.buyers(3_000, [0.6, 7.0, 0.8, 1.5])[:3])


@pytest.fixture(scope="module")
def regular_world():
    return worlds.buyers(100_000, TRUTH, k=3, ahead=20)


@pytest.fixture(scope="module")
def regular(regular_world):
    x, t_x, age, logs, _ = regular_world
    return purchases.fit(x, t_x, age, gap_logs=logs).at(r=TRUTH[0], alpha=TRUTH[1], a=TRUTH[2], b=TRUTH[3])


class TestLikelihood:
    @pytest.mark.parametrize("variant", ["mbg", "bg"])
    @pytest.mark.parametrize("k", [1, 2, 3, 4])
    def test_has_the_slopes_that_differences_show(self, variant, k):
        x, t_x, age, logs = (column[:60] for column in worlds.buyers(60, TRUTH, k=2))
        likelihood = Likelihood(Rows(x, t_x, age, np.arange(60) % 3 + 1.0, logs.sum()), Story(k, variant))
        at, steps = np.array([0.7, 4.0, 0.6, 1.9]), 1e-5 * np.eye(4)
        slope = likelihood.at(at)
        ahead, behind = ([likelihood.at(at + sign * step) for step in steps] for sign in (1, -1))

        gradient = [(up.value - down.value) / 2e-5 for up, down in zip(ahead, behind, strict=True)]
        hessian = [(up.gradient - down.gradient) / 2e-5 for up, down in zip(ahead, behind, strict=True)]
        assert slope.gradient == pytest.approx(np.array(gradient), abs=1e-5)
        assert slope.hessian == pytest.approx(np.array(hessian), abs=1e-5)

    def test_is_the_formula_of_the_source_for_one_client(self):
        """Fader, Hardie & Lee (2005), eq. 6, typed out for x = 2, t_x = 30.43, T = 38.86."""
        rows = Rows(*(np.array([value]) for value in (2.0, 30.43, 38.86, 1.0)))
        r, alpha, a, b = at = np.array([0.243, 4.414, 0.793, 2.426])
        there = beta(a, b + 2) * (alpha + 38.86) ** -(r + 2)
        gone = beta(a + 1, b + 1) * (alpha + 30.43) ** -(r + 2)
        published = np.log((there + gone) / beta(a, b) * gamma(r + 2) / gamma(r) * alpha**r)

        assert Likelihood(rows, Story(1, "bg")).at(at).value == pytest.approx(published, rel=1e-12)

    @pytest.mark.parametrize("variant", ["mbg", "bg"])
    @pytest.mark.parametrize("k", [1, 2, 3, 4])
    def test_is_the_formula_of_the_source_for_regular_buyers(self, variant, k):
        """Reutterer, Platzer & Schroeder (2020), typed out in logarithms."""
        x, t_x, age, logs = worlds.buyers(200, TRUTH, k=2)
        rows = Rows(x, t_x, age, np.ones(200), logs.sum())
        r, alpha, a, b = at = np.array([0.7, 4.0, 0.6, 1.9])
        coins = x + (variant == "mbg")
        stage = np.arange(k)[:, None]
        gone = betaln(a + 1, b + np.maximum(coins, 1) - 1) + gammaln(r + k * x) - (r + k * x) * np.log(alpha + t_x)
        silent = stage * np.log(age - t_x) - gammaln(stage + 1) + gammaln(r + k * x + stage)
        there = betaln(a, b + coins) + logsumexp(silent - (r + k * x + stage) * np.log(alpha + age), axis=0)
        either = np.logaddexp(np.where(coins > 0, gone, -np.inf), there) - betaln(a, b)
        typed = (k - 1) * logs - x * gammaln(k) + r * np.log(alpha) - gammaln(r) + either

        assert Likelihood(rows, Story(k, variant)).at(at).value == pytest.approx(typed.sum(), rel=1e-12)


def immortal(clients, seed):
    """Clients who never leave: their silences are accidents."""
    x, t_x, age, _ = worlds.buyers(clients, [1.0, 7.0, 1e-6, 1.0], seed=seed)
    return x, t_x, age


class TestFit:
    def test_finds_how_regular_the_gaps_are(self, regular):
        assert regular.parameters["k"] == 3

    def test_looks_no_further_than_gaps_of_four_stages(self):
        x, t_x, age, logs = worlds.buyers(1_000, TRUTH, k=8)

        assert purchases.fit(x, t_x, age, gap_logs=logs).parameters["k"] == 4

    def test_is_the_same_from_many_clients_as_from_their_collapsed_rows(self):
        x, t_x, age, _ = worlds.buyers(90_000, [0.6, 7.0, 0.8, 1.5])
        t_x = np.ceil(t_x)
        rows, counts = np.unique(np.array([x, t_x, np.maximum(age, t_x)]), axis=1, return_counts=True)
        sampled_first = purchases.fit(*np.repeat(rows, counts, axis=1))

        assert sampled_first.log_likelihood == pytest.approx(purchases.fit(*rows, weights=counts).log_likelihood)

    @pytest.mark.parametrize("size", [2, 5, 20, 100, 299])
    def test_never_fails_on_a_small_base_nor_believes_it_blindly(self, size):
        x, t_x, age, _ = worlds.buyers(size, [0.6, 7.0, 0.8, 1.5], seed=size)
        fitted = purchases.fit(np.append(x[1:], 1), np.append(t_x[1:], 5), np.append(age[1:], 60))

        assert 0 < fitted.alive(0, 0, 52) < 1
        assert all(0.01 < fitted.parameters[name] < 100 for name in ("r", "a", "b"))
        assert all(np.isfinite(list(fitted.standard_errors.values())))

    @pytest.mark.parametrize("seed", [0, 1, 3, 5])
    def test_refuses_a_base_in_which_nobody_leaves_and_still_shows_it(self, seed):
        chance = np.random.default_rng(seed)
        x = chance.poisson(chance.gamma(2, 5, 1000)).astype(float)
        age = np.full(1000, 52.0)
        t_x = np.where(x > 0, age * chance.beta(np.maximum(x, 1), 1), 0)

        with pytest.raises(CannotTell, match="silence rule") as refusal:
            purchases.fit(x, t_x, age)
        assert refusal.value.fit.parameters["r"] == pytest.approx(2, abs=0.5)

    @pytest.mark.parametrize("variant", ["mbg", "bg"])
    @pytest.mark.parametrize("size", [300, 1_000])
    def test_is_not_taken_in_by_silences_that_are_accidents(self, variant, size):
        for seed in range(10, 24):
            with pytest.raises(CannotTell, match="silence rule"):
                purchases.fit(*immortal(size, seed), variant=variant)

    def test_believes_400_clients_of_whom_some_left(self):
        chance = np.random.default_rng(8)
        for seed in range(20):
            truth = np.exp(chance.normal([-0.3, 1.6, -0.3, 0.6], 0.4))
            assert purchases.fit(*worlds.buyers(400, truth, seed=seed)[:3]).parameters["a"] > 0

    def test_finds_the_few_who_came_back_among_many_who_did_not(self):
        x, t_x, age, _ = worlds.buyers(2_000, [0.6, 7.0, 0.8, 1.5])
        strangers = np.append(np.ones(2_000), 200_000)
        collapsed = purchases.fit(np.append(x, 0), np.append(t_x, 0), np.append(age, 50), weights=strangers)
        x, t_x, age = (np.append(one, np.full(200_000, last)) for one, last in ((x, 0), (t_x, 0), (age, 50)))

        assert dict(purchases.fit(x, t_x, age).parameters) == pytest.approx(dict(collapsed.parameters), rel=1e-5)

    @pytest.mark.parametrize(
        ("columns", "options", "sentence"),
        [
            (([1, 0], [0, 0], [0, 0]), {}, "bought for the first time just now"),
            (([1e10, 0], [5, 0], [9, 9]), {}, r"a thousand million times; nobody does \(row 1\)"),
            (([0, 0], [0, 0], [9, 9]), {}, "nobody in this base has bought twice"),
            (([1, 0], [9, 0], [8, 9]), {}, r"no less than the recency \(row 1\)"),
            (([0, 1], [3, 3], [9, 9]), {}, r"recency 0 to a client without repeat purchases \(row 1\)"),
            (([1.5, 1], [3, 3], [9, 9]), {}, r"Count repeat purchases as 0, 1, 2, … \(row 1\)"),
            (([1, 1], [-3, 3], [9, 9]), {}, r"recency of at least 0 \(row 1\)"),
            (([1, 1], [3, 3], [9, 9]), {"variant": "pareto"}, "Choose the variant"),
            (([1, 1], [3, 3], [9, 9]), {"k": 7}, "Choose a regularity"),
            (([1, 1], [3, 3], [9, 9]), {"k": 2}, "Give `gap_logs`"),
            (([2, 1], [3, 3], [9, 9]), {"gap_logs": [9.0, 1.0]}, r"do not fit into it \(row 1\)"),
            (([1, 0], [3, 0], [9, 9]), {"gap_logs": [1.0, -1.0]}, r"gap_logs 0 to a client without .* \(row 2\)"),
        ],
    )
    def test_refuses_what_no_base_can_be(self, columns, options, sentence):
        with pytest.raises(CannotTell, match=sentence):
            purchases.fit(*columns, **options)


class TestAnswers:
    @settings(max_examples=40, deadline=None)
    @given(clients, st.floats(0.1, 150), st.floats(1.1, 3))
    def test_keep_their_order(self, base, client, horizon, longer):
        """A longer horizon never lessens anything; to buy at all is likelier than to be there is; chances are chances."""
        columns = as_columns(*client)
        alive = base.alive(*columns)
        soon, later = (base.purchase_within(one, *columns) for one in (horizon, horizon * longer))
        some, more = (base.expected_purchases(one, *columns) for one in (horizon, horizon * longer))

        assert 0 <= soon <= later <= alive <= 1
        assert soon <= some * (1 + 1e-9)
        assert some <= more * (1 + 1e-9)

    @settings(max_examples=25, deadline=None)
    @given(st.integers(1, 60), st.floats(10, 200))
    def test_longer_silence_never_makes_a_client_likelier_to_be_there(self, base, x, age):
        recency = np.linspace(0.05, 1, 20) * age

        assert (np.diff(base.alive(x, recency, age)) >= -1e-12).all()

    @settings(max_examples=25, deadline=None)
    @given(clients, st.floats(1, 150))
    def test_agree_with_the_published_formula(self, base, client, horizon):
        x, t_x, age = as_columns(*client)
        r, alpha, a, b = (base.parameters[name] for name in ("r", "alpha", "a", "b"))
        z = horizon / (alpha + age + horizon)
        series = 1 - (1 - z) ** (r + x) * hyp2f1(r + x, b + x + 1, a + b + x, z)
        published = (a + b + x) / (a - 1) * series * base.alive(x, t_x, age)

        assert base.expected_purchases(horizon, x, t_x, age) == pytest.approx(published, rel=1e-8)

    @pytest.mark.parametrize("k", [1, 2, 3, 4])
    def test_give_the_published_chance_to_buy_at_all(self, k):
        """Each stage that may be done, times the regularised incomplete beta function of those still to do."""
        x, t_x, age, logs = (column[:300] for column in worlds.buyers(3_000, TRUTH, k=k))
        fitted = purchases.fit(x, t_x, age, gap_logs=logs, k=k)
        r, alpha = fitted.parameters["r"], fitted.parameters["alpha"]
        stage = np.arange(k)[:, None]
        order = r + k * x + stage
        done = stage * np.log(age - t_x) - gammaln(stage + 1) + gammaln(order) - order * np.log(alpha + age)
        still_to_do = betainc(k - stage, order, 13 / (alpha + age + 13))
        published = fitted.alive(x, t_x, age) * (np.exp(done - logsumexp(done, axis=0)) * still_to_do).sum(axis=0)

        assert fitted.purchase_within(13, x, t_x, age) == pytest.approx(published, rel=1e-8)
        assert fitted.ahead(once(13, power=0), clients=(x, t_x, age))[0] == pytest.approx(published, rel=1e-6)

    def test_pass_smoothly_through_a_of_one(self, base):
        below, at, above = (base.at(a=a).expected_purchases(26, 3, 20, 30) for a in (1 - 1e-6, 1.0, 1 + 1e-6))

        assert below > at > above
        assert at == pytest.approx((below + above) / 2, rel=1e-9)

    def test_are_the_same_for_one_client_as_for_a_crowd(self, base):
        chance = np.random.default_rng(6)
        x = chance.integers(0, 5, 3_000).astype(float)
        age = chance.uniform(1, 80, 3_000)
        t_x = np.where(x > 0, age * chance.random(3_000), 0)
        crowd = base.expected_purchases(26, x, t_x, age)
        alone = [base.expected_purchases(26, x[i], t_x[i], age[i]) for i in range(0, 3_000, 100)]

        assert crowd[::100] == pytest.approx(alone, rel=1e-9)

    def test_are_what_happens_in_a_simulated_base(self, regular, regular_world):
        x, t_x, age, _, later = regular_world
        for group in (x == 0, x == 1, x == 4, x > 10):
            columns = x[group], t_x[group], age[group]
            happened, share = later[group], (later[group] > 0)
            noise = 4 / np.sqrt(group.sum())
            mean, square = regular.ahead(once(20), once(20, power=2), clients=columns)

            assert mean.mean() == pytest.approx(happened.mean(), abs=noise * happened.std())
            assert square.mean() == pytest.approx((happened**2).mean(), abs=noise * (happened**2).std())
            assert regular.purchase_within(20, *columns).mean() == pytest.approx(share.mean(), abs=noise / 2)

    def test_give_counts_of_new_clients_that_add_up(self, regular):
        chances = regular.chances_of_counts(30, most=400)

        assert chances.sum() == pytest.approx(1, abs=1e-6)
        assert chances @ np.arange(401) == pytest.approx(regular.expected_purchases(30, 0, 0, 0), rel=1e-4)

    def test_survive_a_client_with_a_million_purchases(self, base):
        expected = base.expected_purchases(1, 1_000_000, 99.9999, 100)

        assert 9_000 < expected < 11_000

    def test_draw_other_parameters_the_data_allow(self, base):
        drawn = [one.parameters["r"] for one in base.draws(200)]

        assert np.mean(drawn) == pytest.approx(base.parameters["r"], rel=0.05)
        assert np.std(drawn) == pytest.approx(base.standard_errors["r"], rel=0.25)

    @pytest.mark.parametrize("horizon", [0, -3, np.inf, np.nan])
    def test_are_refused_for_a_horizon_that_is_none(self, base, horizon):
        for ask in (base.purchase_within, base.expected_purchases):
            with pytest.raises(CannotTell, match="longer than none"):
                ask(horizon, 1, 2, 3)

    def test_are_refused_for_more_purchases_than_can_be_counted(self, base):
        with pytest.raises(CannotTell, match="Shorten the horizon"):
            base.expected_purchases(1e9, 1_000_000, 99.99, 100)

    def test_of_many_clients_of_the_same_age_are_one_answer(self, base):
        crowd = base.expected_purchases(26, np.zeros(100), np.zeros(100), np.full(100, 30.0))

        assert np.ptp(crowd) == 0
