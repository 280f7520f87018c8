"""The 45-minute planner against the dynamic programme written out long-hand, and against greed (A24; our simulation)."""

import numpy as np
import pytest

from wonback.stats.choice import Candidate, choose


def optimum(candidates, minutes):
    """The textbook table, one candidate and one minute at a time."""
    best = [0.0] * (minutes + 1)
    for one in candidates:
        for left in range(minutes, one.minutes - 1, -1):
            best[left] = max(best[left], best[left - one.minutes] + one.worth)
    return best[minutes]


def greedy(candidates, minutes):
    total = 0.0
    for one in sorted(candidates, key=lambda one: -one.worth / one.minutes):
        if one.minutes <= minutes:
            minutes, total = minutes - one.minutes, total + one.worth
    return total


def simulated_day(chance, actions=60):
    minutes = chance.choice([5, 10, 20, 30], actions)
    worths = chance.lognormal(4, 1, actions)
    return [Candidate(key, int(m), float(w)) for key, (m, w) in enumerate(zip(minutes, worths, strict=True))]


def test_a24_the_planner_finds_the_optimum_on_every_day():
    chance = np.random.default_rng(24)
    days = [simulated_day(chance) for _ in range(100)]
    planned = [sum(one.worth for one in choose(day, minutes=45)) for day in days]

    assert np.allclose(planned, [optimum(day, 45) for day in days], rtol=1e-12)
    assert any(greedy(day, 45) < plan - 1e-9 for day, plan in zip(days, planned, strict=True))


@pytest.mark.parametrize(("actions", "minutes"), [(1, 45), (7, 4), (300, 45), (300, 480)])
def test_a24_the_planner_finds_the_optimum_of_small_and_large_days(actions, minutes):
    chance = np.random.default_rng(actions)
    for _ in range(5):
        day = simulated_day(chance, actions)
        planned = choose(day, minutes=minutes)

        assert sum(one.worth for one in planned) == pytest.approx(optimum(day, minutes), rel=1e-12)
        assert sum(one.minutes for one in planned) <= minutes
