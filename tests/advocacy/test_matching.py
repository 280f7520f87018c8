"""Who is believed, and who is left in peace: the rules without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wonback.advocacy.manners import MOST_CALLS, QUARTER, Known
from wonback.advocacy.matching import Fit, Like, fit

DAY = date(2026, 11, 23)


def known(**facts):
    return Known(client="Contoso", person="Dana", **facts)


class TestFit:
    def test_counts_what_they_have_in_common_and_says_it(self):
        sought = Like("Logistics", "B", "Germany", frozenset({"Gloves", "Racks"}))

        assert fit(sought, Like("logistics", "B", "Austria", frozenset({"Racks", "Tape"}))) == Fit(
            9, ("The same trade: logistics", "They use it too: Racks", "As large as they are: size B")
        )

    def test_takes_two_unknowns_for_nothing_in_common(self):
        assert fit(Like(), Like()) == Fit(0, ())


class TestTheGuard:
    def test_lets_everybody_be_asked_who_was_not(self):
        assert known().against(calls=True, as_of=DAY) == []

    def test_says_from_which_day_on(self):
        tired = known(last_but_one=DAY - timedelta(days=90))

        assert tired.free_from(as_of=DAY) == DAY + timedelta(days=1)
        assert tired.against(calls=True, as_of=DAY) == [
            "Ask Contoso from Nov. 24, 2026 on: two calls within thirteen weeks are enough."
        ]
        assert known(last_but_one=DAY - timedelta(days=91)).against(calls=True, as_of=DAY) == []

    def test_does_not_count_for_what_takes_no_time(self):
        assert known(last_but_one=DAY).against(calls=False, as_of=DAY) == []

    def test_names_everything_that_is_against_it(self):
        spoiled = known(is_client=False, is_there=False, refuses=True, is_at_risk=True, is_unhappy=True)

        assert [why.split(":")[0] for why in spoiled.against(calls=False, as_of=DAY)] == [
            "Ask somebody else",
            "Ask who follows them",
            "Leave them alone",
            "See that they stay first",
            "Settle it first",
        ]

    @given(st.lists(st.integers(0, 30), max_size=40))
    def test_never_lets_more_than_two_calls_into_thirteen_weeks(self, gaps):
        held, day = [], DAY
        for gap in gaps:
            day += timedelta(days=gap)
            before = sorted(held, reverse=True)[MOST_CALLS - 1 : MOST_CALLS]
            if known(last_but_one=before[0] if before else None).free_from(as_of=day) is None:
                held.append(day)

        assert all(sum(one <= other < one + QUARTER for other in held) <= MOST_CALLS for one in held)
