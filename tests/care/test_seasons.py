"""A rhythm that passes more slowly in a quieter season: a rule without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wonback.care.seasons import (
    AS_ALWAYS,
    HALF,
    SILENT,
    THIRD,
    Rhythm,
    Season,
    after,
    pace,
    past_the_silence,
    silences,
    why_quiet,
)

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
CHRISTMAS = Season(date(2026, 12, 20), date(2027, 1, 7), HALF, every_year=True, why="Holidays")


@st.composite
def season(draw):
    since = draw(DAYS)
    until = since + timedelta(days=draw(st.integers(1, 200)))
    slower = draw(st.sampled_from([SILENT, AS_ALWAYS, HALF, THIRD]))
    return Season(since, until, slower, every_year=draw(st.booleans()), own=draw(st.booleans()))


SEASONS = st.lists(season(), max_size=3).map(tuple)


class TestNextTouch:
    @given(DAYS, st.integers(1, 200), SEASONS)
    def test_never_comes_sooner_than_without_a_season(self, last, days, seasons):
        assert after(last, days, seasons) >= last + timedelta(days=days) == after(last, days)

    @given(DAYS, st.integers(1, 200), SEASONS)
    def test_never_falls_into_silence(self, last, days, seasons):
        due = after(last, days, seasons)

        assert pace(due, seasons) != SILENT or past_the_silence(due, seasons) == due

    @given(DAYS, st.integers(1, 60), SEASONS)
    def test_does_not_come_sooner_for_whoever_was_touched_later(self, last, days, seasons):
        assert after(last, days, seasons) <= after(last + timedelta(days=1), days, seasons)

    @given(DAYS, st.integers(1, 60), st.sampled_from([HALF, THIRD]))
    def test_waits_at_most_as_much_longer_as_the_season_says(self, last, days, slower):
        all_of_it = (Season(last, last + timedelta(days=400), slower),)

        assert after(last, days, all_of_it) == last + timedelta(days=days * slower)

    @given(DAYS, st.integers(1, 90), st.integers(0, 90), SEASONS)
    def test_is_inside_the_maximum(self, last, ideal, more, seasons):
        rhythm = Rhythm(ideal, ideal + more, None, seasons)

        assert last + timedelta(days=ideal) <= rhythm.due(last) <= rhythm.latest(last)

    def test_waits_for_the_end_of_a_pause_and_of_a_silence_after_it(self):
        silence = Season(date(2026, 12, 10), date(2026, 12, 20))
        rhythm = Rhythm(10, 20, date(2026, 12, 12), (silence,))

        assert rhythm.due(date(2026, 11, 20)) == date(2026, 12, 20)


class TestSeason:
    def test_comes_back_every_year_over_its_end(self):
        assert [CHRISTMAS.covers(date(2030, *on)) for on in ((12, 19), (12, 20), (1, 6), (1, 7))] == [0, 1, 1, 0]

    def test_of_a_client_goes_before_that_of_their_size(self):
        day, own = date(2026, 12, 24), Season(date(2026, 12, 1), date(2027, 2, 1), AS_ALWAYS, own=True)

        assert pace(day, (CHRISTMAS,)) == HALF
        assert pace(day, (CHRISTMAS, own)) == AS_ALWAYS

    def test_says_why(self):
        assert why_quiet(date(2026, 12, 24), (CHRISTMAS,)) == "Holidays"
        assert why_quiet(date(2026, 11, 24), (CHRISTMAS,)) == ""

    @given(SEASONS, DAYS)
    def test_is_silent_on_just_the_days_of_its_spans(self, seasons, since):
        until = since + timedelta(days=91)
        spans = silences(seasons, since=since, until=until)
        quiet = {since + timedelta(days=n) for n in range(91) if pace(since + timedelta(days=n), seasons) == SILENT}

        assert quiet == {
            day for n in range(91) for day in [since + timedelta(days=n)] if any(a <= day < b for a, b in spans)
        }

    def test_without_an_end_keeps_nobody_waiting_for_ever(self):
        always = (
            Season(date(2026, 1, 1), date(2026, 7, 1), every_year=True),
            Season(date(2026, 7, 1), date(2027, 1, 1), every_year=True),
        )

        assert after(date(2026, 3, 1), 10, always) == date(2026, 3, 11)
