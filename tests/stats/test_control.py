"""Control charts: chance or change?"""

import numpy as np
import pytest

from wonback.stats import CannotTell
from wonback.stats.control import p_chart, u_chart


def test_chance_rarely_leaves_the_limits():
    lost = np.random.default_rng(1).binomial(400, 0.05, (200, 24))

    assert np.mean([p_chart(months, 400).outside for months in lost]) < 0.006


def test_a_month_with_three_times_the_losses_is_seen():
    lost = [20, 18, 22, 19, 21, 20, 60]

    assert p_chart(lost, 400).outside.tolist() == [False] * 6 + [True]
    assert u_chart(lost, 400).outside.tolist() == [False] * 6 + [True]


def test_small_months_are_given_more_room_and_limits_stay_possible():
    chart = p_chart([1, 10, 0], [10, 200, 10])

    assert chart.high[0] > chart.high[1]
    assert chart.low.min() == 0
    assert p_chart([9, 18], [10, 20]).high.max() <= 1


def test_a_month_without_clients_has_no_rate():
    chart = u_chart([3, 0, 2], [30, 0, 30])

    assert np.isnan(chart.rate[1])
    assert np.isnan(chart.high[1])
    assert not chart.outside[1]


def test_eight_months_on_one_side_are_a_shift():
    chart = p_chart([10] * 4 + [6] * 8, [100] * 12)

    assert chart.shifted.tolist() == [False] * 11 + [True]
    assert not p_chart([5] * 12, [100] * 12).shifted.any()


@pytest.mark.parametrize(
    ("lost", "clients", "sentence"),
    [
        ([11, 1], [10, 10], "more were lost than there were"),
        ([-1, 1], [10, 10], r"from 0 up \(row 1\)"),
        ([1, 1], [10, 0], r"losses without clients have no rate \(row 2\)"),
        ([1], [10], "Wait for a second period"),
    ],
)
def test_refuses_counts_that_cannot_be(lost, clients, sentence):
    with pytest.raises(CannotTell, match=sentence):
        p_chart(lost, clients)
