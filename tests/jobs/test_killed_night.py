"""kill -9 in the middle of a night: nothing is half written, the next night says what it does again, and ends as if nothing had happened."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pysqlite3
import pytest

from tests.jobs.test_serving import Server, free_port, wait_until
from wonback.jobs.nightly import STEPS

pytestmark = pytest.mark.program
PROGRAM = Path(__file__).with_name("night_program.py")


def do(home, *words):
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))}
    variables = {**ours, "WONBACK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "wonback.config.settings"}
    command = [sys.executable, str(PROGRAM), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=variables)


def rows_of(home):
    return json.loads(do(home, "dump").stdout)


@pytest.fixture(scope="module")
def seeded(sound, tmp_path_factory):
    home = shutil.copytree(sound, tmp_path_factory.mktemp("night") / "home")
    made = do(home, "seed")
    assert made.returncode == 0, made.stderr
    return home


@pytest.fixture(scope="module")
def undisturbed(seeded, tmp_path_factory):
    """What a night that nobody disturbs leaves behind, and how many writes it takes."""
    home = tmp_path_factory.mktemp("calm") / "home"
    shutil.copytree(seeded, home)
    done = do(home, "night", 0)
    assert done.returncode == 0, done.stderr
    return rows_of(home), int(re.search(r"writes: (\d+)", done.stdout).group(1))


def test_the_night_has_work_in_hand(seeded, undisturbed):
    after, writes = undisturbed
    before = rows_of(seeded)
    changed = {label for label in after if after[label] != before[label]}

    assert writes > 40
    assert changed >= {
        "care.Promise",
        "losses.Loss",
        "losses.Proposal",
        "winback.Plan",
        "winback.HandOut",
        "figures.Figure",
    }


def test_killed_late_it_ends_as_if_nothing_had_happened(seeded, undisturbed, tmp_path):
    whole, writes = undisturbed
    home = tmp_path / "home"
    shutil.copytree(seeded, home)

    assert do(home, "night", max(2, int(writes * 0.6))).returncode == -signal.SIGKILL
    again = do(home, "night", 0)

    assert again.returncode == 0, again.stderr
    assert re.search(r"^Resuming \w+\.\w+: it was interrupted\.$", again.stdout, re.MULTILINE)
    assert rows_of(home) == whole


def test_killed_early_and_again_it_still_does_each_thing_once(seeded, undisturbed, tmp_path):
    whole, writes = undisturbed
    home = tmp_path / "home"
    shutil.copytree(seeded, home)
    for share in (0.05, 0.2):
        do(home, "night", max(2, int(writes * share)))
    do(home, "night", 0)

    assert rows_of(home) == whole


def test_killed_it_is_taken_up_by_the_server_that_starts_next(seeded, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(seeded, home)
    do(home, "night", 5)
    server = Server(home, free_port()).wait()
    try:
        assert re.search(r"Doing \w+\.\w+ for 2026-11-23 again: it was interrupted\.", server.said())
        wait_until(lambda: steps_done(home) == len(STEPS))
    finally:
        server.stop()


def steps_done(home):
    with pysqlite3.connect(f"file:{home}/wonback.sqlite3?mode=ro", uri=True) as database:
        done = database.execute("SELECT count(*) FROM jobs_run WHERE as_of = '2026-11-23' AND finished_at IS NOT NULL")
        return done.fetchone()[0]
