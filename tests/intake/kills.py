"""`kill -9` at many moments of an import and of its undo; after each, what recovery makes of it must equal what nobody disturbed.

    python -m tests.intake.kills [--kills 20] [--deals 2000] [--seed 1]
    bin/with-postgres python -m tests.intake.kills

Each step (reading, writing, taking back) of a HubSpot of three files is done once undisturbed; then again and again by a process that
kills itself at a moment drawn from all of its statements, staged rows and signs of progress. After each the whole domain is compared,
row by row: what the kill left (all, nothing, or on SQLite what the batch knows that it wrote of it), and what recovery made of it (the same as undisturbed). A short form is in the suite.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import hubspot_shape  # the exports of the benchmark

CRASHING = Path(__file__).with_name("crashing.py")


def surroundings(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WONBACK_")}
    return kept | {"WONBACK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wonback.config.settings"}


def disturbed(step, options, files, folder):
    """What came of so many kills of one step."""
    home = folder / step
    home.mkdir()
    command = [sys.executable, str(CRASHING), step, str(options.seed), str(options.kills), *map(str, files)]
    started = time.perf_counter()
    done = subprocess.run(command, env=surroundings(home), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout), time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--deals", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="wonback-kills-") as name:
        folder = Path(name)
        files = hubspot_shape.make(folder, options.deals)
        for step in ("checking", "importing", "undoing"):
            told, seconds = disturbed(step, options, files, folder)
            bad = [one for one in told["outcomes"] if not (one["died"] and one["whole"] and one["same"])]
            at_work, partly = (sum(one[name] for one in told["outcomes"]) for name in ("at work", "partly"))
            wrong += len(bad)
            sys.stdout.write(
                f"{step:<10} {len(told['outcomes'])} kills among {told['moments']:,} moments, {at_work} left at work, {partly} partly written: "
                f"{len(bad)} wrong; {told['rows']:,} rows compared each time; {seconds:.0f} s\n"
            )
            sys.stdout.writelines(f"  {one}\n" for one in bad)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
