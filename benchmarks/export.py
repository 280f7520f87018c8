"""How long a million touches take to leave, in each format and whole, and how much memory that takes; beside a bare walk over the same rows.

    .venv/bin/python benchmarks/export.py [--rows 1000000]

Each way is a process of its own over one home, so that its peak memory is its own. Then an empty home moves in with the whole export.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLIENTS = 20_000
FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
INSERT INTO care_touch (client_id, at, channel, reached, works, gripe, competitor, more, line, key)
SELECT 1 + i % {clients}, '2026-01-01 09:00:00', 'call', 1, i % 2, 0, 0, 0, 'We spoke about delivery number ' || i, NULL FROM n
"""
CLIENTS_OF = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {clients})
INSERT INTO clients_client (id, source, external_id, name, name_key, standing, tier, industry, country, town, domain, phone, more)
SELECT i, '', '', 'Client ' || i, 'client ' || i, 'active', 'B', '', '', '', '', '', '{{}}' FROM n
"""


def main():
    given = arguments()
    if given.one:
        return one_way(given.one, Path(given.folder))
    with tempfile.TemporaryDirectory(prefix="wonback-export-") as folder:
        home = Path(folder) / "home"
        run(home, "fill", folder, given.rows)
        bare = run(home, "bare", folder, given.rows)
        for way in ("csv", "xlsx", "parquet", "whole-csv", "whole-xlsx", "whole-parquet"):
            told = run(home, way, folder, given.rows)
            print(f"{way:<14} {told[0]:6.1f} s  {told[0] / bare[0]:5.1f} x bare  {told[1]:5.0f} MiB")
            if way.startswith("whole"):
                told = run(Path(folder) / f"new-{way}", f"in-{way}", folder, given.rows, key=home / "seal_key")
                print(f"  moving in    {told[0]:6.1f} s  {told[0] / bare[0]:5.1f} x bare  {told[1]:5.0f} MiB")
        print(f"{'bare walk':<14} {bare[0]:6.1f} s                {bare[1]:5.0f} MiB")
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


def run(home, way, folder, rows, *, key=None):
    """Do one way in a process of its own; return its seconds and its peak memory in MiB."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("WONBACK_")}
    variables |= {"WONBACK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wonback.config.settings"}
    command = [sys.executable, __file__, "--one", way, "--folder", str(folder), "--rows", str(rows)]
    said = subprocess.run(
        command, env=variables | {"SEAL": str(key or "")}, check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, memory = said.stdout.split()[-2:]
    return float(seconds), float(memory)


def one_way(way, folder):
    import django

    django.setup()
    from wonback.jobs.upkeep import migrate

    migrate()
    begun = time.monotonic()
    WAYS[way](folder) if way in WAYS else whole(way, folder)
    print(time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return 0


def fill(folder):
    from django.db import connection, transaction

    rows = arguments().rows
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLIENTS_OF.format(clients=CLIENTS))
        cursor.execute(FILL.format(rows=rows, clients=CLIENTS))


def bare(folder):
    from wonback.exports.lists import LISTS

    rows = LISTS["touches"].model.objects.order_by("pk").values_list(*LISTS["touches"].paths.values())
    assert sum(1 for _row in rows.iterator(chunk_size=2_000)) == arguments().rows


def a_list(form):
    def taken(folder):
        from django.http import QueryDict

        from wonback.exports.formats import FORMATS
        from wonback.exports.lists import LISTS, Seen
        from wonback.team.models import User

        admin = User.objects.filter(role="admin").first() or User.objects.create_user("a@b.example", "A", role="admin")
        touches = LISTS["touches"]
        seen = Seen(admin, None, QueryDict())
        FORMATS[form].write(Path(folder) / f"touches.{form}", touches.columns, touches.rows(seen))

    return taken


def whole(way, folder):
    from django.utils import timezone

    from wonback.exports import moving_in, moving_out

    name = way.removeprefix("in-")
    if way.startswith("in-"):
        moving_in.move_in(folder / name, key=Path(os.environ["SEAL"]))
    else:
        moving_out.everything(folder / name, name.removeprefix("whole-"), at=timezone.now())


WAYS = {"fill": fill, "bare": bare} | {form: a_list(form) for form in ("csv", "xlsx", "parquet")}

if __name__ == "__main__":
    sys.exit(main())
