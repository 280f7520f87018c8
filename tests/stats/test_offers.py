"""What giving something adds to a yes: shrunk to nothing, honest about its band, silent with too few answers."""

import numpy as np
import pytest
from scipy.special import expit, logit

from wonback.stats.offers import ENOUGH, Answers, Lift, learn


class TestLearn:
    @pytest.mark.parametrize(("bare", "with_it"), [(ENOUGH - 1, 200), (200, ENOUGH - 1), (0, 0)])
    def test_says_nothing_of_too_few(self, bare, with_it):
        assert learn({"bare": Answers(bare // 3, bare), "discount": Answers(with_it // 2, with_it)}) == {}

    def test_believes_less_than_it_saw_and_more_the_more_it_saw(self):
        few, many = (
            learn({"bare": Answers(6 * size, 20 * size), "extra": Answers(12 * size, 20 * size)})["extra"]
            for size in (1, 20)
        )
        saw = logit(0.6) - logit(0.3)

        assert 0 < few.shift < many.shift < saw
        assert many.sd < few.sd
        assert (few.n, few.bare) == (20, 20)

    def test_finds_nothing_where_nothing_is(self):
        lift = learn({"bare": Answers(300, 1000), "both": Answers(300, 1000)})["both"]

        assert lift.shift == pytest.approx(0, abs=0.02)
        assert lift.chance(0.3)[0] == pytest.approx(0.3, abs=0.01)

    def test_has_the_truth_in_its_band_eight_times_in_ten(self):
        dice, held = np.random.default_rng(7), 0
        for _time in range(120):
            usual, shift = dice.uniform(0.15, 0.6), dice.normal(0, 0.5)
            with_it = expit(logit(usual) + shift)
            answers = {
                "bare": Answers(dice.binomial(400, usual), 400),
                "discount": Answers(dice.binomial(60, with_it), 60),
            }
            lift = learn(answers)["discount"]
            held += abs(lift.shift - shift) <= 1.2816 * lift.sd

        assert 0.68 <= held / 120 <= 0.92


class TestChance:
    def test_of_what_cannot_be_stays_a_chance(self):
        lift = Lift(shift=2.0, sd=0.5, n=30, bare=30)

        assert all(0 <= value <= 1 for without in (0.0, 1.0) for value in lift.chance(without))

    def test_lies_within_its_band(self):
        value, low, high = Lift(shift=0.4, sd=0.3, n=30, bare=30).chance(0.2)

        assert 0.2 < low < value < high or low < 0.2 < value < high
