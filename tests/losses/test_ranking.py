"""In which order we work on losses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.losses.ranking import A_MINUTE, MINUTES, Standing, chances, odds, score, value, why
from wonback.losses.returning import Odds, period_of
from wonback.stats.returns import Attempt

TODAY = date(2026, 11, 23)

standings = st.builds(
    Standing,
    worth=st.none() | st.decimals(0, 10**12, places=2),
    lost_on=st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    can_change=st.sampled_from([True, False, None]),
    we_control=st.sampled_from([True, False, None]),
    reason_known=st.booleans(),
    may_follow_up=st.sampled_from([True, False, None]),
)


def loss(**facts):
    usual = {"worth": Decimal(48_000), "lost_on": TODAY - timedelta(days=120), "can_change": True, "we_control": True}
    return Standing(**usual | {"reason_known": True, "may_follow_up": True, "reason": "delivery"} | facts)


def learned(**facts):
    """What 140 attempts taught about losses like the usual one."""
    usual = {"called": 0.21, "alone": 0.11, "called_low": 0.1, "called_high": 0.3, "attempts": 140, "ours": True}
    return {("delivery", period_of(loss().lost_on, as_of=TODAY)): Odds(**usual | facts)}


class TestScore:
    @given(standings, standings)
    def test_puts_a_refusal_below_everything_that_was_not_refused(self, one, other):
        refused = replaced(one, may_follow_up=False)
        allowed = replaced(other, may_follow_up=True)

        assert score(refused, as_of=TODAY) < -1 < score(allowed, as_of=TODAY)

    @given(standings, st.decimals(0, 10**9, places=2))
    def test_never_falls_when_more_is_at_stake(self, one, more):
        known = replaced(one, worth=one.worth or Decimal(0))
        worthier = replaced(known, worth=known.worth + more)

        assert score(worthier, as_of=TODAY) >= score(known, as_of=TODAY)

    @given(standings)
    def test_never_rises_while_nobody_knows_whether_we_may_ask(self, one):
        unasked, allowed = (score(replaced(one, may_follow_up=answer), as_of=TODAY) for answer in (None, True))

        assert unasked <= allowed

    def test_puts_an_unknown_worth_between_what_brings_something_and_what_does_not(self):
        places = [score(loss(worth=worth), as_of=TODAY) for worth in (Decimal(48_000), None, Decimal(10))]

        assert places == sorted(places, reverse=True)
        assert places[0] > 1 > places[1] > 0 > places[2] > -1

    def test_is_what_a_minute_brings(self):
        # (0.21 - 0.11) of 48,000, less 15 minutes at 1, for each of the 15 minutes
        assert score(loss(), as_of=TODAY, learned=learned()) == pytest.approx(1 + (4_800 - 15) / 15)

    @given(st.decimals(0, 10**12, places=2), st.floats(0, 1), st.floats(0, 1))
    def test_is_worked_out_as_every_other_attempt(self, worth, called, alone):
        attempt = Attempt(worth=float(worth), worth_alone=float(worth), minutes=MINUTES, wage=A_MINUTE)
        chances = Odds(called, alone, 0.0, 1.0, 0, ours=False)

        assert value(loss(worth=worth), chances) == float(attempt.value(called, alone)) / MINUTES

    def test_leaves_those_alone_who_would_come_anyway(self):
        assert value(loss(), Odds(0.9, 0.9, 0.8, 1.0, 140, ours=True)) < 0


class TestOdds:
    @given(standings)
    def test_are_shares_and_no_worse_after_a_call(self, one):
        theirs = odds(one, as_of=TODAY)

        assert 0 < theirs.alone <= theirs.called <= 0.5

    @given(standings, st.integers(1, 4_000))
    def test_never_rise_as_time_passes(self, one, days):
        assert odds(one, as_of=TODAY + timedelta(days=days)).called <= odds(one, as_of=TODAY).called

    @pytest.mark.parametrize(
        ("can_change", "we_control", "share"),
        [(True, True, 0.208), (True, False, 0.143), (False, True, 0.117), (False, False, 0.039), (None, True, 0.13)],
    )
    def test_depend_on_whether_the_reason_can_change_and_is_ours(self, can_change, we_control, share):
        one = loss(can_change=can_change, we_control=we_control)

        assert odds(one, as_of=TODAY).alone == pytest.approx(share)

    def test_take_no_comfort_from_a_reason_nobody_knows(self):
        assert odds(loss(reason_known=False), as_of=TODAY).alone == pytest.approx(0.13)

    def test_are_ours_as_soon_as_a_night_has_learned_them(self):
        assert odds(loss(), as_of=TODAY, learned=learned()).attempts == 140
        assert not odds(loss(reason="price"), as_of=TODAY, learned=learned()).ours


class TestWhy:
    def test_says_what_our_own_attempts_taught(self):
        assert why(loss(), as_of=TODAY, learned=learned()) == [
            "They said we may follow up.",
            (
                "About 2 in 10 like them come back within six months if we call, 1 in 10 if we don’t; "
                "based on 140 of your attempts."
            ),
            "The reason is in our hands.",
        ]

    def test_says_it_is_a_rule_of_thumb(self):
        assert why(loss(), as_of=TODAY)[1] == (
            "About 3 in 10 like them come back within six months if we call, 2 in 10 if we don’t; "
            "a rule of thumb, not your data."
        )

    def test_says_what_nobody_knows(self):
        unknown = loss(reason_known=False, may_follow_up=None)

        assert why(unknown, as_of=TODAY)[0] == "Nobody has asked yet whether we may follow up."
        assert why(unknown, as_of=TODAY)[2] == "We do not know why they left."

    def test_says_whom_to_leave_alone(self):
        assert "leave them alone." in " ".join(why(loss(worth=Decimal(20)), as_of=TODAY))

    @given(st.floats(0, 1), st.floats(0, 1))
    def test_never_shows_a_share_nobody_can_picture(self, called, alone):
        words = chances(Odds(called, alone, 0.0, 1.0, 31, ours=True))

        assert "0." not in words
        assert "%" not in words
        assert " 0 in " not in words


def replaced(one, **facts):
    return Standing(**{name: getattr(one, name) for name in Standing.__dataclass_fields__} | facts)
