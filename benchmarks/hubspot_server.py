"""The processor seconds of a PostgreSQL on this machine, all of its processes together; 0 without one."""

import os
from functools import cache
from pathlib import Path

import psycopg

SERVER = os.environ.get("DATABASE_URL", "")
TICKS = os.sysconf("SC_CLK_TCK")


@cache
def postmaster():
    with psycopg.connect(SERVER) as server:
        return int(server.execute("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)").fetchone()[0])


def seconds():
    """Of those that run, and of those that ended."""
    if not SERVER:
        return 0.0
    found, theirs = 0, str(postmaster())
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if stat.parent.name == theirs:
            found += sum(map(int, told[11:15]))
        elif told[1] == theirs:
            found += sum(map(int, told[11:13]))
    return found / TICKS
