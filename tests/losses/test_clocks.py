"""How long a lost client has waited to be asked why."""

from datetime import date, timedelta

import pytest

from wonback.losses.clocks import listen

GONE = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (0, "running", "day 0 of 10"),
        (10, "running", "day 10 of 10"),
        (11, "late", "nobody has asked for 11 days; 10 is the most"),
    ],
)
def test_it_runs_for_ten_days_and_is_late_from_the_eleventh(days, state, words):
    clock = listen(since=GONE, asked_on=None, as_of=GONE + timedelta(days=days))

    assert (clock.state, clock.words) == (state, words)


def test_it_stops_when_somebody_has_asked():
    clock = listen(since=GONE, asked_on=GONE + timedelta(days=4), as_of=GONE + timedelta(days=400))

    assert (clock.state, clock.words) == ("stopped", "asked after 4 days")


def test_it_does_not_run_backwards_for_a_loss_that_lies_ahead():
    assert listen(since=GONE, asked_on=None, as_of=GONE - timedelta(days=30)).days == 0
