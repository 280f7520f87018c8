"""What two arms let us say, and what they do not."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.winback.arms import (
    Arms,
    Drawn,
    Kind,
    band_of,
    counted,
    course,
    prospect,
    verdict,
)

DAY = date(2026, 9, 1)


def said(arms, *, share=0.2, planned=400.0, ended=True):
    return verdict(arms, share=share, planned=planned, ended=ended)


class TestVerdict:
    def test_says_nothing_while_an_arm_is_empty(self):
        for arms in (Arms(0, 0, 0, 0), Arms(20, 3, 0, 0), Arms(0, 0, 5, 1)):
            assert said(arms).kind == Kind.NOBODY

    def test_distrusts_arms_that_lot_did_not_make(self):
        assert said(Arms(900, 90, 100, 10)).kind == Kind.LOPSIDED
        assert said(Arms(800, 80, 200, 20)).kind == Kind.END

    def test_waits_for_the_end_that_was_fixed(self):
        arms = Arms(800, 160, 200, 20)
        early, late = said(arms, ended=False), said(arms)

        assert (early.kind, late.kind) == (Kind.SO_FAR, Kind.END)
        assert early.value == late.value == pytest.approx(0.10)
        assert early.low < late.low < 0.10 < late.high < early.high

    def test_says_that_calls_did_harm(self):
        told = said(Arms(800, 40, 200, 40))

        assert told.did_harm
        assert not told.helped

    def test_lets_a_sceptic_speak_below_150(self):
        told = said(Arms(80, 16, 20, 2))

        assert told.kind == Kind.TOO_FEW
        # a sceptic believes less than what was seen: 0.10
        assert 0 < told.value < 0.10
        assert 0.5 < told.above_zero < 1

    @given(st.integers(1, 400), st.integers(1, 200), st.data())
    def test_always_lies_in_its_band_and_ends_at_all_or_none(self, contacted, waiting, data):
        back, alone = data.draw(st.integers(0, contacted)), data.draw(st.integers(0, waiting))
        share = waiting / (contacted + waiting)
        for ended in (False, True):
            told = said(Arms(contacted, back, waiting, alone), share=share, ended=ended)

            assert -1 - 1e-9 <= told.low <= told.value <= told.high <= 1 + 1e-9

    def test_looking_every_week_raises_no_more_false_alarms_than_it_says(self):
        """400 losses, 26 weekly looks, no effect: at most 1 in 100 before the end, and 5 in 100 in all."""
        chance, alarms = np.random.default_rng(5), 0
        runs = 400
        ahead = prospect(400, share=0.3, rate=0.10)
        for _run in range(runs):
            when = np.where(chance.random(400) < 0.10, chance.integers(0, 26, 400), 99)
            contact = np.arange(400) < ahead.contacted
            for week in range(26):
                back = when <= week
                arms = Arms(280, int(back[contact].sum()), 120, int(back[~contact].sum()))
                told = said(arms, share=0.3, planned=ahead.planned, ended=False)
                if told.helped or told.did_harm:
                    alarms += 1
                    break

        assert alarms <= 0.015 * runs


class TestCourse:
    DRAWN = (
        Drawn("contact", DAY, DAY + timedelta(days=10), 2),
        Drawn("contact", DAY + timedelta(days=7), None, 3),
        Drawn("wait", DAY, None, 1),
    )

    def test_counts_everybody_in_the_arm_that_lot_drew(self):
        assert counted(self.DRAWN, on=DAY) == Arms(2, 0, 1, 0)
        assert counted(self.DRAWN, on=DAY + timedelta(days=10)) == Arms(5, 2, 1, 0)

    def test_goes_week_by_week_to_the_last_day(self):
        days = [day for day, _arms in course(self.DRAWN, begins_on=DAY, until=DAY + timedelta(days=17))]

        assert days == [DAY + timedelta(days=n) for n in (0, 7, 14, 17)]
        assert len(course(self.DRAWN, begins_on=DAY, until=DAY)) == 1


class TestProspect:
    def test_tells_before_the_start_what_can_be_noticed(self):
        small, large = prospect(100, share=0.3, rate=0.10), prospect(2_000, share=0.3, rate=0.10)

        assert (large.contacted, large.waiting) == (1_400, 600)
        assert large.smallest < 0.06 < 0.15 < small.smallest
        assert large.planned == pytest.approx(20 * small.planned)

    def test_says_so_when_nothing_could_be(self):
        assert prospect(4, share=0.5, rate=0.6).smallest is None

    def test_believes_of_nobody_that_none_come_back(self):
        assert prospect(500, share=0.2, rate=0.0).rate > 0


def test_alike_amounts_are_in_one_band():
    assert [band_of(worth) for worth in (None, 0, 999, 1_000, 48_000.5)] == ["?", "1", "3", "4", "5"]
