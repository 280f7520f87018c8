"""The bare side of `hubspot.py`: every row an import wrote, into the same tables with the same indexes and keys, and nothing else.

`keep` puts aside the empty database; `insert` fills it and prints how many rows it wrote in how many seconds. What is read first is not counted.
"""

import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

TABLES = (
    "team_team", "team_user", "clients_product", "clients_client", "clients_contact", "clients_permission", "clients_contract",
    "clients_deal", "clients_purchase", "losses_wording", "losses_loss", "losses_cause", "clients_spell", "clients_entry", "clients_word",
)  # fmt: skip
AT_ONCE = 50_000
SERVER = os.environ.get("DATABASE_URL", "")
BARE = "bare_rows"


def keep(home):
    if SERVER:
        with psycopg.connect(address("postgres"), autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {BARE}")
            server.execute(f"CREATE DATABASE {BARE} TEMPLATE {urlsplit(SERVER).path.lstrip('/')}")
    else:
        with sqlite3.connect(home / "wonback.sqlite3") as full:
            full.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(home / "wonback.sqlite3", home / "bare.sqlite3")


def address(name):
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def insert_sqlite(home):
    full = sqlite3.connect(f"file:{home}/wonback.sqlite3?mode=ro", uri=True)
    bare = sqlite3.connect(home / "bare.sqlite3", isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-20000", "temp_store=MEMORY"):
        bare.execute(f"PRAGMA {pragma}")
    rows, seconds = 0, 0.0
    bare.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        last = bare.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
        found = full.execute(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", (last,))
        statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(found.description))})"
        while some := found.fetchmany(AT_ONCE):
            start = time.perf_counter()
            bare.executemany(statement, some)
            rows, seconds = rows + len(some), seconds + time.perf_counter() - start
    start = time.perf_counter()
    bare.execute("COMMIT")
    return rows, seconds + time.perf_counter() - start


def insert_postgresql(_home):
    rows, seconds = 0, 0.0
    with psycopg.connect(SERVER) as full, psycopg.connect(address(BARE)) as bare:
        for table in TABLES:
            last = bare.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
            with tempfile.TemporaryFile() as file:
                query = f"COPY (SELECT * FROM {table} WHERE id > {last} ORDER BY id) TO STDOUT"
                with full.cursor().copy(query) as out:
                    for block in out:
                        file.write(block)
                file.seek(0)
                start, cursor = time.perf_counter(), bare.cursor()
                with cursor.copy(f"COPY {table} FROM STDIN") as into:
                    while block := file.read(1 << 16):
                        into.write(block)
                rows, seconds = rows + cursor.rowcount, seconds + time.perf_counter() - start
        start = time.perf_counter()
        bare.commit()
    return rows, seconds + time.perf_counter() - start


def main():
    home = Path(sys.argv[2])
    if sys.argv[1] == "keep":
        keep(home)
        return
    rows, seconds = (insert_postgresql if SERVER else insert_sqlite)(home)
    (home / "bare.sqlite3").unlink(missing_ok=True)
    print(json.dumps({"rows": rows, "seconds": seconds}))


if __name__ == "__main__":
    main()
