"""Fit the purchases of 1,000,000 clients: ours beside lifetimes 0.11.3, the same data, one process each.

    python benchmarks/fit.py [clients] [--pymc]

Installs the peer into a temporary environment. With --pymc also pymc-marketing's MAP (slow to install).
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from fit_peers import LIFETIMES, PYMC, TRUTH, apart, environment, report, simulate

from wonback.stats.purchases.likelihood import Likelihood, Rows, Story


def compare(clients, peers):
    base = simulate(clients)
    print(f"{clients:,} clients, BG/NBD, one thread each\n")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "clients.npz"
        np.savez(data, **base)
        ours = apart(sys.executable, "fit_ours.py", data)
        report("ours", ours)
        theirs = {name: beside(name, packages, data) for name, packages in peers.items()}
    judge(ours, theirs, base)


def beside(name, packages, data):
    result = apart(environment(data.parent / name, packages), f"fit_{name}.py", data)
    report(name, result)
    return result


def judge(ours, theirs, base):
    """Is it the same optimum, and the truth? How much cheaper?"""
    rows = Rows(base["frequency"], base["recency"], base["age"], np.ones_like(base["age"]))
    likelihood = Likelihood(rows, Story(1, "bg"))
    print()
    for name, one in {"ours": ours, **theirs}.items():
        value = likelihood.at(np.array(one["parameters"])).value
        print(f"{name:<12} LL {value:.6f}   " + "  ".join(f"{number:.6f}" for number in one["parameters"]))
    off = (np.array(ours["parameters"]) - list(TRUTH.values())) / ours["errors"]
    print(f"\nours is off the truth by at most {np.abs(off).max():.1f} standard errors")
    for name, one in theirs.items():
        print(
            f"ours uses 1/{one['cpu'] / ours['cpu']:.1f} of the CPU time of {name} for the fit "
            f"(wanted 1/20), 1/{one['whole'] / ours['whole']:.1f} for the whole process"
        )


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    compare(*(numbers or [1_000_000]), {"lifetimes": LIFETIMES} | ({"pymc": PYMC} if "--pymc" in sys.argv else {}))
