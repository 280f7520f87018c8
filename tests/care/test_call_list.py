"""Whom to call today: a rule without a database, held to what it promises."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wonback.care.call_list import Duty, Kind, Waiting, call_list, place_of

TODAY = date(2026, 11, 23)
FIRST_PROMISE = Duty("a price list", TODAY)

duties = st.builds(Duty, what=st.just("something"), due_by=st.integers(-20, 5).map(lambda n: TODAY + timedelta(days=n)))


@st.composite
def waiting_clients(draw):
    """Up to thirty clients of every kind, each with a key of its own."""
    drawn = draw(
        st.lists(
            st.builds(
                Waiting,
                key=st.just(0),
                tier=st.sampled_from("ABC"),
                ideal=st.integers(1, 90),
                maximum=st.integers(90, 150),
                silent_days=st.none() | st.integers(0, 900),
                client_days=st.none() | st.integers(0, 2000),
                overdue_days=st.integers(0, 800),
                value=st.none() | st.integers(0, 10**9).map(float),
                currency=st.sampled_from(["EUR", "USD"]),
                buys_every=st.none() | st.integers(1, 60),
                promises=st.lists(duties, max_size=1).map(tuple),
                concerns=st.lists(duties, max_size=1).map(tuple),
            ),
            max_size=30,
        )
    )
    return [numbered(one, number) for number, one in enumerate(drawn)]


def numbered(one, number):
    return Waiting(**{name: getattr(one, name) for name in Waiting.__dataclass_fields__} | {"key": number})


def a_client(key, **facts):
    usual = {"tier": "B", "ideal": 45, "silent_days": 60, "overdue_days": 15, "value": 1000.0, "currency": "EUR"}
    return Waiting(key=key, **usual | facts)


class TestCallList:
    @settings(max_examples=200, deadline=None)
    @given(waiting_clients(), st.integers(0, 90))
    def test_nobody_disappears(self, clients, minutes):
        listed = call_list(clients, minutes=minutes, as_of=TODAY)

        assert sorted(line.key for line in [*listed.today, *listed.later]) == [one.key for one in clients]

    @settings(max_examples=200, deadline=None)
    @given(waiting_clients(), st.integers(0, 90))
    def test_keeps_to_the_minutes_except_for_promises(self, clients, minutes):
        listed = call_list(clients, minutes=minutes, as_of=TODAY)
        promised = sum(one.minutes for one in clients if one.promises)

        assert listed.minutes <= max(minutes, promised)
        assert [line.key for line in listed.later if line.waiting.promises] == []

    @settings(max_examples=100, deadline=None)
    @given(waiting_clients(), st.randoms())
    def test_does_not_depend_on_the_order_in_which_clients_come(self, clients, chance):
        shuffled = chance.sample(clients, len(clients))

        assert call_list(shuffled, minutes=45, as_of=TODAY) == call_list(clients, minutes=45, as_of=TODAY)

    @settings(max_examples=100, deadline=None)
    @given(waiting_clients())
    def test_gives_a_small_client_a_seat(self, clients):
        listed = call_list([one for one in clients if not one.promises], minutes=45, as_of=TODAY)

        for tier in "AC":
            if tier in {line.waiting.tier for line in listed.later}:
                assert tier in {line.waiting.tier for line in listed.today}

    @settings(max_examples=100, deadline=None)
    @given(waiting_clients())
    def test_always_says_why_and_never_counts_backwards(self, clients):
        listed = call_list(clients, minutes=45, as_of=TODAY)

        for line in [*listed.today, *listed.later]:
            assert line.why_now.endswith(".")
            assert line.overdue_days >= 0

    def test_is_about_six_clients(self):
        listed = call_list([a_client(n) for n in range(40)], minutes=45, as_of=TODAY)

        assert 5 <= len(listed.today) <= 7
        assert len(listed.later) == 40 - len(listed.today)

    def test_puts_the_oldest_promise_first(self):
        older = Duty("a price list", TODAY - timedelta(days=8))
        clients = [a_client(1, silent_days=900), a_client(2, promises=(FIRST_PROMISE,)), a_client(3, promises=(older,))]

        assert [line.key for line in call_list(clients, minutes=45, as_of=TODAY).today] == [3, 2, 1]

    def test_prefers_the_later_of_two_equals(self):
        clients = [a_client(1, silent_days=50), a_client(2, silent_days=100)]

        assert [line.key for line in call_list(clients, minutes=8, as_of=TODAY).today] == [2]

    def test_prefers_the_more_valuable_of_two_equals(self):
        clients = [a_client(1, value=100.0), a_client(2, value=90_000.0)]

        assert [line.key for line in call_list(clients, minutes=8, as_of=TODAY).today] == [2]

    def test_never_weighs_two_currencies_against_each_other(self):
        clients = [a_client(1, value=9.0, currency="EUR"), a_client(2, value=9_000_000.0, currency="JPY")]
        listed = call_list(clients, minutes=45, as_of=TODAY)

        assert [line.key for line in listed.today] == [1, 2]

    def test_ranks_an_unknown_value_in_the_middle_not_at_the_end(self):
        clients = [a_client(1, value=1.0), a_client(2, value=None), a_client(3, value=9.0)]

        assert [line.key for line in call_list(clients, minutes=45, as_of=TODAY).today] == [3, 2, 1]


class TestWhyNow:
    def said(self, **facts):
        return call_list([a_client(1, **facts)], minutes=45, as_of=TODAY).today[0]

    def test_counts_the_silence_and_knows_their_rhythm(self):
        line = self.said(silent_days=61, buys_every=20)

        assert line.why_now == "You have not spoken for 61 days. They buy every 20."
        assert line.kind == Kind.TOUCH

    def test_names_our_own_wish_when_their_rhythm_is_unknown(self):
        assert self.said().why_now == "You have not spoken for 60 days. Every 45 is what you want."

    def test_says_that_nobody_ever_spoke_to_them(self):
        line = self.said(silent_days=None, client_days=200)

        assert line.why_now == "Nobody has spoken to them yet, in 200 days as a client."
        assert line.kind == Kind.FIRST

    def test_is_honest_about_a_client_of_nobody(self):
        assert self.said(mine=False).why_now.startswith("Nobody has spoken to them for 60 days.")

    @pytest.mark.parametrize(
        ("days", "words"),
        [(0, "by today"), (1, "by tomorrow"), (-8, "8 days late"), (-1, "1 day late"), (3, "by 26 November")],
    )
    def test_begins_with_the_promise_and_its_day(self, days, words):
        duty = Duty("a price list", TODAY + timedelta(days=days))
        line = self.said(promises=(duty,), overdue_days=-10)

        assert line.why_now == f"Promised: a price list, {words}."
        assert line.kind == Kind.PROMISE
        assert line.overdue_days == max(0, -days)

    def test_quotes_what_they_are_unhappy_about(self):
        line = self.said(concerns=(Duty("Parcels come late.", TODAY),), silent_days=3, overdue_days=-18)

        assert line.why_now == "Unhappy: “Parcels come late”. Your answer: by today."
        assert line.kind == Kind.CONCERN

    def test_holds_at_most_two_sentences(self):
        line = self.said(promises=(FIRST_PROMISE,), concerns=(Duty("Late parcels", TODAY),))

        assert line.why_now == "Promised: a price list, by today. Unhappy: “Late parcels”. Your answer: by today."


def test_a_place_among_one_is_the_first():
    assert place_of([7.0]) == {7.0: 0.0}
