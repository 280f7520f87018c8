"""Copies tables from the app's database into Parquet files. Runs as a program of its own, and knows nothing of Django.

DuckDB brings its own SQLite. Two SQLite libraries in one process lose each other's file locks, hence the second process.
"""

import json
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import duckdb

# What the extension's file must be called for DuckDB to find its entry.
ENTRIES = {"sqlite": "sqlite_scanner", "postgres": "postgres_scanner"}


def attach(con: duckdb.DuckDBPyConnection, *, extension: str, at: str) -> None:
    """Open the database, for reading only, with the extension that came in a wheel: nothing is fetched from anywhere."""
    shipped = (
        files(f"duckdb_extension_{extension}")
        / "extensions"
        / f"v{duckdb.__version__}"
        / f"{extension}.duckdb_extension"
    )
    with as_file(shipped) as path, tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / f"{ENTRIES[extension]}.duckdb_extension"
        link.symlink_to(path)
        con.execute(f"LOAD '{link}'")
    con.execute(f"ATTACH {literal(at)} AS app (TYPE {extension}, READ_ONLY)")


def copy(con: duckdb.DuckDBPyConnection, tables: dict[str, str], folder: Path) -> dict[str, int]:
    """Write each table to a file, as they all are at one moment; return how many rows each has."""
    counts = {}
    con.execute("BEGIN")
    for name, sql in tables.items():
        target = literal(str(folder / f"{name}.parquet"))
        row = con.execute(f"COPY ({sql}) TO {target} (FORMAT parquet, COMPRESSION zstd)").fetchone()
        counts[name] = int(row[0]) if row else 0
    con.execute("COMMIT")
    return counts


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def main(order: dict[str, Any]) -> dict[str, int]:
    folder = Path(order["folder"])
    # Sorting a table larger than this spills into the folder it is written to.
    con = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "memory_limit": "512MB", "temp_directory": str(folder / "tmp")}
    )
    attach(con, **order["database"])
    counts = copy(con, order["tables"], folder)
    con.close()
    return counts


if __name__ == "__main__":
    json.dump(main(json.load(sys.stdin)), sys.stdout)
