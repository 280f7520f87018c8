"""Hold-outs and what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wonback.stats import CannotTell
from wonback.stats.effect import (
    Effect,
    Sums,
    adjusted_difference,
    always_valid,
    assign,
    check_split,
    claimed_and_caused,
    difference,
    mean_difference,
    power,
    sceptical,
    smallest_detectable,
)


class TestAssign:
    @settings(max_examples=30, deadline=None)
    @given(st.integers(1, 60), st.sampled_from([0.1, 0.2, 0.25, 0.5]), st.text(max_size=5))
    def test_keeps_the_share_in_every_stratum(self, size, waiting, salt):
        strata = {f"{stratum}{number}": stratum for stratum in "ab" for number in range(size)}
        arms = assign(strata, salt=salt, waiting=waiting)

        for stratum in "ab":
            waits = sum(arm == "wait" for client, arm in arms.items() if strata[client] == stratum)
            assert abs(waits - waiting * size) <= 2 + size / 20

    def test_gives_the_same_arm_tomorrow_and_in_any_order(self):
        strata = {f"client {number}": "large" for number in range(50)}
        backwards = dict(reversed(strata.items()))

        assert assign(strata, salt="x") == assign(backwards, salt="x")
        assert assign(strata, salt="x") != assign(strata, salt="y")

    def test_leaves_everybody_where_they_are_when_others_join(self):
        strata = {f"client {number}": "large" for number in range(30)}
        first = assign(strata, salt="x")
        more = strata | {f"newcomer {number}": "large" for number in range(30)}
        second = assign(more, salt="x", already=first)

        assert {client: second[client] for client in first} == first
        assert sum(arm == "wait" for arm in second.values()) == 12

    def test_draws_each_client_as_often_as_the_share_says(self):
        strata = {f"client {number}": "large" for number in range(7)}
        waits = [assign(strata, salt=str(salt))["client 3"] == "wait" for salt in range(500)]

        assert np.mean(waits) == pytest.approx(0.2, abs=0.06)

    @pytest.mark.parametrize("waiting", [0, 1, -0.1, 2])
    def test_refuses_an_experiment_without_two_arms(self, waiting):
        with pytest.raises(CannotTell, match="measures nothing"):
            assign({"a": "b"}, salt="x", waiting=waiting)


class TestCheckSplit:
    def test_cries_wolf_once_in_a_thousand(self):
        waited = np.random.default_rng(1).binomial(500, 0.2, 3000)
        alarms = [check_split(500 - one, one, waiting=0.2).is_suspicious for one in waited]

        assert np.mean(alarms) < 0.004

    def test_needs_somebody_to_count(self):
        with pytest.raises(CannotTell, match="Wait for clients"):
            check_split(0, 0, waiting=0.2)


class TestDifference:
    @pytest.mark.parametrize(("rate", "lift"), [(0.1, 0.0), (0.1, 0.1), (0.02, 0.03)])
    def test_holds_the_truth_as_often_as_it_says(self, rate, lift):
        chance = np.random.default_rng(7)
        draws = zip(chance.binomial(90, rate + lift, 1500), chance.binomial(40, rate, 1500), strict=True)
        effects = [difference(d1, 90, d0, 40) for d1, d0 in draws]
        held = np.mean([effect.low <= lift <= effect.high for effect in effects])

        assert 0.93 <= held <= 0.985

    def test_is_the_other_way_round_when_the_arms_are(self):
        one, other = difference(10, 50, 3, 40), difference(3, 40, 10, 50)

        assert [one.value, one.low, one.high] == pytest.approx([-other.value, -other.high, -other.low])

    def test_claims_nothing_from_nobody_and_no_certainty_from_zero(self):
        assert difference(0, 5, 0, 5).verdict() == "cannot be told"
        assert difference(0, 5, 0, 5).error > 0
        with pytest.raises(CannotTell, match="is no rate"):
            difference(0, 0, 0, 5)
        with pytest.raises(CannotTell, match="is no rate"):
            difference(6, 5, 0, 5)

    def test_says_helped_or_harm_by_what_we_wanted(self):
        effect = difference(60, 100, 30, 100)

        assert effect.verdict() == "helped"
        assert effect.verdict(good="less") == "did harm"


class TestMeans:
    def test_adjustment_narrows_the_band_and_keeps_the_truth(self):
        chance = np.random.default_rng(8)
        widths, held = [], []
        for _ in range(300):
            before = chance.normal(size=400)
            arm = (chance.random(400) < 0.7).astype(float)
            outcome = before + 0.3 * arm + chance.normal(0, 0.5, 400)
            adjusted = adjusted_difference(outcome, arm, before)
            plain = adjusted_difference(outcome, arm, np.zeros(400))
            widths.append((adjusted.high - adjusted.low) / (plain.high - plain.low))
            held.append(adjusted.low <= 0.3 <= adjusted.high)

        assert np.mean(widths) < 0.6
        assert 0.92 <= np.mean(held) <= 0.98

    def test_needs_two_clients_in_each_arm(self):
        with pytest.raises(CannotTell, match="one shows no spread"):
            mean_difference(Sums(1, 2.0, 4.0), Sums(9, 2.0, 4.0))


class TestAlwaysValid:
    @settings(max_examples=50, deadline=None)
    @given(st.floats(-1, 1), st.floats(0.01, 1), st.floats(0.5, 4))
    def test_excludes_no_effect_exactly_when_the_source_rejects_it(self, value, error, planned):
        """Robbins: (1 + t)^-1/2 exp(d^2 I t / (2 (1 + t))) >= 1/alpha, t the information over the planned."""
        effect = Effect(value, 0, 0, error)
        share = 1 / planned
        evidence = -np.log1p(share) / 2 + value**2 * effect.information * share / (2 * (1 + share))
        low, high = always_valid(effect, planned=effect.information * planned)

        if abs(evidence - np.log(20)) > 1e-6:
            assert (low > 0 or high < 0) == (evidence >= np.log(20))

    def test_is_wider_than_the_single_look(self):
        effect = difference(30, 140, 6, 60)
        low, high = always_valid(effect, planned=effect.information)

        assert low < effect.low < effect.high < high


class TestPower:
    def test_is_what_simulation_shows(self):
        """Science table: 200 clients, 10 % against 20 %, one look: about half."""
        chance = np.random.default_rng(9)
        draws = zip(chance.binomial(140, 0.2, 3000), chance.binomial(60, 0.1, 3000), strict=True)
        noticed = np.mean([abs(difference(d1, 140, d0, 60).z) > 1.96 for d1, d0 in draws])

        assert power(0.1, change=0.1, clients=(140, 60)) == pytest.approx(noticed, abs=0.05)

    def test_grows_with_clients_and_has_the_smallest_change_as_its_inverse(self):
        change = smallest_detectable(0.1, clients=(700, 300))

        assert change < smallest_detectable(0.1, clients=(70, 30))
        assert power(0.1, change=change, clients=(700, 300)) == pytest.approx(0.8, abs=1e-6)

    def test_says_so_when_no_change_can_be_seen(self):
        with pytest.raises(CannotTell, match="Gather more clients"):
            smallest_detectable(0.9, clients=(3, 2))


class TestSceptic:
    def test_is_moved_little_by_little_data_and_fully_by_much(self):
        little, much = sceptical(Effect(0.2, 0, 0, 0.16)), sceptical(Effect(0.2, 0, 0, 0.004))

        assert little.value == pytest.approx(0.04)
        assert much.value == pytest.approx(0.2, abs=0.001)
        assert little.above_zero < 0.8 < 0.99 < much.above_zero
        assert little.low < 0 < little.high

    def test_sets_what_is_claimed_beside_what_was_caused(self):
        assert claimed_and_caused(Effect(0.05, 0, 0, 0.01), contacted=100, claims=["a"] * 30) == (30, 5.0)
