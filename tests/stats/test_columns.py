"""Columns as people have them: every kind of number is welcome, everything else is refused with a sentence."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from tests.stats import worlds
from wonback.stats import CannotTell, purchases, spend
from wonback.stats.arrays import column


class Series:
    """A column of another library: all it owes us is an array."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.asarray(self.values, dtype=dtype)


KINDS = {
    "a list": list,
    "a tuple": tuple,
    "whole numbers": lambda values: np.asarray(values, dtype=np.int64),
    "small whole numbers": lambda values: np.asarray(values, dtype=np.uint8),
    "short floats": lambda values: np.asarray(values, dtype=np.float32),
    "decimals": lambda values: [Decimal(int(value)) for value in values],
    "a series": Series,
    "a column of Arrow": lambda values: pa.chunked_array([pa.array(values[:10]), pa.array(values[10:])]),
    "every other row": lambda values: np.repeat(values, 2)[::2],
    "read-only": lambda values: np.broadcast_to(values, len(values)),
    "backwards in memory": lambda values: np.asarray(values)[::-1].copy()[::-1],
    "big-endian": lambda values: np.asarray(values, dtype=">f8"),
}


@pytest.fixture(scope="module")
def days():
    x, t_x, age, _ = worlds.buyers(400, [0.6, 7.0, 0.8, 1.5])
    return x, np.floor(t_x / 3), np.ceil(age / 3)


@pytest.mark.parametrize("kind", KINDS)
def test_fits_any_kind_of_numbers_alike(days, kind):
    fitted = purchases.fit(*(KINDS[kind](column) for column in days))

    assert dict(fitted.parameters) == pytest.approx(dict(purchases.fit(*days).parameters), rel=1e-9)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([1, None], r"Fill in `age`.*\(row 2\)"),
        ([np.inf], "Fill in `age`"),
        (np.ma.masked_array([1.0, 2.0], mask=[False, True]), r"Fill in `age`.*\(row 2\)"),
        (np.array(["2026-01-01"], dtype="datetime64[D]"), "as numbers"),
        (np.array([7], dtype="timedelta64[D]"), "as numbers"),
        ([1 + 2j], "as numbers"),
        (["soon"], "as numbers"),
        ([10**400], "as numbers"),
        ([[1], [1, 2]], "as numbers"),
        ({"age": 1}, "as numbers"),
        ([[1, 2]], "as one column; it has 2 dimensions"),
    ],
)
def test_refuses_what_is_no_number(values, sentence):
    with pytest.raises(CannotTell, match=sentence):
        column(values, "age")


class TestRounding:
    def test_takes_who_bought_today_for_who_bought_today(self, days):
        """A recency in long floats and an age in short ones differ in the last digit, either way."""
        x, _, age = days
        today = np.where(x > 0, age / 7, 0)
        short = (age / 7).astype(np.float32)
        base = purchases.fit(*days)

        assert (today > short).any()
        assert base.alive(x, today, short) == pytest.approx(base.alive(x, today, age / 7), rel=1e-6)

    def test_takes_a_day_for_a_day(self, days):
        with pytest.raises(CannotTell, match="no less than the recency"):
            purchases.fit(*(np.append(one, last) for one, last in zip(days, (1, 31.001, 31), strict=True)))


class TestSpendOfWhoNeverCameBack:
    def test_may_be_left_empty(self):
        x, m = worlds.spenders(500, [6.0, 4.0, 15.0])
        with_strangers = spend.fit(np.append(x, [0, 0]), np.append(m, [np.nan, 0]))

        assert dict(with_strangers.parameters) == pytest.approx(dict(spend.fit(x, m).parameters))
        assert with_strangers.mean([0, 0], [np.nan, 70.0]) == pytest.approx([with_strangers.mean(0, 0)] * 2)

    def test_may_not_be_left_empty_of_who_did(self):
        with pytest.raises(CannotTell, match=r"Fill in `average_spend`.*\(row 2\)"):
            spend.fit([1, 2], [5.0, np.nan])
        with pytest.raises(CannotTell, match="0, 1, 2, …"):
            spend.Fit(6.0, 4.0, 15.0, 0.0, {}).mean(-1, 5)
