"""How long an import of half a million invoice lines takes, beside a bare `executemany` of the same lines.

    .venv/bin/python benchmarks/intake.py [FILE] [--rows 541909] [--rounds 3]

FILE is any list we know, also packed as .gz; without one, lines in the shape of Online Retail are made: a quarter name no
client, one in sixty takes something back. The import reads, maps, checks, compares, writes, and remembers how to undo; the
bare run reads the same file with the `csv` module and inserts each line into one table without an index. Both are
processes of their own and take turns, so that whatever else the machine does falls on both.
"""

import argparse
import csv
import gzip
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

SEED = 20101201
LINES, CLIENTS, LINES_OF_AN_INVOICE = 541_909, 4_372, 21
HEADER = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
COUNTRIES = ("United Kingdom", "Germany", "France", "EIRE", "Spain")
LIMIT_SECONDS, LIMIT_MIB = 20, 600


def make_lines(path, rows):
    """Write a list of the same shape, the same one each time."""
    chance = random.Random(SEED)
    goods = [
        (f"{chance.randrange(10_000, 99_999)}", f"THING {n} OF WHITE METAL", chance.randrange(20, 2_000) / 100)
        for n in range(4_000)
    ]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        written, invoice, at = 0, 536_365, datetime(2010, 12, 1, 8, 26, tzinfo=UTC)
        while written < rows:
            invoice, at = invoice + 1, at + timedelta(minutes=chance.randrange(40))
            back = chance.random() < 1 / 60
            client = "" if chance.random() < 0.25 else f"{12_346 + chance.randrange(CLIENTS)}.0"
            country = COUNTRIES[int(chance.random() ** 4 * len(COUNTRIES))]
            for _line in range(min(rows - written, chance.randrange(1, 2 * LINES_OF_AN_INVOICE))):
                code, name, price = chance.choice(goods)
                quantity = float(-1 if back else chance.randrange(1, 25))
                writer.writerow(
                    (f"{'C' if back else ''}{invoice}", code, name, quantity, f"{at:%F %T}", price, client, country)
                )
                written += 1


def opened(path):
    return gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="")


def insert_bare(path, database):
    """What no import can beat: every line into one table, as text."""
    with opened(path) as file, sqlite3.connect(database) as bare:
        rows = csv.reader(file)
        width = len(next(rows))
        bare.execute(f"CREATE TABLE line ({', '.join(f'c{n} TEXT' for n in range(width))})")
        fitting = (row for row in rows if len(row) == width)
        bare.executemany(f"INSERT INTO line VALUES ({', '.join('?' * width)})", fitting)


@dataclass
class Side:
    """One way to bring the lines in, and what it took each time."""

    name: str
    seconds: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    mib: list = field(default_factory=list)

    def run(self, command, home):
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{self.name} ended with {process.returncode}.")
        self.seconds.append(time.perf_counter() - start)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.mib.append(used.ru_maxrss / 1024)

    def line(self, rows):
        seconds, cpu = statistics.median(self.seconds), statistics.median(self.cpu)
        return f"{self.name:<18} {seconds:9.2f} {cpu:9.2f} {rows / cpu:13,.0f} {max(self.mib):9.0f}"


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))}
    return kept | {"WONBACK_HOME": str(home), "OMP_NUM_THREADS": "1"}


def compare(path, rounds, folder):
    ours, bare, start = Side("wonback import"), Side("bare executemany"), Side("an empty start")
    for turn in range(rounds):
        home = folder / f"home-{turn}"
        home.mkdir()
        # Making the tables is no part of an import.
        start.run([sys.executable, "-m", "wonback", "imports"], home)
        ours.run([sys.executable, "-m", "wonback", "import", "--yes", "--json", str(path)], home)
        bare.run([sys.executable, __file__, str(path), "--bare", str(folder / f"bare-{turn}.sqlite3")], home)
    return ours, bare


def count_lines(path):
    with opened(path) as file:
        return sum(1 for _row in csv.reader(file)) - 1


def report(ours, bare, rows):
    print(f"{rows:,} lines      {'seconds':>12} {'cpu s':>9} {'lines / cpu s':>13} {'peak MiB':>9}")
    print(ours.line(rows), bare.line(rows), sep="\n")
    clock = statistics.median(ours.seconds) / statistics.median(bare.seconds)
    cpu = statistics.median(ours.cpu) / statistics.median(bare.cpu)
    print(f"Ratio: {cpu:.1f} by processor time, {clock:.1f} by the clock (medians of {len(ours.seconds)}).")
    print(f"Limits for {LINES:,} lines: {LIMIT_SECONDS} s and {LIMIT_MIB} MiB.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="a list to bring in (default: lines made for this)")
    parser.add_argument("--rows", type=int, default=LINES, help="how many lines to make (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bare:
        insert_bare(options.file, options.bare)
        return
    with tempfile.TemporaryDirectory(prefix="wonback-intake-") as folder:
        path = options.file or Path(folder) / "lines.csv"
        if not options.file:
            make_lines(path, options.rows)
        ours, bare = compare(path, options.rounds, Path(folder))
        report(ours, bare, count_lines(path))


if __name__ == "__main__":
    main()
