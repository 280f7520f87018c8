"""Cohorts under contract."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats import worlds
from wonback.stats import CannotTell, contracts
from wonback.stats.contracts import Retention

mixes = st.builds(Retention, alpha=st.floats(0.1, 20), beta=st.floats(0.1, 20), c=st.floats(0.5, 2))


class TestRetention:
    @given(mixes)
    def test_survival_starts_with_everybody_and_only_falls(self, mix):
        survival = mix.survival(np.arange(30))

        assert survival[0] == 1
        assert (np.diff(survival) <= 0).all()

    @given(st.floats(0.1, 20), st.floats(0.1, 20))
    def test_survivors_stay_likelier_at_every_renewal(self, alpha, beta):
        rates = Retention(alpha, beta).renewal_rate(np.arange(1, 20))

        assert rates == pytest.approx((beta + np.arange(19)) / (alpha + beta + np.arange(19)))

    def test_lifetime_is_endless_unless_most_leave(self):
        with pytest.raises(CannotTell, match="stays without end"):
            Retention(0.7, 1.2).lifetime()
        assert Retention(3.0, 4.0).lifetime() == pytest.approx(Retention(3.0, 4.0).lifetime_within(100_000), rel=1e-3)

    def test_who_has_renewed_often_has_more_terms_to_come(self):
        mix = Retention(0.7, 1.2)

        assert mix.discounted_lifetime(0.1, renewed=5) > mix.discounted_lifetime(0.1)
        assert mix.discounted_lifetime(0.1) == pytest.approx(
            1 + mix.survival(1) / 1.1 * mix.discounted_lifetime(0.1, renewed=1)
        )

    def test_refuses_renewals_and_rates_that_are_none(self):
        with pytest.raises(CannotTell, match="discount rate above 0"):
            Retention(0.7, 1.2).discounted_lifetime(0)
        with pytest.raises(CannotTell, match="Count renewals from 1"):
            Retention(0.7, 1.2).renewal_rate(0)


class TestFit:
    @settings(max_examples=10, deadline=None)
    @given(st.floats(0.5, 1000))
    def test_percents_fit_like_counts(self, scale):
        cohort = worlds.cohort(2_000, 0.7, 1.8)

        assert contracts.fit(cohort * scale).alpha == pytest.approx(contracts.fit(cohort).alpha, rel=1e-4)

    @pytest.mark.parametrize(
        "survivors",
        [
            1000 * 0.9 ** np.arange(6),
            [10_000, 9_000, 8_100, 7_290, 6_561],
            [1000, 950, 850, 700, 500, 250],
            [100, 100, 100, 90],
            [100, 50, 0],
            [10**6, 999_999, 999_998, 999_997],
            [1, 0.869, 0.743, 0.653, 0.593],
            [10**9, 631 * 10**6, 468 * 10**6, 382 * 10**6],
        ],
    )
    def test_tells_something_sane_of_any_cohort(self, survivors):
        """Also where everybody is alike, or leaving grows likelier: the model's limit, and no error known of it."""
        for fitted in (contracts.fit(survivors), contracts.fit_best(survivors)):
            seen = np.asarray(survivors, dtype=float) / survivors[0]
            projected = fitted.survival(np.arange(40))

            assert (np.diff(projected) <= 0).all()
            assert projected[: seen.size] == pytest.approx(seen, abs=0.26)
            assert fitted.discounted_lifetime(0.1) >= 1

    def test_finds_ageing_where_there_is_some_and_only_there(self):
        truth = Retention(0.5, 3.0, c=1.6)
        ageing = 5_000 * truth.survival(np.arange(8))

        assert contracts.fit_best(ageing).c == pytest.approx(1.6, rel=1e-3)
        assert contracts.fit_best(worlds.cohort(5_000, 0.7, 1.8)).c == 1
        assert contracts.fit_best(ageing[:4]).c == 1

    @pytest.mark.parametrize(
        ("survivors", "sentence"),
        [
            ([100, 80], "Wait for the second renewal"),
            ([100, 80, 81], r"survivors grow in number \(row 3\)"),
            ([100, 100, 100], "Wait until somebody leaves"),
            ([0, 0, 0], "Wait until somebody leaves"),
            ([100, 0, 0], "of this one nobody renewed"),
        ],
    )
    def test_refuses_cohorts_that_say_nothing(self, survivors, sentence):
        with pytest.raises(CannotTell, match=sentence):
            contracts.fit(survivors)

    def test_refuses_ageing_from_two_renewals(self):
        with pytest.raises(CannotTell, match="Wait for 3 renewals"):
            contracts.fit_bdw([100, 80, 70])


class TestCohorts:
    def test_small_cohorts_lean_on_the_others_and_large_ones_do_not(self):
        large, tiny = worlds.cohort(20_000, 0.7, 1.8), np.array([5.0, 5.0, 4.0, 4.0])
        leaning, standing = contracts.fit_cohorts([tiny, *[large] * 3])[:2]

        assert standing.survival(1) == pytest.approx(contracts.fit(large).survival(1), abs=0.005)
        assert standing.survival(1) - 0.05 < leaning.survival(1) < 0.95

    @pytest.mark.parametrize("ageing", [False, True])
    def test_lean_the_less_the_more_clients_they_have(self, ageing):
        """The same odd shape, ever more clients in it: from the others' survival to its own."""
        others = [worlds.cohort(5_000, 0.7, 1.8, seed=seed) for seed in range(5)]
        odd = np.array([1.0, 0.9, 0.8, 0.7, 0.6])
        told = [
            contracts.fit_cohorts([clients * odd, *others], ageing=ageing)[0].survival(4) for clients in (5, 50, 5_000)
        ]
        theirs = contracts.fit(others[0]).survival(4)

        assert theirs < told[0] < told[1] < told[2] <= 0.61
        assert abs(told[0] - theirs) < abs(told[0] - 0.6)
        assert told[2] == pytest.approx(0.6, abs=0.02)

    def test_are_nearer_to_the_truth_together_than_alone(self):
        chance = np.random.default_rng(12)
        truths = np.exp(chance.normal(np.log([0.7, 1.8]), 0.3, (8, 2)))
        cohorts = [worlds.cohort(60, *truth, renewals=4, seed=seed) for seed, truth in enumerate(truths)]
        true = np.array([Retention(*truth).survival(8) for truth in truths])
        together = np.array([one.survival(8) for one in contracts.fit_cohorts(cohorts)])
        alone = np.array([contracts.fit(cohort).survival(8) for cohort in cohorts])

        assert np.mean((together - true) ** 2) < np.mean((alone - true) ** 2)

    def test_find_how_leaving_changes_in_each(self):
        truths = [Retention(0.6, 3.0, c) for c in (1.2, 1.4, 1.6)]
        found = contracts.fit_cohorts([20_000 * truth.survival(np.arange(9)) for truth in truths], ageing=True)

        assert [one.c for one in found] == pytest.approx([1.2, 1.4, 1.6], abs=0.02)
        for one, truth in zip(found, truths, strict=True):
            assert one.renewal_rate(12) == pytest.approx(truth.renewal_rate(12), abs=0.005)
            assert one.discounted_lifetime(0.1) == pytest.approx(truth.discounted_lifetime(0.1), rel=0.01)

    @pytest.mark.parametrize("young", [[9, 9], [9, 9, 9, 9], [9, 8]])
    def test_let_one_lean_that_alone_says_nothing_yet(self, young):
        old = [worlds.cohort(2_000, 0.7, 1.8, seed=seed) for seed in range(4)]
        leaning = contracts.fit_cohorts([*old, young])[-1]

        with pytest.raises(CannotTell):
            contracts.fit(young)
        assert leaning.renewal_rate(1) == pytest.approx(contracts.fit(old[0]).renewal_rate(1), abs=0.05)
        assert leaning.standard_errors["alpha"] > contracts.fit(old[0]).standard_errors["alpha"]

    @pytest.mark.parametrize(
        ("cohorts", "sentence"),
        [
            ([], "at least one cohort"),
            ([[9, 9], [5, 4]], "Wait for the second renewal"),
            ([[9, 9, 9], [5, 5, 5, 5]], "Wait until somebody leaves"),
            ([[100, 60, 50], [9]], "first renewal of cohort 2"),
            ([[100, 60, 50], [9, 8, 10]], r"grow in number \(row 3\)\. It is cohort 2\."),
        ],
    )
    def test_refuse_what_says_nothing_together(self, cohorts, sentence):
        with pytest.raises(CannotTell, match=sentence):
            contracts.fit_cohorts(cohorts)

    def test_refuse_ageing_from_two_renewals(self):
        with pytest.raises(CannotTell, match="Wait for 3 renewals"):
            contracts.fit_cohorts([[100, 80, 70], [50, 30, 20]], ageing=True)
