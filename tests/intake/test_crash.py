"""A program that dies in the middle of an import leaves nothing half-written, and the next one goes on."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.intake.files import MAVEN, RETAIL
from wonback.clients.models import Client
from wonback.intake.models import Batch
from wonback.intake.recovery import recover

CRASHING = Path(__file__).with_name("crashing.py")
# Kills itself when the deals are in, before the transaction ends.
DYING = textwrap.dedent(
    """
    import os, signal, sys
    import django
    django.setup()
    from django.core.management import call_command
    from wonback.intake.writing import Writer

    put_in = Writer.put_in

    def put_in_and_die(self, kind, model):
        put_in(self, kind, model)
        if kind == "deal":
            os.kill(os.getpid(), signal.SIGKILL)

    call_command("migrate", verbosity=0)
    Writer.put_in = put_in_and_die
    call_command("import", *sys.argv[1:], "--yes", "--json")
    """
)


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "dropped"
    folder.mkdir()
    named = {name.replace("_csv", ".csv"): body for name, body in (MAVEN | {"retail_csv": RETAIL}).items()}
    for name, body in named.items():
        (folder / name).write_text(body)
    return [str(folder / name) for name in named]


@contextlib.contextmanager
def database_of_its_own():
    """An empty database where the tests' own is, for a program that keeps what it writes; nothing for SQLite, which is in the home."""
    if connection.vendor != "postgresql":
        yield ""
        return
    name = f"crash_{os.getpid()}"
    address = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield address._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def surroundings(home_in_order):
    """The environment of a program with a home and a database of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))}
    ours |= {"WONBACK_HOME": str(home_in_order), "DJANGO_SETTINGS_MODULE": "wonback.config.settings"}
    with database_of_its_own() as address:
        yield ours | ({"DATABASE_URL": address} if address else {})


@pytest.mark.program
class TestKill:
    @pytest.mark.parametrize("step", ["checking", "importing", "undoing"])
    @pytest.mark.parametrize("seed", [1, 2])
    def test_at_any_moment_leaves_all_or_nothing_and_goes_on_to_the_same_end(self, step, seed, files, surroundings):
        command = [sys.executable, str(CRASHING), step, str(seed), "5", *files]
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        outcomes = json.loads(done.stdout)["outcomes"]

        assert [one for one in outcomes if not (one["died"] and one["whole"] and one["same"])] == []
        assert [one for one in outcomes if one["at work"] != bool(one["told"])] == []
        assert sum(one["at work"] for one in outcomes) >= 3

    def test_of_a_command_is_told_and_mended_by_the_next_command(self, files, surroundings):
        dead = subprocess.run([sys.executable, "-c", DYING, *files], env=surroundings, capture_output=True, check=False)
        command = [sys.executable, "-m", "wonback", "import", "--yes", "--json", *files]
        after = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)

        assert dead.returncode == -signal.SIGKILL
        assert "it was being brought in when it was interrupted; nothing of it had been written." in after.stderr
        counts = [kind for sheet in json.loads(after.stdout)["files"] for kind in sheet["kinds"].values()]
        assert sum(kind["unchanged"] for kind in counts) > 0
        assert sum(kind["new"] + kind["updated"] for kind in counts) == 0


@pytest.mark.django_db
class TestRecovery:
    def test_finds_nothing_where_nothing_was_cut_off(self, brought):
        brought(**MAVEN)

        assert recover() == []

    def test_reads_again_what_a_crash_left_unread(self, drop, at):
        batch = drop(**MAVEN)
        batch.begin(Batch.State.CHECKING, by=None, at=at)

        assert len(recover()) == 1
        batch.refresh_from_db()
        assert batch.state == Batch.State.CHECKED

    def test_writes_again_from_the_copies_when_the_stage_is_gone(self, examined, at):
        batch = examined(**MAVEN)
        batch.begin(Batch.State.IMPORTING, by=None, at=at)
        for name in ("rows.sealed", "rows.sqlite3"):
            (batch.folder / name).unlink()

        recover()

        batch.refresh_from_db()
        assert batch.state == Batch.State.DONE
        assert Client.objects.count() == 2

    def test_forgets_an_upload_that_never_arrived_whole(self, drop, ines):
        half = drop(by=ines, **MAVEN)
        from_a_command = drop(**MAVEN)

        assert recover() == [
            f"Drop the files of import {half.pk} again: they had not all arrived when the server stopped."
        ]
        assert list(Batch.objects.all()) == [from_a_command]
        assert not half.folder.exists()

    def test_says_of_an_undo_that_nothing_was_gone_yet(self, brought, at):
        batch = brought(**MAVEN)
        batch.begin(Batch.State.UNDOING, by=None, at=at)

        assert "it was being taken back when it was interrupted; all of it was still there." in recover()[0]
        assert Client.objects.count() == 0
