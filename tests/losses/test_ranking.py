"""In which order we work on losses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.losses import ranking
from wonback.losses.ranking import Standing, chance, score, why

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
    return Standing(**usual | {"reason_known": True, "may_follow_up": True} | facts)


class TestScore:
    @given(standings, standings)
    def test_puts_a_refusal_below_everything_that_was_not_refused(self, one, other):
        refused = replaced(one, may_follow_up=False)
        allowed = replaced(other, may_follow_up=True)

        assert score(refused, as_of=TODAY) < 0 < score(allowed, as_of=TODAY)

    @given(standings, st.decimals(0, 10**9, places=2))
    def test_never_falls_when_more_is_at_stake(self, one, more):
        worthier = replaced(one, worth=(one.worth or Decimal(0)) + more)

        assert score(worthier, as_of=TODAY) >= score(one, as_of=TODAY)

    @given(standings)
    def test_never_rises_while_nobody_knows_whether_we_may_ask(self, one):
        unasked, allowed = (score(replaced(one, may_follow_up=answer), as_of=TODAY) for answer in (None, True))

        assert unasked <= allowed

    def test_puts_an_unknown_worth_below_any_known_one(self):
        assert score(loss(worth=None), as_of=TODAY) < score(loss(worth=Decimal(0)), as_of=TODAY)

    def test_is_the_worth_times_the_chance(self):
        # 120 days are 4 months: 0.1 * 1.6 * 1.3 = 0.208 of 48,000, and 1 that keeps it above the unknown
        assert score(loss(), as_of=TODAY) == pytest.approx(1 + 48_000 * 0.208)


class TestChance:
    @given(standings)
    def test_is_a_share(self, one):
        assert 0 < chance(one, as_of=TODAY) <= 0.5

    @given(standings, st.integers(1, 4_000))
    def test_never_rises_as_time_passes(self, one, days):
        assert chance(one, as_of=TODAY + timedelta(days=days)) <= chance(one, as_of=TODAY)

    @pytest.mark.parametrize(
        ("can_change", "we_control", "share"),
        [(True, True, 0.208), (True, False, 0.143), (False, True, 0.117), (False, False, 0.039), (None, True, 0.13)],
    )
    def test_depends_on_whether_the_reason_can_change_and_is_ours(self, can_change, we_control, share):
        one = loss(can_change=can_change, we_control=we_control)

        assert chance(one, as_of=TODAY) == pytest.approx(share)

    def test_takes_no_comfort_from_a_reason_nobody_knows(self):
        assert chance(loss(reason_known=False), as_of=TODAY) == pytest.approx(ranking.USUAL_CHANCE * 1.3)


class TestWhy:
    def test_says_it_is_a_rule_of_thumb(self):
        assert why(loss(), as_of=TODAY) == [
            "They said we may follow up.",
            "About 21 in 100 like them come back when asked: a rule of thumb, not your own numbers.",
            "The reason is in our hands.",
        ]

    def test_says_what_nobody_knows(self):
        unknown = loss(reason_known=False, may_follow_up=None)

        assert why(unknown, as_of=TODAY)[0] == "Nobody has asked yet whether we may follow up."
        assert why(unknown, as_of=TODAY)[2] == "We do not know why they left."


def replaced(one, **facts):
    return Standing(**{name: getattr(one, name) for name in Standing.__dataclass_fields__} | facts)
