"""Files of purchases as people have them, made the same every time."""

from datetime import date, timedelta

import numpy as np

AS_OF = date(2026, 6, 30)
FIRST = date(2024, 7, 1)
HEAD = "Customer,Date,Amount"


def purchases(clients=400, seed=11):
    """Lines of a file: clients with rhythms of their own, some of whom leave."""
    dice = np.random.default_rng(seed)
    last = (AS_OF - FIRST).days
    for client in range(clients):
        day, gap, leaves = dice.integers(0, 360), dice.gamma(2.0, 25.0) + 5, dice.geometric(0.08)
        for _visit in range(leaves):
            if day > last:
                break
            yield f"C{client:04},{FIRST + timedelta(days=int(day))},{dice.lognormal(4.0, 0.6):.2f}"
            day += dice.gamma(2.0, gap / 2.0) + 1


def written(path, lines, head=HEAD):
    path.write_text("\n".join([head, *lines]) + "\n")
    return path
