"""How long a whole HubSpot takes to come in and to go again: companies, contacts and deals, beside the bare insert of the same rows.

    .venv/bin/python benchmarks/hubspot.py [--deals 1000000] [--folder FOLDER]
    bin/with-postgres .venv/bin/python benchmarks/hubspot.py

Companies are a fifth of the deals and contacts three tenths, as in the exports of the three lists; 45 % of the deals are lost and
35 % won. Each step is a process of its own: a dry run, the import (which looks first, and then writes), the same files again, and
the undo. The *bare* side puts every row that the import wrote into the same tables with the same indexes, by `executemany` in
one transaction (SQLite) or `COPY` (PostgreSQL): what no import of them can beat, however it reads.

With `--people` it then serves Wonback from a home that holds the files, and asks for Today and the lost list by HTTP while a
second export of the same size comes in.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import hubspot_people
import hubspot_shape

LIMIT_MIB, LIMIT_RATIO = 800, 3
BARE = Path(__file__).with_name("hubspot_bare.py")


@dataclass
class Took:
    """What one process took."""

    name: str
    seconds: float
    cpu: float
    mib: float
    said: str

    def line(self, rows):
        return f"{self.name:<24} {self.seconds:9.1f} {self.cpu:9.1f} {rows / self.seconds:12,.0f} {self.mib:9.0f}"


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WONBACK_")}
    return kept | {"WONBACK_HOME": str(home), "OMP_NUM_THREADS": "1"}


def run(name, command, home):
    """Run a process to its end."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, env=environment(home), stdout=out)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{name} ended with {process.returncode}.")
        out.seek(0)
        said = out.read().decode()
    took = Took(name, time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)
    print(f"  {name}: {took.seconds:.1f} s, {took.mib:.0f} MiB", file=sys.stderr)
    return took


def wonback(name, home, *words):
    return run(name, [sys.executable, "-m", "wonback", *words], home)


def bare(what, home):
    return run(f"bare: {what}", [sys.executable, str(BARE), what, str(home)], home)


def measured(files, home, *, again):
    """From an empty home to an empty home."""
    names = [str(path) for path in files]
    took = {"start": wonback("an empty start", home, "imports")}
    bare("keep", home)
    took["dry"] = wonback("dry run", home, "import", "--dry-run", "--json", *names)
    took["import"] = wonback("import", home, "import", "--yes", "--json", *names)
    took["bare"] = bare("insert", home)
    if again:
        took["again"] = wonback("the same files again", home, "import", "--yes", "--json", *names)
    took["undo"] = wonback("undo", home, "undo", "--json", str(json.loads(took["import"].said)["batch"]))
    return took


def report(took, lines):
    written = json.loads(took["bare"].said)
    print(f"{lines:,} lines, {written['rows']:,} rows written")
    print(f"{'':<24} {'seconds':>9} {'cpu s':>9} {'lines / s':>12} {'peak MiB':>9}")
    for name in ("start", "dry", "import", "again", "undo"):
        if name in took:
            print(took[name].line(lines))
    print(
        f"{'bare insert':<24} {written['seconds']:9.1f} {'':>9} {written['rows'] / written['seconds']:12,.0f} rows / s"
    )
    whole = took["import"].seconds
    commit = whole - took["dry"].seconds
    print(
        f"Ratio to the bare insert: {whole / written['seconds']:.1f} for looking and writing, {commit / written['seconds']:.1f} for writing (aim {LIMIT_RATIO})."
    )
    print(
        f"Undo takes {took['undo'].seconds / took['import'].seconds:.2f} x the import (limit 1). Memory: limit {LIMIT_MIB} MiB."
    )
    print(f"Undo said {took['undo'].said.split()}")


def people(files, folder, home):
    wonback("import", home, "import", "--yes", "--json", *map(str, files))
    (folder / "second").mkdir(exist_ok=True)
    second = hubspot_shape.make(folder / "second", lines_of(files[-1]), part=1)
    hubspot_people.run(second, home, environment(home))


def lines_of(path):
    with path.open("rb") as file:
        return sum(1 for _line in file) - 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the files and the home here (default: thrown away)")
    parser.add_argument("--again", action="store_true", help="bring the same files in a second time, too")
    parser.add_argument("--people", action="store_true", help="ask for pages while a second export comes in")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="wonback-hubspot-"))
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    try:
        files = hubspot_shape.make(folder, options.deals)
        report(measured(files, home, again=options.again), sum(map(lines_of, files)))
        if options.people:
            people(files, folder, home)
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
