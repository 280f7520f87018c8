"""Value 1,000,000 clients a year ahead: ours (with bands) beside lifetimes' `customer_lifetime_value` (without).

    python benchmarks/value.py [clients]

Expected purchases, spend and discounted value; both fits are made before the clock starts.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from fit_peers import LIFETIMES, apart, environment, report, simulate


def compare(clients):
    print(f"{clients:,} clients, a year ahead, one thread each\n")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "clients.npz"
        np.savez(data, **simulate(clients))
        ours = apart(sys.executable, "value_ours.py", data)
        report("ours, with bands", ours)
        theirs = apart(environment(Path(folder) / "lifetimes", LIFETIMES), "value_lifetimes.py", data)
        report("lifetimes, without", theirs)
    print(
        f"\ntotal value: ours {ours['total']:,.0f}, lifetimes {theirs['total']:,.0f} "
        "(it discounts from the end of each month, we from the middle)"
        f"\nours uses 1/{theirs['cpu'] / ours['cpu']:.1f} of the CPU time (wanted 1/20)"
    )


if __name__ == "__main__":
    compare(*([int(word) for word in sys.argv[1:] if word.isdigit()] or [1_000_000]))
