"""How long each step of a night takes at 10,000 and at 100,000 clients, and how that grows.

    python benchmarks/night.py [--homes FOLDER] [--sizes 10000,100000] [--as-of 2026-12-01] [--purchases-times 5]

Each size has a home of its own, made by `wonback demo --clients N` if it is missing (the same homes as `pages.py`). The night of a
day that is still to do runs as one process. The exponent of growth is ln(time at most / time at least) / ln(clients at most / at
least): 1 grows as the number of clients does. It takes the processor's time, which other programs stretch less. The company made
buys ten times a client; with --purchases-times 5 every purchase is written five times, some days apart.
"""

import argparse
import math
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 1.05
TABLES = {
    "clients": "clients_client",
    "purchases": "clients_purchase",
    "touches": "care_touch",
    "losses": "losses_loss",
}


def wonback(home, *arguments):
    """Run a verb; return its seconds on the clock and on the processor, and the peak of its memory in MiB."""
    environment = {**os.environ, "WONBACK_HOME": str(home), "OMP_NUM_THREADS": "1"}
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "wonback", *arguments]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"wonback {' '.join(arguments)} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, spent, used.ru_maxrss / 1024


def rows_in(home):
    with sqlite3.connect(home / "wonback.sqlite3") as database:
        return {name: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for name, table in TABLES.items()}


def steps_of(home, day):
    """Seconds on the clock of each step of that night."""
    query = "SELECT step, (julianday(finished_at) - julianday(started_at)) * 86400 FROM jobs_run WHERE as_of = ? ORDER BY id"
    with sqlite3.connect(home / "wonback.sqlite3") as database:
        return dict(database.execute(query, (day,)).fetchall())


def buy_more(home, times):
    """Write every purchase so many times, each copy eleven days before the one after it."""
    columns = "client_id, amount, currency, source, reference, product, lines"
    with sqlite3.connect(home / "wonback.sqlite3") as database:
        last = database.execute("SELECT max(id) FROM clients_purchase").fetchone()[0]
        for copy in range(1, times):
            database.execute(
                f"INSERT INTO clients_purchase ({columns}, external_id, bought_on) "
                f"SELECT {columns}, '', date(bought_on, '-{11 * copy} days') FROM clients_purchase WHERE id <= {last}"
            )


def night(made, day, *, times=1):
    """One night on a copy, so that it can be measured again."""
    with tempfile.TemporaryDirectory(dir=made.parent) as folder:
        home = Path(folder) / "home"
        shutil.copytree(made, home, ignore=shutil.ignore_patterns("*.lock", "*.heartbeat"))
        wonback(home, "imports")  # brings a home of an earlier version up to date
        buy_more(home, times)
        clock, cpu, peak = wonback(home, "nightly", "--as-of", day)
        return {"rows": rows_in(home), "clock": clock, "cpu": cpu, "peak": peak, "steps": steps_of(home, day)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--as-of", default="2026-12-01")
    parser.add_argument("--purchases-times", type=int, default=1)
    options = parser.parse_args()
    sizes, nights = [int(size) for size in options.sizes.split(",")], {}
    for size in sizes:
        home = options.homes.absolute() / str(size)
        if not (home / "first-sign-in.txt").exists():
            wonback(home, "demo", "--clients", str(size), "--no-serve")
        nights[size] = night(home, options.as_of, times=options.purchases_times)
        found = nights[size]
        print(
            f"{', '.join(f'{count:,} {name}' for name, count in found['rows'].items())}: "
            f"{found['clock']:.1f} s, {found['cpu']:.1f} s of CPU, at most {found['peak']:.0f} MiB"
        )
    print(f"\n{'seconds on the clock':36}" + "".join(f"{size:>12,}" for size in sizes))
    for step in nights[sizes[0]]["steps"]:
        print(f"{step:36}" + "".join(f"{nights[size]['steps'].get(step, float('nan')):12.2f}" for size in sizes))
    if len(sizes) > 1:
        least, most = min(sizes), max(sizes)
        exponent = math.log(nights[most]["cpu"] / nights[least]["cpu"]) / math.log(most / least)
        print(f"\ngrowth from {least:,} to {most:,}: exponent {exponent:.2f} (aim: at most {LIMIT})")


if __name__ == "__main__":
    main()
