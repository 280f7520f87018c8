"""What it costs that an acknowledged touch survives a power cut: synchronous FULL beside NORMAL, in the same run.

    .venv/bin/python benchmarks/sqlite_sync.py [--folder FOLDER] [--touches 400]

Each write is one touch in a transaction of its own, through `Touch.log`, as a person's click is. The two settings take
turns in batches, each on a database of its own, so that whatever else the disk does falls on both.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SETTINGS = ("full", "normal")
BATCH = 50


def serve_batches():
    """Write a batch for every line that comes in; answer with the milliseconds of each write."""
    import django

    django.setup()
    from datetime import UTC, datetime

    from django.core.management import call_command

    from wonback.care.models import Touch
    from wonback.care.models.touch import Note
    from wonback.clients.models import Client
    from wonback.team.models import User

    call_command("migrate", verbosity=0)
    at = datetime(2026, 11, 23, 10, tzinfo=UTC)
    rosa = User.objects.create_user("rosa@northbeam.example", "Rosa Lindqvist")
    client = Client.add(by=rosa, at=at, since=None, name="Harlow Foods", owner=rosa)
    for _line in sys.stdin:
        times = []
        for _ in range(BATCH):
            start = time.perf_counter()
            Touch.log(client, Note(works=True, line="All is well."), by=rosa, at=at)
            times.append(1000 * (time.perf_counter() - start))
        print(json.dumps(times), flush=True)


class Writer:
    """A process that writes with one setting."""

    def __init__(self, setting, folder):
        home = Path(tempfile.mkdtemp(prefix=f"sync-{setting}-", dir=folder))
        environment = {
            **os.environ,
            "WONBACK_HOME": str(home),
            "WONBACK_SYNCHRONOUS": setting,
            "DJANGO_SETTINGS_MODULE": "wonback.config.settings",
        }
        self.times = []
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--child"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def write(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self.times += json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--folder", type=Path, default=None, help="where to write (default: the system's temporary folder)"
    )
    parser.add_argument("--touches", type=int, default=400)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        serve_batches()
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        writers = {setting: Writer(setting, folder) for setting in SETTINGS}
        for _ in range(max(2, options.touches // BATCH)):
            for writer in writers.values():
                writer.write()
        for writer in writers.values():
            writer.stop()
    print(f"{'synchronous':<12} {'touches':>8} {'p50 ms':>8} {'p95 ms':>8} {'mean ms':>8}")
    for setting, writer in writers.items():
        times = writer.times
        p95 = statistics.quantiles(times, n=20)[-1]
        print(
            f"{setting.upper():<12} {len(times):>8} {statistics.median(times):8.2f} {p95:8.2f} {statistics.mean(times):8.2f}"
        )
    gain = statistics.median(writers["full"].times) / statistics.median(writers["normal"].times)
    print(f"NORMAL takes 1/{gain:.2f} of the time of FULL (median); it may lose the last touches in a power cut.")


if __name__ == "__main__":
    main()
