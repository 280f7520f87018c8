"""Value 1,000,000 clients a year ahead: ours (with bands) beside lifetimes' `customer_lifetime_value` (without).

Expected purchases, spend and discounted value; both fits are made before the clock starts.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from fit_peers import LIFETIMES, asked, environment, in_turns, machine, report, simulate


def compare(clients, rounds):
    pythons = {"ours": sys.executable, "lifetimes": environment("lifetimes", LIFETIMES)}
    print(f"{clients:,} clients, a year ahead, one thread each, best of {rounds}; {machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "clients.npz"
        np.savez(data, **simulate(clients))
        results = in_turns(pythons, "value", data, rounds)
    for name, result in results.items():
        report(name, result)
    ours, theirs = results.values()
    print(
        f"\ntotal value: ours {ours['total']:,.0f}, lifetimes {theirs['total']:,.0f} "
        "(it discounts from the end of each month, we from the middle)"
        f"\nlifetimes uses {theirs['cpu'] / ours['cpu']:.0f} x the CPU time of ours (wanted 20)"
    )


if __name__ == "__main__":
    wanted = asked()
    compare(wanted.clients, wanted.rounds)
