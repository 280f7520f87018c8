"""How long each page takes with 10,000 and with 100,000 clients, next to a bare page with one indexed query.

    .venv/bin/python benchmarks/pages.py [--homes FOLDER] [--sizes 10000,100000] [--rounds 100] [--plans] [--commands]

Each size has a home of its own, made by `wonback demo --clients N` if it is missing, and a process of its own with one
connection. Pages and sizes take turns, so that whatever else the machine does falls on all of them alike. `cpu` is the
processor's time, which other programs do not stretch; growth compares it, and on PostgreSQL, which works in a process
of its own, the time on the clock. With DATABASE_URL each size is a database beside the one it names.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

MOST_QUERIES, MOST_MILLISECONDS, MOST_GROWTH = 12, 100, 1.5
SERVER = os.environ.get("DATABASE_URL", "")
GROWS_BY = "wall" if SERVER else "cpu"
COMMANDS = (
    ("lost", "--json", "--limit", "50"),
    ("today", "--for", "rep002@northbeam.example", "--json"),
    ("today", "--for", "adam@northbeam.example", "--json"),
)


@dataclass
class Home:
    """One size: its folder, its database, and the process that asks for pages."""

    folder: Path
    size: int
    times: list = field(default_factory=list)

    @property
    def environment(self):
        url = {"DATABASE_URL": urlsplit(SERVER)._replace(path=f"/pages_{self.size}").geturl()} if SERVER else {}
        own = {"WONBACK_HOME": str(self.folder), "DJANGO_SETTINGS_MODULE": "wonback.config.settings"}
        return {**os.environ, **own, "OMP_NUM_THREADS": "1", **url}

    def run(self, *arguments):
        subprocess.run([sys.executable, *arguments], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def make(self):
        """The crowd, if it is missing."""
        if SERVER:
            self.create_database()
        elif (self.folder / "first-sign-in.txt").exists():
            return
        started = time.perf_counter()
        self.run("-m", "wonback", "demo", "--clients", str(self.size), "--no-serve")
        took = time.perf_counter() - started
        if SERVER:
            self.let_the_planner_know()
        print(f"made a home of {self.size:,} clients, with its first night, in {took:.0f} s", flush=True)

    def let_the_planner_know(self):
        """What autovacuum does within a minute."""
        import psycopg

        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as database:
            database.execute("ANALYZE")

    def create_database(self):
        import psycopg

        with psycopg.connect(SERVER, autocommit=True) as server:
            name = f"pages_{self.size}"
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                server.execute(f"CREATE DATABASE {name}")

    def open(self):
        self.make()
        program = Path(__file__).with_name("pages_one_size.py")
        self.process = subprocess.Popen(
            [sys.executable, str(program)],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.read().strip() != "ready":
            raise SystemExit(f"The pages of {self.size:,} clients could not be opened.")

    def read(self):
        return self.process.stdout.readline()

    def ask(self):
        """One more round."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.times.append(json.loads(self.read()))

    def close(self):
        """What was found, by page and person."""
        self.process.stdin.close()
        found = json.loads(self.read())
        self.process.wait(60)
        for place, cell in enumerate(found):
            wall, cpu = zip(*(turn[place] for turn in self.times), strict=True)
            cell |= {"wall": quantiles(wall), "cpu": quantiles(cpu)}
        return {(cell["page"], cell["who"]): cell for cell in found}


def quantiles(times):
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]}


def verdict(cell, growth):
    wrong = []
    if cell["queries"] > MOST_QUERIES:
        wrong.append("queries")
    if cell["wall"]["p95"] > MOST_MILLISECONDS:
        wrong.append("p95")
    if growth and growth > MOST_GROWTH:
        wrong.append("growth")
    return ", ".join(wrong) or "ok"


def table(results):
    sizes = sorted(results)
    heads = f"{'queries':>7} {'p50':>7} {'p95':>7} {'cpu p50':>8} {'× bare':>7} {'growth':>7}"
    print(f"\n{'page':<12} {'for':<11} {'clients':>8} {heads}")
    for page, who in results[sizes[0]]:
        for size in sizes:
            cell, bare = results[size].get((page, who)), results[size]["bare page", who]
            if cell is None:
                continue
            small = results[sizes[0]][page, who]
            growth = cell[GROWS_BY]["p50"] / small[GROWS_BY]["p50"] if size != sizes[0] else None
            times = f"{cell['wall']['p50']:7.1f} {cell['wall']['p95']:7.1f} {cell['cpu']['p50']:8.1f}"
            grown = f"{growth:7.2f}" if growth else " " * 7
            ratio = cell[GROWS_BY]["p50"] / bare[GROWS_BY]["p50"]
            print(
                f"{page:<12} {who:<11} {size:>8,} {cell['queries']:>7} {times} {ratio:7.1f} {grown}  {verdict(cell, growth)}"
            )


def plans(results):
    """Queries that read large tables from end to end. A walk along an index is right where a LIMIT ends it."""
    largest = results[max(results)]
    seen = {}
    for (page, who), cell in largest.items():
        for step, sql in cell["scans"]:
            seen.setdefault((page, step), (who, sql))
    print("\nscans of large tables" + ("" if seen else ": none"))
    for (page, step), (who, sql) in seen.items():
        print(f"  {page} ({who}): {step}\n      {sql[:1500]}")


def commands(homes, rounds=5):
    """The commands that answer with a list, as whole programs."""
    print(f"\n{'command':<58} {'clients':>8} {'p50 s':>7}")
    for words in COMMANDS:
        for home in homes:
            times = []
            for _ in range(rounds):
                started = time.perf_counter()
                home.run("-m", "wonback", *words)
                times.append(time.perf_counter() - started)
            print(f"wonback {' '.join(words):<50} {home.size:>8,} {statistics.median(times):7.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=Path, default=Path("var/benchmarks"))
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--plans", action="store_true", help="print the plans of queries that scan")
    parser.add_argument("--commands", action="store_true", help="also time the commands")
    options = parser.parse_args()
    homes = [Home(options.homes.absolute() / size, int(size)) for size in options.sizes.split(",")]
    for home in homes:
        home.open()
    for _ in range(max(2, options.rounds)):
        for home in homes:
            home.ask()
    results = {home.size: home.close() for home in homes}
    table(results)
    if options.plans:
        plans(results)
    if options.commands:
        commands(homes)


if __name__ == "__main__":
    main()
