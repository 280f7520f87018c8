from argparse import ArgumentTypeError
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.core.days import add_workdays, is_workday, typed_day, window

SOME_DAY = st.dates(date(2000, 1, 1), date(2100, 1, 1))


class TestWindow:
    @given(SOME_DAY, st.integers(1, 800))
    def test_holds_as_many_days_as_it_says(self, ending, days):
        first, last = window(days=days, ending=ending)

        assert (last - first).days + 1 == days
        assert last == ending

    @given(SOME_DAY, st.integers(1, 800))
    def test_shares_no_day_with_its_neighbour(self, ending, days):
        first, _last = window(days=days, ending=ending)
        _first, last_before = window(days=days, ending=ending - timedelta(days=days))

        assert first - last_before == timedelta(days=1)


class TestAddWorkdays:
    def test_skips_the_weekend(self):
        assert add_workdays(date(2026, 11, 20), 1) == date(2026, 11, 23)

    def test_from_a_sunday_begins_on_monday(self):
        assert add_workdays(date(2026, 11, 22), 1) == date(2026, 11, 23)

    def test_of_none_stays_where_it_is(self):
        assert add_workdays(date(2026, 11, 22), 0) == date(2026, 11, 22)

    @given(SOME_DAY, st.integers(1, 60))
    def test_ends_on_a_workday_with_as_many_between(self, day, workdays):
        end = add_workdays(day, workdays)
        passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]

        assert is_workday(end)
        assert sum(map(is_workday, passed)) == workdays


class TestTypedDay:
    def test_is_an_iso_day(self):
        assert typed_day("2026-11-22") == date(2026, 11, 22)

    def test_says_how_to_write_it(self):
        with pytest.raises(ArgumentTypeError, match="write the day as 2026-11-22"):
            typed_day("22.11.2026")
