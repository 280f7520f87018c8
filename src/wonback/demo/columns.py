"""A block of the crowd: thousands of clients as columns of numbers, and how columns become rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

import numpy as np
from django.db import models
from numpy.typing import NDArray

from wonback.demo.pour import pour, ready

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
EPOCH = date(1970, 1, 1)
LOST_SHARE = 0.06


def fill(model: type[models.Model], **columns: Iterable[Any]) -> None:
    """Write a table from its columns; those not given hold what a new record has."""
    wanted = [f for f in model._meta.concrete_fields if not f.primary_key or f.attname in columns]
    series: list[Iterable[Any]] = [columns.get(field.attname, repeat(ready(field.get_default()))) for field in wanted]
    pour(model, [field.column or field.attname for field in wanted], zip(*series, strict=False))


def number_of(day: date) -> int:
    """Days since 1970, in which the crowd counts."""
    return (day - EPOCH).days


def written(days: Ints) -> list[str]:
    """Days as the database holds them."""
    return [str(day) for day in np.datetime_as_string(days.astype("datetime64[D]"))]


def picked(table: Sequence[Any], places: Ints) -> list[Any]:
    return [table[place] for place in places.tolist()]


def where(mask: NDArray[np.bool_], values: Sequence[Any]) -> list[Any]:
    """The values where the mask says so, elsewhere nothing."""
    return [value if here else None for here, value in zip(mask.tolist(), values, strict=True)]


@dataclass
class Block:
    """Some thousand clients. All days are numbers of days since 1970."""

    rng: np.random.Generator
    today: int
    keys: Ints
    owners: Ints
    tier: Ints  # 0 is A
    lost: NDArray[np.bool_]
    began: Ints
    until: Ints

    @property
    def size(self) -> int:
        return len(self.keys)

    @classmethod
    def drawn(cls, rng: np.random.Generator, owners: Ints, *, first_key: int, today: int) -> "Block":
        size = len(owners)
        lost = rng.random(size) < LOST_SHARE
        until = np.where(lost, today - 20 - (1_100 * rng.random(size) ** 1.7).astype(np.int64), today - 1)
        return cls(
            rng=rng,
            today=today,
            keys=np.arange(first_key, first_key + size),
            owners=owners,
            tier=rng.choice(3, size, p=[0.12, 0.34, 0.54]),
            lost=lost,
            began=until - rng.integers(200, 2_400, size) - np.where(lost, 730, 0),
            until=until,
        )

    def shared_out(self, total: int, weights: Floats) -> Ints:
        """How many of `total` things fall to each client: the places of the clients, sorted."""
        shares = weights * self.rng.gamma(2.0, size=self.size)
        counts = self.rng.multinomial(total, shares / shares.sum())
        return np.repeat(np.arange(self.size), counts)

    def some(self, share: float) -> Ints:
        """The places of a share of the clients."""
        return np.sort(self.rng.choice(self.size, round(self.size * share), replace=False))

    def days_ago(self, most: int, size: int) -> Ints:
        return self.today - 1 - self.rng.integers(0, most, size)
