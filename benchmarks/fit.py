"""Fit the purchases of 1,000,000 clients: ours beside lifetimes 0.11.3 and, with --pymc, pymc-marketing's MAP.

The same data, BG/NBD, one process and one thread each. The peers get an environment of their own, made at the first run.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from fit_peers import LIFETIMES, PYMC, TRUTH, asked, environment, in_turns, machine, report, simulate

from wonback.stats.purchases.likelihood import Likelihood, Rows, Story


def compare(clients, peers, rounds):
    pythons = {"ours": sys.executable} | {name: environment(name, packages) for name, packages in peers.items()}
    base = simulate(clients)
    print(f"{clients:,} clients, BG/NBD, one thread each, best of {rounds}; {machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "clients.npz"
        np.savez(data, **base)
        results = in_turns(pythons, "fit", data, rounds)
    for name, result in results.items():
        report(name, result)
    judge(results, base)


def judge(results, base):
    """Is it the same optimum, and the truth? How much cheaper?"""
    rows = Rows(base["frequency"], base["recency"], base["age"], np.ones_like(base["age"]))
    likelihood = Likelihood(rows, Story(1, "bg"))
    ours, *theirs = (np.array(one["parameters"]) for one in results.values())
    print()
    for name, found in zip(results, [ours, *theirs], strict=True):
        apart = np.abs(found / ours - 1).max()
        print(
            f"{name:<12} LL {likelihood.at(found).value:.6f}   {'  '.join(f'{one:.6f}' for one in found)}"
            f"   {apart:.0e} from ours at most"
        )
    off = (ours - list(TRUTH.values())) / results["ours"]["errors"]
    print(f"\nours is off the truth by at most {np.abs(off).max():.1f} standard errors")
    for name, one in results.items():
        if name != "ours":
            fit, whole = (one[part] / results["ours"][part] for part in ("cpu", "whole"))
            print(f"{name} uses {fit:.0f} x the CPU time of ours for the fit (wanted 20), {whole:.0f} x as a process")


if __name__ == "__main__":
    wanted = asked(lambda parser: parser.add_argument("--pymc", action="store_true", help="slow to install"))
    compare(wanted.clients, {"lifetimes": LIFETIMES} | ({"pymc": PYMC} if wanted.pymc else {}), wanted.rounds)
