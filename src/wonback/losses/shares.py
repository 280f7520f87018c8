"""Weights as shares of a whole. Pure."""

from collections.abc import Sequence


def shares(weights: Sequence[int]) -> list[int]:
    """Each weight in percent of their sum; together 100, the largest remainders rounded up.

    >>> shares([100]), shares([70, 30]), shares([50, 50, 50]), shares([])
    ([100], [70, 30], [34, 33, 33], [])
    """
    whole = sum(weights)
    if not whole:
        return []
    floors = [weight * 100 // whole for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda place: -(weights[place] * 100 % whole))
    for place in by_rest[: 100 - sum(floors)]:
        floors[place] += 1
    return floors
