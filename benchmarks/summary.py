"""Purchase rows → one row a client: ours beside the same SQL typed into DuckDB by hand, a process each, turn about.

    python benchmarks/summary.py [rows] [--end-to-end ROWS]

With --end-to-end also `wonback value` on so many rows: time a row and peak memory, next to a tenth as many.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROUNDS = 3
AS_OF = "2026-06-30"
PURCHASES_A_CLIENT = 10

BY_HAND = """
    WITH days AS (SELECT client, day, sum(amount) AS spend FROM read_parquet('{file}') GROUP BY client, day),
    gaps AS (SELECT client, day, spend, ln(spend) AS log, lag(day) OVER (PARTITION BY client ORDER BY day) AS before FROM days),
    logs AS (SELECT *, ln(CASE WHEN before IS NULL THEN 1 ELSE date_diff('day', before, day) END) AS gap_log FROM gaps)
    SELECT client, count(*) - 1 AS frequency, date_diff('day', min(day), max(day)) AS recency,
           date_diff('day', min(day), DATE '{as_of}') AS age, sum(gap_log) AS gap_logs, sum(spend) AS spent,
           sum(CASE WHEN before IS NULL THEN spend END) AS spent_first, sum(log) AS log_sum, sum(log * log) AS log_squares
    FROM logs GROUP BY client
"""
CHECK = "SELECT count(*), sum(frequency), sum(recency), sum(age), round(sum(gap_logs)), round(sum(spent)) FROM result"


def make(rows, file):
    """Purchases of clients who buy on and on until they leave, as text ids, days and amounts."""
    con = duckdb.connect(config={"memory_limit": "3GB", "temp_directory": str(file.parent / "spill")})
    clients = rows // PURCHASES_A_CLIENT
    con.execute(
        f"""COPY (SELECT 'C' || (hash(i) % {clients}) AS client,
        DATE '2024-01-01' + CAST(hash(i, 1) % (200 + hash(hash(i) % {clients}, 2) % 700) AS INT) AS day,
        round(5 + (hash(i, 3) % 100000) / 500.0, 2) AS amount FROM range({rows}) t(i)) TO '{file}' (FORMAT parquet)"""
    )


def ours(file):
    from wonback.metrics import engine
    from wonback.metrics.base.summary import order_days, summary

    with engine.duckdb("3GB") as con:
        began = measure()
        table = summary(order_days(con.read_parquet(str(file))), as_of=__import__("datetime").date.fromisoformat(AS_OF))
        con.create_table("result", table, temp=True)
        spent = since(began)
        return spent | {"sums": [str(n) for n in con.raw_sql(CHECK).fetchone()]}


def by_hand(file):
    folder = tempfile.mkdtemp()
    con = duckdb.connect(config={"memory_limit": "3GB", "temp_directory": folder})
    began = measure()
    con.execute(f"CREATE TEMP TABLE result AS {BY_HAND.format(file=file, as_of=AS_OF)}")
    return since(began) | {"sums": [str(n) for n in con.execute(CHECK).fetchone()]}


def measure():
    return time.perf_counter(), time.process_time()


def since(began):
    wall, cpu = (now - then for now, then in zip(measure(), began, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": wall, "cpu": cpu, "peak": peak}


def apart(name, file):
    """One run in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, f"--{name}", str(file)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def compare(rows, folder):
    file = folder / f"purchases-{rows}.parquet"
    make(rows, file)
    print(f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB; {ROUNDS} rounds, turn about; two threads each\n")
    runs = {"ours": [], "by_hand": []}
    for _round in range(ROUNDS):
        for name, found in runs.items():
            found.append(apart(name, file))
    assert runs["ours"][0]["sums"] == runs["by_hand"][0]["sums"], runs
    best = {
        name: {key: min(run[key] for run in found) for key in ("wall", "cpu", "peak")} for name, found in runs.items()
    }
    for name, one in best.items():
        print(f"{name:<8} {one['wall']:7.2f} s  {one['cpu']:7.2f} CPU s  peak {one['peak']:6.0f} MiB")
    print(
        f"\nthe same sums; ours takes {best['ours']['cpu'] / best['by_hand']['cpu']:.2f} × the CPU time, "
        f"{best['ours']['wall'] / best['by_hand']['wall']:.2f} × the time of SQL by hand (wanted at most 1.2)"
    )
    file.unlink()


def end_to_end(rows, folder):
    """`wonback value` on a tenth and on the whole: time a row must not grow, memory must stay bounded."""
    per_row = {}
    for size in (rows // 10, rows):
        file = folder / f"purchases-{size}.parquet"
        make(size, file)
        out = folder / "scores.parquet"
        began = time.perf_counter()
        program = str(Path(sys.executable).with_name("wonback"))
        child = subprocess.Popen(
            [program, "--home", str(folder / "home"), "value", str(file), "--as-of", AS_OF, "--out", str(out)],
            stdout=subprocess.PIPE,
        )
        child.stdout.read()
        _pid, status, usage = os.wait4(child.pid, 0)
        wall, cpu = time.perf_counter() - began, usage.ru_utime + usage.ru_stime
        per_row[size] = cpu / size
        scores = duckdb.connect().execute(f"SELECT count(*) FROM '{out}'").fetchone()[0]
        print(
            f"{size:>12,} rows → {scores:>11,} clients  {wall:7.1f} s  {cpu:7.1f} CPU s  {cpu / size * 1e6:6.2f} µs a row  "
            f"peak {usage.ru_maxrss / 1024:6.0f} MiB  status {status}",
            flush=True,
        )
        file.unlink()
    print(
        f"a row costs {per_row[rows] / per_row[rows // 10]:.2f} × as much (wanted at most 1); peak wanted at most 6,144 MiB"
    )


def main(words):
    if words and words[0] in {"--ours", "--by_hand"}:
        if words[0] == "--ours":
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wonback.config.settings")
            os.environ["WONBACK_HOME"] = tempfile.mkdtemp()
            import django

            django.setup()
        print(json.dumps({"--ours": ours, "--by_hand": by_hand}[words[0]](Path(words[1]))))
        return
    numbers = [int(word) for word in words if word.isdigit()]
    with tempfile.TemporaryDirectory() as folder:
        if "--end-to-end" in words:
            end_to_end(numbers[-1] if numbers else 100_000_000, Path(folder))
        else:
            compare(numbers[0] if numbers else 10_000_000, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
