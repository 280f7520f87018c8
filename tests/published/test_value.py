"""Arithmetic of value (A26): elasticity of client value at a discount rate of 12 %.

Source: Gupta, Lehmann & Stuart (2004), J. Marketing Research 41, who find elasticities from 3 to 7.
"""

import pytest

from wonback.stats.value import elasticity


@pytest.mark.parametrize(("retention", "expected"), [(0.7, 2.667), (0.8, 3.5), (0.85, 4.148), (0.9, 5.091)])
def test_a26_shows_the_elasticity_of_retention(retention, expected):
    assert elasticity(retention, discount=0.12) == pytest.approx(expected, abs=1e-3)
