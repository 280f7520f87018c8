"""When a talk can be."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wonback.interviews.booking import EVERY, TALK, Week, proposed, slots

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
MORNING = {day: ((time(9), time(12)),) for day in range(7)}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def at_home(found, zone):
    return [moment.astimezone(zone) for moment in found]


class TestSlots:
    def test_begin_tomorrow_and_end_after_ten_working_days(self):
        days = {slot.date() for slot in slots(Week(zone=BERLIN), taken=[], now=NOON)}

        assert (min(days), max(days), len(days)) == (date(2026, 11, 24), date(2026, 12, 7), 10)

    def test_are_half_hours_that_fit(self):
        hours = {1: ((time(9), time(10, 25)),)}
        found = at_home(slots(Week(zone=BERLIN, hours=hours), taken=[], now=NOON), BERLIN)

        assert {slot.time() for slot in found} == {time(9), time(9, 30), time(10)}

    def test_leave_out_days_away_until_the_first_day_back(self):
        away = [(date(2026, 11, 24), date(2026, 11, 27))]
        days = {slot.date() for slot in slots(Week(zone=BERLIN, away=away), taken=[], now=NOON)}

        assert min(days) == date(2026, 11, 27)

    def test_leave_out_what_overlaps_a_talk(self):
        talk = datetime(2026, 11, 24, 9, 10, tzinfo=BERLIN)
        free = at_home(slots(Week(zone=BERLIN), taken=[(talk, talk + TALK)], now=NOON), BERLIN)
        first = [slot.time() for slot in free if slot.date() == date(2026, 11, 24)][:3]

        assert first == [time(10), time(10, 30), time(11)]

    @pytest.mark.parametrize(
        ("now", "zone", "offsets"),
        [
            (datetime(2026, 10, 20, 12, tzinfo=UTC), BERLIN, {1, 2}),
            (datetime(2026, 3, 24, 12, tzinfo=UTC), BERLIN, {1, 2}),
            (datetime(2026, 10, 27, 12, tzinfo=UTC), NEW_YORK, {-5, -4}),
        ],
    )
    def test_stay_at_nine_in_the_week_the_clocks_change(self, now, zone, offsets):
        found = at_home(slots(Week(zone=zone, hours=MORNING), taken=[], now=now), zone)

        assert {slot.time() for slot in found} == {time(9), time(9, 30), time(10), time(10, 30), time(11), time(11, 30)}
        assert {slot.utcoffset() // timedelta(hours=1) for slot in found} == offsets

    def test_do_not_exist_in_the_hour_that_is_left_out(self):
        night = {6: ((time(1), time(4)),)}
        now = datetime(2026, 3, 26, 12, tzinfo=UTC)
        found = at_home(slots(Week(zone=BERLIN, hours=night), taken=[], now=now), BERLIN)

        assert [slot.time() for slot in found if slot.date() == date(2026, 3, 29)] == [
            time(1),
            time(1, 30),
            time(3),
            time(3, 30),
        ]

    @given(
        st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)),
        st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
        st.lists(st.integers(0, 14 * 48), max_size=8),
    )
    def test_never_overlap_and_always_lie_in_the_hours(self, now, zone, busy):
        now, home = now.replace(tzinfo=UTC), ZoneInfo(zone)
        taken = [(now + EVERY * n, now + EVERY * n + TALK) for n in busy]
        found = slots(Week(zone=home), taken=taken, now=now)

        assert all(slot + TALK <= since or until <= slot for slot in found for since, until in taken)
        for slot in at_home(found, home):
            assert slot.weekday() < 5
            assert time(9) <= slot.time() <= time(16, 30)
            assert slot.astimezone(home).date() > now.astimezone(home).date()
        assert found == sorted(set(found))


def test_a_letter_names_the_first_slot_of_three_days():
    named = at_home(proposed(slots(Week(zone=BERLIN), taken=[], now=NOON), zone=BERLIN), BERLIN)

    assert [(slot.day, slot.time()) for slot in named] == [(24, time(9)), (25, time(9)), (26, time(9))]
