"""Lost clients: the chance of a return, and what it is worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from wonback.stats import CannotTell, returns
from wonback.stats.contracts import Retention
from wonback.stats.returns import Attempt, Clients, Periods, best_week, second_lifetime_value

REASONS, OFFERS = ["price", "service", "moved"], ["", "discount", "upgrade"]


class World:
    """A firm that loses clients, tries some of them, and gets a few back. Its truth is known."""

    def __init__(self, seed):
        chance = self.chance = np.random.default_rng(seed)
        self.base = chance.normal(-3.2, 0.3)
        self.reason = dict(zip(REASONS, chance.normal(0, 0.7, 3), strict=True))
        self.offer = dict(zip(OFFERS, [0.0, *chance.normal(0.2, 0.4, 2)], strict=True))
        self.slope = chance.normal(0, 0.5)

    def hazard(self, reason, offer, trait, weeks, contacted):
        told = self.reason[reason] + self.slope * trait - 0.3 * np.log1p(weeks / 4)
        return expit(self.base + told + contacted * (0.5 + self.offer[offer]))

    def chance_to_return(self, reason, offer, trait, contact):
        stays = np.prod([1 - self.hazard(reason, offer, trait, 4 * n, contact and n < 2) for n in range(6)])
        return 1 - stays

    def table(self, clients):
        rows = []
        for _ in range(clients):
            reason, trait = self.chance.choice(REASONS), self.chance.normal()
            tried_in, offer = self.chance.integers(0, 8), self.chance.choice(OFFERS)
            for period in range(8):
                contacted = float(tried_in <= period < tried_in + 2)
                said = offer if period >= tried_in else ""
                back = self.chance.random() < self.hazard(reason, said, trait, 4 * period, contacted)
                rows.append((reason, said, trait, 4 * period, contacted, float(back)))
                if back:
                    break
        reason, offer, trait, weeks, contacted, back = zip(*rows, strict=True)
        return Periods(Clients(reason, offer, np.array(trait)[:, None]), weeks, contacted, back)


def profiles(traits):
    pairs = [(reason, offer) for reason in REASONS for offer in OFFERS]
    reasons, offers = zip(*[pair for pair in pairs for _ in traits], strict=True)
    return Clients(reasons, offers, np.tile(traits, len(pairs))[:, None])


@pytest.fixture(scope="module")
def world():
    return World(1)


@pytest.fixture(scope="module")
def fitted(world):
    return returns.fit(world.table(1_500), attempts=1_500)


class TestChance:
    def test_bands_hold_the_truth_as_often_as_they_say(self):
        """Twelve firms with 150 attempts each; A23 for the hazard and not only for single attempts."""
        traits, held = np.array([-1.0, 0.0, 1.0]), []
        for seed in range(12):
            firm = World(100 + seed)
            asked = profiles(traits)
            told = returns.fit(firm.table(150), attempts=150).chance(asked, 0, contact=True, within=24)
            people = zip(asked.reason, asked.offer, asked.traits[:, 0], strict=True)
            true = np.array([firm.chance_to_return(*person, contact=True) for person in people])
            held.append(np.mean((told.low <= true) & (true <= told.high)))

        assert 0.70 <= np.mean(held) <= 0.92

    def test_comes_near_the_truth_with_many_attempts(self, world, fitted):
        asked = Clients(REASONS, ["discount"] * 3, np.zeros((3, 1)))
        told = fitted.chance(asked, 0, contact=True, within=24)
        true = [world.chance_to_return(reason, "discount", 0.0, contact=True) for reason in REASONS]

        assert told.value == pytest.approx(np.array(true), abs=0.08)
        assert told.basis == "your data"
        assert told.attempts == 1_500

    def test_takes_a_row_of_weight_three_for_three_alike(self):
        rows = ["price", "moved"] * 40, [""] * 80, [0.0, 4.0] * 40, [1.0, 0.0] * 40, [1.0, 0.0, 0.0, 0.0] * 20
        reason, offer, weeks, contacted, back = rows
        once = Periods(Clients(reason, offer), weeks, contacted, back, weights=3.0)
        thrice = Periods(Clients(reason * 3, offer * 3), weeks * 3, contacted * 3, back * 3)
        asked = Clients(["price", "moved"], ["", ""])
        told = [returns.fit(base).chance(asked, 4, contact=True) for base in (once, thrice)]

        assert told[0].value == pytest.approx(told[1].value, abs=1e-6)
        assert told[0].attempts == told[1].attempts == 120

    def test_grows_with_time_given_and_is_cut_off_within_a_period(self, fitted):
        asked = Clients(["price"], [""], [[0.0]])
        chances = [fitted.chance(asked, 8, contact=False, within=weeks).value[0] for weeks in (1, 4, 6, 26, 52)]

        assert np.all(np.diff(chances) > 0)
        assert chances[0] == pytest.approx(chances[1] / 4, rel=0.1)

    def test_knows_how_to_treat_a_reason_never_seen(self, fitted):
        told = fitted.chance(Clients(["bankrupt"], ["gift"], [[0.0]]), 8, contact=True)

        assert 0 < told.low[0] < told.value[0] < told.high[0] < 1

    @pytest.mark.parametrize("attempts", [0, 29])
    def test_is_a_rule_of_thumb_and_says_so_until_thirty_attempts(self, world, attempts):
        guess = returns.fit(world.table(40), attempts=attempts)
        told = guess.chance(Clients(["price"], [""], [[0.0]]), 8, contact=False)

        assert told.basis == "rule of thumb, not your data"
        assert (told.value[0], told.low[0], told.high[0]) == pytest.approx((0.10, 0.03, 0.30), abs=0.01)
        assert told.attempts == attempts

    def test_counts_periods_in_contact_where_nobody_counted_attempts(self, world):
        assert returns.fit(world.table(10)).attempts >= 10

    def test_is_the_same_from_alike_rows_with_and_without_traits(self):
        periods = Periods(Clients(["price"] * 80, [""] * 80), [4] * 80, [1] * 40 + [0] * 40, ([1] + [0] * 9) * 8)
        told = returns.fit(periods, classes={"price": "value"}).chance(Clients(["price"], [""]), 4, contact=False)

        assert 0.05 < told.low[0] < told.high[0] < 0.8

    def test_refuses_tables_that_do_not_fit(self, fitted):
        with pytest.raises(CannotTell, match="Give 1 traits for each client"):
            fitted.chance(Clients(["price"], [""]), 8, contact=False)
        with pytest.raises(CannotTell, match="reason and an offer for each client"):
            Clients(["price"], [])
        with pytest.raises(CannotTell, match="longer than none"):
            fitted.chance(Clients(["price"], [""], [[0.0]]), 8, contact=False, within=0)
        with pytest.raises(CannotTell, match="contact and return 0 or 1"):
            returns.fit(Periods(Clients(["price"], [""]), [4], [2], [0]))


@pytest.fixture(scope="module")
def chosen():
    """A firm whose calls do nothing, and whose reps call those who are coming back."""
    chance = np.random.default_rng(9)
    promising = chance.random(1_200) < 0.5
    called = np.where(promising, chance.random(1_200) < 0.8, chance.random(1_200) < 0.1).astype(float)
    back = (chance.random(1_200) < np.where(promising, 0.2, 0.02)).astype(float)
    return Periods(Clients(["price"] * 1_200, [""] * 1_200), np.zeros(1_200), called, back)


class TestUplift:
    """People call first whom they expect back anyway; only lot tells what the call did."""

    def lift(self, base):
        asked = Clients(["price"], [""])
        called, alone = (base.chance(asked, 0, contact=contact, within=4).value[0] for contact in (True, False))
        return called / alone

    def test_is_assumed_until_fifty_attempts_were_drawn(self):
        assert [returns.uplift_is_measured(drawn) for drawn in (0, 49, 50)] == [False, False, True]

    @pytest.mark.parametrize(("drawn", "low", "high"), [(49, 1.1, 1.7), (50, 2.5, 9.0), (None, 2.5, 9.0)])
    def test_that_is_assumed_does_not_believe_attempts_somebody_chose(self, chosen, drawn, low, high):
        base = returns.fit(chosen, drawn=drawn)

        assert low < self.lift(base) < high
        assert base.measured == (drawn != 49)

    def test_that_is_assumed_stays_as_uncertain_as_the_assumption(self, chosen):
        told = returns.fit(chosen, drawn=0).chance(Clients(["price"], [""]), 0, contact=True, within=4)

        assert told.high[0] / told.low[0] > 2


class TestSecondLifetime:
    def test_is_worth_more_to_the_cured(self):
        mix = Retention(0.7, 1.2)
        again, cured = (
            second_lifetime_value(mix, margin=100, discount=0.1, cured=share, same_reason=0.6) for share in (0.0, 0.8)
        )

        assert again == pytest.approx(100 * mix.discounted_lifetime(0.1))
        assert cured > again

    def test_refuses_shares_and_rates_that_are_none(self):
        with pytest.raises(CannotTell, match="shares from 0 to 1"):
            second_lifetime_value(Retention(1, 1), margin=1, discount=0.1, cured=2)
        with pytest.raises(CannotTell, match="discount rate above 0"):
            second_lifetime_value(Retention(1, 1), margin=1, discount=0)


class TestAttempt:
    @given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1e5), st.floats(0, 1e4))
    def test_is_worth_nothing_that_would_have_come_anyway(self, chance, alone, worth, offer):
        """Whatever contact does not change, it can only cost."""
        wasted = Attempt(worth=worth, worth_alone=worth, offer=offer, minutes=10, wage=1.0)

        assert wasted.value(alone, alone) == pytest.approx(-alone * offer - 10)

    def test_may_be_worse_than_leaving_alone(self):
        assert Attempt(worth=1000, worth_alone=1000).value(0.06, alone=0.10) == pytest.approx(-40)


class TestBestWeek:
    def test_waits_for_a_better_moment_only_if_it_pays(self):
        assert best_week([100, 100], discount=0.1)[0] == 0
        assert best_week([100, 0, 0, 150], discount=0.1) == (3, pytest.approx(150 / 1.1 ** (3 / 52)))
        with pytest.raises(CannotTell, match="at least one week"):
            best_week([], discount=0.1)
