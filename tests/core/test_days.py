from argparse import ArgumentTypeError
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.core.days import add_workdays, holiday_on, holidays_from, is_workday, typed_day, window, workday_from

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


class TestHolidays:
    CHRISTMAS, EVE = date(2026, 12, 25), date(2026, 12, 24)

    def test_are_none_where_no_country_is_named(self):
        assert is_workday(self.CHRISTMAS)
        assert holidays_from(self.EVE, most=3) == []

    def test_of_the_country_are_no_working_days(self, settings):
        settings.COUNTRY = "DE"

        assert holiday_on(self.CHRISTMAS) == "Erster Weihnachtstag"
        assert add_workdays(self.EVE, 1) == date(2026, 12, 28)
        assert workday_from(self.CHRISTMAS) == date(2026, 12, 28)
        # the second one is a Saturday
        assert [str(day) for day, _name in holidays_from(self.EVE, most=2)] == ["2026-12-25", "2027-01-01"]

    def test_of_a_part_of_a_country_are_kept_there_alone(self, settings):
        reformation = date(2028, 10, 31)
        settings.COUNTRY = "DE-HH"
        assert not is_workday(reformation)

        settings.COUNTRY = "DE-BY"
        assert is_workday(reformation)

    @given(SOME_DAY, st.integers(1, 20), st.sets(st.integers(0, 30), max_size=12))
    def test_of_our_own_are_counted_over_like_weekends(self, day, workdays, gaps):
        closed = {day + timedelta(days=gap) for gap in gaps}
        end = add_workdays(day, workdays, closed=closed)
        passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]

        assert is_workday(end, closed=closed)
        assert sum(is_workday(one, closed=closed) for one in passed) == workdays


class TestTypedDay:
    def test_is_an_iso_day(self):
        assert typed_day("2026-11-22") == date(2026, 11, 22)

    def test_says_how_to_write_it(self):
        with pytest.raises(ArgumentTypeError, match="write the day as 2026-11-22"):
            typed_day("22.11.2026")
