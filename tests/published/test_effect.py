"""Honest measurement, against an experiment with 64,000 clients and against simulation.

Sources: Hillstrom's e-mail challenge (2008) for A20; Ascarza, Iyengar & Schleicher (2016), by way of HBR, for A28; our own
simulation of weekly looks for A21.
"""

import numpy as np
import pytest
from scipy.special import ndtri

from wonback.stats.effect import Effect, Sums, always_valid, difference, mean_difference

LIFTS = [
    ("Mens E-Mail", "visits", 0.076590, 0.003386),
    ("Mens E-Mail", "conversions", 0.006805, 0.000921),
    ("Womens E-Mail", "visits", 0.045233, 0.003234),
    ("Womens E-Mail", "conversions", 0.003111, 0.000823),
]


@pytest.fixture(scope="module")
def arms(table):
    sums = table("hillstrom.csv")
    return {arm: {name: values[row] for name, values in sums.items()} for row, arm in enumerate(sums["arm"])}


@pytest.mark.parametrize(("arm", "outcome", "lift", "error"), LIFTS)
def test_a20_finds_the_lift_in_visits_and_purchases(arms, arm, outcome, lift, error):
    mailed, control = arms[arm], arms["No E-Mail"]
    effect = difference(mailed[outcome], mailed["clients"], control[outcome], control["clients"])

    assert [effect.value, effect.error] == pytest.approx([lift, error], abs=1e-5)
    assert effect.verdict() == "helped"


@pytest.mark.parametrize(
    ("arm", "lift", "error"), [("Mens E-Mail", 0.769827, 0.145247), ("Womens E-Mail", 0.424412, 0.130333)]
)
def test_a20_finds_the_lift_in_spend(arms, arm, lift, error):
    sums = {name: Sums(one["clients"], one["spend"], one["spend_squared"]) for name, one in arms.items()}
    effect = mean_difference(sums[arm], sums["No E-Mail"])

    assert [effect.value, effect.error] == pytest.approx([lift, error], abs=1e-5)


def test_a21_weekly_looks_raise_no_false_alarm():
    """200 clients, 70 % contacted, no effect at 10 %, 26 weekly looks."""
    chance = np.random.default_rng(21)
    alarms = naive = 0
    experiments = 3000
    weeks = chance.integers(1, 27, (experiments, 200))
    contacted = chance.random((experiments, 200)) < 0.7
    returned = chance.random((experiments, 200)) < 0.1
    seen = weeks[:, None, :] <= np.arange(1, 27)[:, None]
    n1, n0 = (seen & contacted[:, None]).sum(2), (seen & ~contacted[:, None]).sum(2)
    d1, d0 = (np.where(arm, seen & returned[:, None], 0).sum(2) for arm in (contacted[:, None], ~contacted[:, None]))
    planned = 1 / (0.1 * 0.9 * (1 / 140 + 1 / 60))
    for each in zip(n1, n0, d1, d0, strict=True):
        looks = [
            look(*numbers) for numbers in zip(*each, strict=True) if min(numbers[:2]) >= 5 and sum(numbers[2:]) >= 1
        ]
        naive += any(abs(effect.z) > ndtri(0.975) for effect in looks)
        alarms += any(excludes_zero(always_valid(effect, planned=planned)) for effect in looks)

    assert naive / experiments >= 0.15
    assert alarms / experiments <= 0.015


def look(n1, n0, d1, d0):
    """The plain difference with pooled variance, as anybody would compute it each week."""
    pooled = (d1 + d0) / (n1 + n0)
    return Effect(d1 / n1 - d0 / n0, 0, 0, np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0)))


def excludes_zero(band):
    return band[0] > 0 or band[1] < 0


def test_a28_says_that_a_harmful_campaign_did_harm():
    effect = difference(3250, 32_500, 2080, 32_500)

    assert effect.value == pytest.approx(0.036)
    assert effect.z == pytest.approx(17, abs=0.5)
    assert effect.verdict(good="less") == "did harm"
