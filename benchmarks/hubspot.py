"""How long a whole HubSpot takes to come in and to go again: companies, contacts and deals, beside the bare insert of the same rows.

    .venv/bin/python benchmarks/hubspot.py [--deals 1000000] [--folder FOLDER] [--database postgres]

Companies are a fifth of the deals and contacts three tenths, as in the exports of the three lists; 45 % of the deals are lost and
35 % won. Each step is a process of its own: a dry run, the import (which looks first, and then writes), the same files again, and
the undo. The *bare* side puts every row that the import wrote into the same tables with the same indexes, by `executemany` in
one transaction (SQLite) or `COPY` (PostgreSQL): what no program can beat that hands rows to the database
one by one. Each figure stands there by the clock and in processor seconds, on PostgreSQL those of the server beside ours, so that the
ratio says the same on a busy machine.

With `--people` it then serves Wonback from the home that holds all of it, and asks for Today and the lost list by HTTP while another
export (of 100,000 deals, or as many as are named) comes in, which is taken back before the first is.
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
import hubspot_server
import hubspot_shape

LIMIT_MIB, LIMIT_RATIO = 800, 3
BARE = Path(__file__).with_name("hubspot_bare.py")
PARTS = Path(__file__).with_name("hubspot_parts.py")


@dataclass
class Took:
    """What one process took, and the parts of the import in it: seconds, processor seconds of ours, and of the server."""

    name: str
    seconds: float
    cpu: float
    mib: float
    said: str
    parts: dict

    def line(self, rows):
        return f"{self.name:<24} {self.seconds:9.1f} {self.cpu:9.1f} {rows / self.seconds:12,.0f} {rows / self.cpu:14,.0f} {self.mib:9.0f}"


def environment(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WONBACK_")}
    return kept | {"WONBACK_HOME": str(home), "OMP_NUM_THREADS": "1"}


def run(name, command, home, parts=None):
    """Run a process to its end."""
    start, served = time.perf_counter(), hubspot_server.seconds()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, env=environment(home), stdout=out)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{name} ended with {process.returncode}.")
        out.seek(0)
        said = out.read().decode()
    cpu = used.ru_utime + used.ru_stime + hubspot_server.seconds() - served
    told = json.loads(parts.read_text()) if parts else {}
    took = Took(name, time.perf_counter() - start, cpu, used.ru_maxrss / 1024, said, told)
    print(f"  {name}: {took.seconds:.1f} s, {cpu:.1f} s of CPU, {took.mib:.0f} MiB", file=sys.stderr, flush=True)
    return took


def wonback(name, home, *words):
    parts = home.parent / "parts.json"
    return run(name, [sys.executable, str(PARTS), str(parts), *words], home, parts)


def bare(what, home):
    return run(f"bare: {what}", [sys.executable, str(BARE), what, str(home)], home)


def measured(files, home, *, again, people):
    """From an empty home to an empty home."""
    names = [str(path) for path in files]
    wonback("tables", home, "imports")
    took = {"start": wonback("an empty start", home, "imports")}
    bare("keep", home)
    took["dry"] = wonback("dry run", home, "import", "--dry-run", "--json", *names)
    took["import"] = wonback("import", home, "import", "--yes", "--json", *names)
    took["bare"] = bare("insert", home)
    if again:
        took["again"] = wonback("the same files again", home, "import", "--yes", "--json", *names)
    if people:
        waits_of_people(people, home)
    took["undo"] = wonback("undo", home, "undo", "--json", str(json.loads(took["import"].said)["batch"]))
    return took


def report(took, lines):
    print(f"{lines:,} lines. The machine: {load()}")
    print(f"{'':<24} {'seconds':>9} {'cpu s':>9} {'lines / s':>12} {'lines / cpu s':>14} {'peak MiB':>9}")
    for name in ("start", "dry", "import", "again", "undo"):
        if name in took:
            print(took[name].line(lines))
            for part, (seconds, ours, servers) in took[name].parts.items():
                print(f"    {part:<20} {seconds:9.1f} {ours + servers:9.1f}")
    ratios(took, json.loads(took["bare"].said))


def ratios(took, written):
    """The import and its writing beside the bare insert, by processor time and by the clock."""
    seconds, ours, servers = written["took"]
    rows, cpu, start = written["rows"], ours + servers, took["start"]
    print(f"{'bare insert':<24} {seconds:9.1f} {cpu:9.1f} {rows:12,} rows")
    whole, dry, undo = took["import"], took["dry"], took["undo"]
    for name, by, bare_one in (("CPU", "cpu", cpu), ("clock", "seconds", seconds)):
        every, looked, back, none = (getattr(one, by) for one in (whole, dry, undo, start))
        print(
            f"By {name}: the whole import takes {(every - none) / bare_one:.1f} x the bare insert, its writing {(every - looked) / bare_one:.1f} x "
            f"(aim {LIMIT_RATIO}); undo takes {(back - none) / (every - none):.2f} x the import (limit 1)."
        )
    print(f"Memory: at most {max(one.mib for one in (whole, dry, undo)):.0f} MiB of ours (limit {LIMIT_MIB}).")
    print(f"Undo said {json.loads(undo.said)['reversed']:,} rows reversed.")


def load():
    return f"{os.cpu_count()} cores at a load of {' '.join(f'{one:.1f}' for one in os.getloadavg())}"


def waits_of_people(deals, home):
    """Of a home that is full, while more comes in."""
    folder = home.parent / "second"
    folder.mkdir(exist_ok=True)
    files = hubspot_shape.make(folder, deals, part=1)
    batch = hubspot_people.run(files, home, environment(home))
    wonback("undo of the second", home, "undo", "--json", str(batch))


def lines_of(path):
    with path.open("rb") as file:
        return sum(1 for _line in file) - 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the files and the home here (default: thrown away)")
    parser.add_argument("--again", action="store_true", help="bring the same files in a second time, too")
    parser.add_argument(
        "--people", type=int, nargs="?", const=100_000, metavar="DEALS", help="ask for pages while more comes in"
    )
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = parser.parse_args()
    if options.database == "postgres" and not hubspot_server.SERVER:
        server = Path(__file__).parents[1] / "bin" / "with-postgres"
        os.execv(server, [str(server), sys.executable, *sys.argv])
    folder = options.folder or Path(tempfile.mkdtemp(prefix="wonback-hubspot-"))
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    try:
        files = hubspot_shape.make(folder, options.deals)
        took = measured(files, home, again=options.again, people=options.people)
        report(took, sum(map(lines_of, files)))
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
