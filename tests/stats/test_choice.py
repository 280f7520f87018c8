"""The 45 minutes of a day, and the deal round."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wonback.stats import CannotTell
from wonback.stats.choice import Candidate, choose, deal, explore

candidates = st.lists(
    st.builds(
        Candidate,
        key=st.integers(0, 5),
        minutes=st.integers(0, 30),
        worth=st.integers(-50, 200).map(float),
        must=st.booleans(),
    ),
    max_size=9,
)


def best_of_all_subsets(these, minutes):
    """Try everything: the yardstick that cannot be wrong."""
    worths = [0.0]
    for size in range(1, len(these) + 1):
        for some in itertools.combinations(these, size):
            fits = sum(one.minutes for one in some) <= minutes
            if fits and len({one.key for one in some}) == size:
                worths.append(sum(one.worth for one in some))
    return max(worths)


class TestChoose:
    @settings(max_examples=60, deadline=None)
    @given(candidates, st.integers(0, 60))
    def test_finds_what_trying_every_subset_finds(self, these, minutes):
        chosen = choose(these, minutes=minutes)
        promised = [one for one in these if one.must]
        rest = [one for one in these if not one.must and one.key not in {kept.key for kept in promised}]
        left = max(0, minutes - sum(one.minutes for one in promised))

        assert chosen[: len(promised)] == promised
        assert sum(one.worth for one in chosen[len(promised) :]) == best_of_all_subsets(rest, left)
        assert sum(one.minutes for one in chosen[len(promised) :]) <= left

    @settings(max_examples=60, deadline=None)
    @given(candidates, st.integers(0, 60))
    def test_takes_one_action_per_client_besides_promises(self, these, minutes):
        chosen = choose(these, minutes=minutes)
        keys = [one.key for one in chosen if not one.must]

        assert len(keys) == len(set(keys))
        assert not {one.key for one in chosen if one.must} & set(keys)

    def test_keeps_promises_even_when_the_day_is_too_short(self):
        promises = [Candidate("a", 40, 0.0, must=True), Candidate("b", 30, -5.0, must=True)]

        assert choose([*promises, Candidate("c", 5, 900.0)], minutes=45) == promises

    def test_gives_a_tie_to_the_earlier_candidate(self):
        twins = [Candidate("first", 30, 10.0), Candidate("second", 30, 10.0)]

        assert choose(twins, minutes=45) == twins[:1]

    def test_leaves_alone_who_is_worth_less_than_nothing(self):
        assert choose([Candidate("better not", 1, -1.0)], minutes=45) == []

    def test_takes_free_actions_in_no_time_at_all(self):
        assert choose([Candidate("nod", 0, 1.0)], minutes=0) == [Candidate("nod", 0, 1.0)]

    def test_refuses_time_less_than_none_and_worth_that_is_no_number(self):
        with pytest.raises(CannotTell, match="minutes"):
            Candidate("a", -1, 1.0)
        with pytest.raises(CannotTell, match="worth"):
            Candidate("a", 1, float("nan"))


class TestExplore:
    def test_keeps_its_share_of_the_minutes_for_the_unknown(self):
        known = [Candidate(number, 5, 10.0) for number in range(9)]
        unknown = [Candidate(f"new {number}", 5, 1.0) for number in range(3)]
        draws = [10.0] * 9 + [50.0] * 3

        chosen = explore([*known, *unknown], draws, minutes=45, share=0.2)

        assert sum(one.minutes for one in chosen) == 45
        assert [one.key for one in chosen if one.worth == 1.0] == ["new 0", "new 1"]

    def test_asks_for_one_draw_per_candidate(self):
        with pytest.raises(CannotTell, match="one worth per candidate"):
            explore([Candidate("a", 1, 1.0)], [], minutes=45)


class TestDeal:
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.integers(0, 1000).map(float), max_size=20), st.integers(1, 6))
    def test_nobody_is_ahead_by_more_than_one_card_in_number_or_worth(self, worths, hands):
        dealt = deal(dict(enumerate(worths)), list(range(hands)))
        totals = [sum(worths[card] for card in cards) for cards in dealt.values()]
        counts = [len(cards) for cards in dealt.values()]

        assert sorted(itertools.chain(*dealt.values())) == list(range(len(worths)))
        assert max(counts) - min(counts) <= 1
        assert max(totals) - min(totals) <= max(worths, default=0.0)

    def test_gives_no_client_back_to_the_one_who_lost_them(self):
        dealt = deal({"a": 9.0, "b": 5.0}, ["rosa", "sam"], barred={"a": ["rosa"]})

        assert dealt == {"rosa": ["b"], "sam": ["a"]}

    def test_says_so_when_too_many_are_barred(self):
        with pytest.raises(CannotTell, match="Allow more people"):
            deal({"a": 9.0}, ["rosa"], barred={"a": ["rosa"]})

    def test_needs_somebody_to_deal_to(self):
        with pytest.raises(CannotTell, match="at least one person"):
            deal({"a": 9.0}, [])
