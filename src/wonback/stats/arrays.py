"""Columns of numbers, checked once at the door."""

from collections.abc import Callable, Mapping
from typing import cast

import numpy as np
import numpy.typing as npt

from wonback.stats.errors import CannotTell

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

# Rows worked on at a time: about twenty columns of them fit into a second-level cache.
BLOCK = 8192


def column(values: npt.ArrayLike, name: str) -> Floats:
    """One column as numbers; a single number is a column of one.

    >>> column([1, 2], "age")
    array([1., 2.])
    >>> column(["x"], "age")
    Traceback (most recent call last):
    wonback.stats.errors.CannotTell: Give `age` as numbers; it holds something else.
    """
    numbers = with_gaps(values, name)
    demand(np.isfinite(numbers), f"Fill in `{name}`; it is empty or not a number")
    return numbers


def with_gaps(values: npt.ArrayLike, name: str) -> Floats:
    """One column as numbers in which some may be unknown; the hidden cells of a masked array are."""
    try:
        given = np.asanyarray(values)
        # Days and spans of time would pass as the numbers that happen to stand for them.
        masked = np.ma.masked_array(given if given.dtype.kind not in "mMc" else object(), dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise CannotTell(f"Give `{name}` as numbers; it holds something else.") from None
    numbers = np.atleast_1d(np.ma.filled(masked, np.nan))
    if numbers.ndim != 1:
        raise CannotTell(f"Give `{name}` as one column; it has {numbers.ndim} dimensions.")
    return numbers


def columns(**named: npt.ArrayLike) -> list[Floats]:
    """Several columns of the same length, in the order given; a single number fits every length."""
    checked = {name: column(values, name) for name, values in named.items()}
    rows = _common_length({name: numbers.size for name, numbers in checked.items()})
    return [np.broadcast_to(numbers, rows) for numbers in checked.values()]


def _common_length(sizes: Mapping[str, int]) -> int:
    lengths = {size for size in sizes.values() if size != 1} or {1}
    if len(lengths) > 1:
        told = ", ".join(f"{name} {size}" for name, size in sizes.items())
        raise CannotTell(f"Give columns of equal length; these differ: {told}.")
    return lengths.pop()


def shaped(result: Floats, *asked: npt.ArrayLike) -> Floats:
    """One number for a question about one client, a column for a column; as numpy's own functions do.

    >>> float(shaped(np.array([0.5]), 3, 4.0))
    0.5
    """
    return result if any(np.ndim(one) for one in asked) else cast("Floats", result[0])


def by_blocks(function: Callable[..., tuple[Floats, ...]], *columns: Floats) -> list[Floats]:
    """What `function` makes of the columns, computed in pieces so that what is in between stays in the cache.

    >>> by_blocks(lambda x, y: (x + y, x * y), np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    [array([4., 6.]), array([3., 8.])]
    """
    starts = range(0, max(1, columns[0].size), BLOCK)
    parts = [function(*(column[start : start + BLOCK] for column in columns)) for start in starts]
    return [np.concatenate(one) for one in zip(*parts, strict=True)]


def demand(fine: npt.NDArray[np.bool_], sentence: str) -> None:
    """Say no with the number of the first row that is not fine; rows are counted from 1, as people do.

    >>> demand(np.array([True, False]), "Give an age of at least 0")
    Traceback (most recent call last):
    wonback.stats.errors.CannotTell: Give an age of at least 0 (row 2).
    """
    if not fine.all():
        raise CannotTell(f"{sentence} (row {int(np.argmin(fine)) + 1}).")
