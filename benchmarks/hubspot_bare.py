"""The bare side of `hubspot.py`: every row an import wrote, into the same tables with the same indexes and keys, and nothing else.

`keep` puts aside the empty database; `insert` fills it and prints how many rows it wrote in how many seconds. What is read first is not counted.
"""

import json
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import hubspot_server
import psycopg

TABLES = (
    "team_team", "team_user", "clients_product", "clients_client", "clients_contact", "clients_permission", "clients_contract",
    "clients_deal", "clients_purchase", "losses_wording", "losses_loss", "losses_cause", "clients_spell", "clients_entry", "clients_word",
)  # fmt: skip
AT_ONCE = 50_000
SERVER = hubspot_server.SERVER
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


class Watch:
    """Seconds, processor seconds of ours and processor seconds of the server, of what is to be counted."""

    def __init__(self):
        self.took = [0.0, 0.0, 0.0]

    def __enter__(self):
        self.start = time.perf_counter(), time.process_time(), hubspot_server.seconds()

    def __exit__(self, *_error):
        end = time.perf_counter(), time.process_time(), hubspot_server.seconds()
        self.took = [took + after - before for took, before, after in zip(self.took, self.start, end, strict=True)]


def insert_sqlite(home, watch):
    full = sqlite3.connect(f"file:{home}/wonback.sqlite3?mode=ro", uri=True)
    bare = sqlite3.connect(home / "bare.sqlite3", isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-20000", "temp_store=MEMORY"):
        bare.execute(f"PRAGMA {pragma}")
    rows = 0
    bare.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        last = bare.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
        found = full.execute(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", (last,))
        statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(found.description))})"
        while some := found.fetchmany(AT_ONCE):
            with watch:
                bare.executemany(statement, some)
            rows += len(some)
    with watch:
        bare.execute("COMMIT")
    return rows


def insert_postgresql(_home, watch):
    rows = 0
    with psycopg.connect(SERVER) as full, psycopg.connect(address(BARE)) as bare:
        for table in TABLES:
            last = bare.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]
            with tempfile.TemporaryFile() as file:
                query = f"COPY (SELECT * FROM {table} WHERE id > {last} ORDER BY id) TO STDOUT"
                with full.cursor().copy(query) as out:
                    for block in out:
                        file.write(block)
                file.seek(0)
                cursor = bare.cursor()
                with watch, cursor.copy(f"COPY {table} FROM STDIN") as into:
                    while block := file.read(1 << 16):
                        into.write(block)
                rows += cursor.rowcount
        with watch:
            bare.commit()
    return rows


def main():
    home = Path(sys.argv[2])
    if sys.argv[1] == "keep":
        keep(home)
        return
    watch = Watch()
    rows = (insert_postgresql if SERVER else insert_sqlite)(home, watch)
    for left in home.glob("bare.sqlite3*"):
        left.unlink()
    print(json.dumps({"rows": rows, "took": watch.took}))


if __name__ == "__main__":
    main()
