"""`wonback` as a program: words in, an exit code and two streams out."""

import fcntl
import json
import os
import sqlite3
import stat
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.program


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def wonback(home):
    """Run one verb in a process of its own, on an empty home and SQLite."""

    def run(*words, **variables):
        ours = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("WONBACK_", "DATABASE_URL", "DJANGO_"))
        }
        command = [sys.executable, "-m", "wonback", *words]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=180, env={**ours, "WONBACK_HOME": str(home), **variables}
        )

    return run


class TestWords:
    def test_help_lists_every_verb_with_a_sentence(self, wonback):
        answer = wonback("--help")

        assert answer.returncode == 0
        assert "  serve     Serve Wonback and do its background work, until Ctrl-C.\n" in answer.stdout

    def test_version_is_that_of_the_package(self, wonback):
        assert wonback("--version").stdout.startswith("wonback 20")

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ((), "say what to do"),
            (("sevre",), "there is no verb 'sevre'"),
            (("nightly", "--as-of", "22.11.2026"), "write the day as 2026-11-22"),
            (("nightly", "--fast"), "unrecognized arguments: --fast"),
            (("serve", "--port", "99999"), "choose a port from 1 to 65535, not '99999'"),
            (("demo", "--port", "http"), "choose a port from 1 to 65535, not 'http'"),
        ],
    )
    def test_misspelt_end_with_2_and_usage(self, wonback, words, told):
        answer = wonback(*words)

        assert answer.returncode == 2
        assert told in answer.stderr
        assert answer.stdout == ""

    def test_of_one_verb_are_explained_without_the_frameworks_own(self, wonback):
        answer = wonback("nightly", "--help")

        assert "--as-of DAY" in answer.stdout
        assert "--pythonpath" not in answer.stdout


class TestHome:
    def test_may_stand_before_the_verb_or_after_it(self, wonback, tmp_path, home):
        given = ("--home", str(tmp_path / "other"))
        first, second = wonback(*given, "imports"), wonback("imports", *given)

        assert (tmp_path / "other" / "wonback.sqlite3").exists()
        # The second finds what the first made: an empty home says that it is brought up to date.
        assert (first.stderr, second.stderr) == ("Brought the database up to date.\n", "")
        assert not home.exists()


class TestProblems:
    def test_with_settings_are_one_sentence_and_1(self, wonback):
        answer = wonback("nightly", WONBACK_TIME_ZONE="Middle/Earth")

        assert answer.returncode == 1
        assert answer.stderr == "Set WONBACK_TIME_ZONE to a zone such as Europe/Berlin, not 'Middle/Earth'.\n"

    def test_with_the_database_say_who_helps(self, wonback):
        answer = wonback("nightly", DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")

        assert answer.returncode == 1
        assert answer.stderr.startswith("Look after the database (`wonback doctor` helps):")
        assert "Traceback" not in answer.stderr

    def test_with_a_file_that_is_no_database_say_who_helps(self, wonback, home):
        home.mkdir()
        (home / "wonback.sqlite3").write_bytes(b"no database" * 1000)
        answer = wonback("imports")

        assert answer.returncode == 1
        assert answer.stderr == "Look after the database (`wonback doctor` helps): file is not a database.\n"

    def test_found_by_the_doctor_leave_standard_output_to_programs(self, wonback):
        answer = wonback("doctor", "--json", WONBACK_SMTP_URL="smtp://127.0.0.1:9")

        assert answer.returncode == 1
        assert [found["check"] for found in json.loads(answer.stdout) if not found["ok"]] == ["mail"]
        assert answer.stderr == "Put 1 thing right, as told above.\n"


def other_people_can_look(home):
    home.chmod(0o755)
    (home / "wonback.sqlite3").chmod(0o644)


def the_database_is_something_else(home):
    (home / "wonback.sqlite3").write_bytes(b"no database" * 1000)


def a_page_of_the_database_is_rubbish(home):
    with (home / "wonback.sqlite3").open("r+b") as file:
        file.seek(60 * 4096)
        file.write(bytes(range(256)) * 48)


def the_database_is_lost(home):
    (home / "wonback.sqlite3").unlink()
    (home / "files").mkdir(mode=0o700)


def a_change_to_the_tables_is_not_made(home):
    with sqlite3.connect(home / "wonback.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")


def the_key_is_readable(home):
    (home / "secret_key").chmod(0o644)


def a_file_is_from_tomorrow(home):
    tomorrow = time.time() + 86_400
    os.utime(home / "secret_key", (tomorrow, tomorrow))


def a_server_without_a_worker(home):
    """Held until the test ends, as `wonback serve` holds it."""
    lock = (home / "serve.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def nothing(home):
    pass


# Debian 12's library, as far as our program can tell.
OLD_LIBRARY = "import pysqlite3\npysqlite3.sqlite_version_info = (3, 40, 1)\n"


class TestTheDoctor:
    @pytest.fixture
    def home(self, home_in_order):
        return home_in_order

    def test_finds_nothing_wrong_in_a_home_in_order(self, wonback):
        answer = wonback("doctor")

        assert (answer.returncode, answer.stderr) == (0, "")
        assert "WRONG" not in answer.stdout

    @pytest.mark.parametrize(
        ("broken", "variables", "told"),
        [
            (other_people_can_look, {}, "WRONG home: Run `chmod 700 "),
            (the_key_is_readable, {}, "WRONG secret key: Run `chmod 600 "),
            (a_file_is_from_tomorrow, {}, "WRONG clock: Set the clock: it says "),
            (the_database_is_something_else, {}, "WRONG database: Make "),
            (a_page_of_the_database_is_rubbish, {}, "put a backup in its place: "),
            (the_database_is_lost, {}, "WRONG tables: Put a backup of the database here"),
            (a_change_to_the_tables_is_not_made, {}, "WRONG tables: Start Wonback once to make 1 change"),
            (a_server_without_a_worker, {}, "WRONG worker: Restart Wonback: its worker has not been seen"),
            (nothing, {"WONBACK_SMTP_URL": "smtp://127.0.0.1:9"}, "WRONG mail: Correct WONBACK_SMTP_URL or start"),
            (nothing, {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing"}, "WRONG database: Start the database"),
            (nothing, {"OLD_LIBRARY": "1"}, "WRONG database: SQLite 3.40.1 can corrupt a database in WAL mode."),
        ],
    )  # fmt: skip
    def test_ends_with_1_and_a_sentence_for_whatever_is_wrong(self, wonback, home, tmp_path, broken, variables, told):
        _held = broken(home)
        if variables.pop("OLD_LIBRARY", ""):
            (tmp_path / "sitecustomize.py").write_text(OLD_LIBRARY)
            variables = {"PYTHONPATH": os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))}
        answer = wonback("doctor", **variables)

        assert answer.returncode == 1
        assert told in answer.stdout
        assert answer.stderr == "Put 1 thing right, as told above.\n"

    def test_is_not_the_only_one_to_refuse_a_library_that_loses_data(self, wonback, tmp_path):
        (tmp_path / "sitecustomize.py").write_text(OLD_LIBRARY)
        path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH")]))
        answer = wonback("imports", PYTHONPATH=path)

        assert answer.returncode == 1
        assert answer.stderr.startswith("SQLite 3.40.1 can corrupt a database in WAL mode. Install pysqlite3")


class TestAnEmptyHome:
    def test_has_nothing_wrong_with_it(self, wonback, home):
        home.mkdir(mode=0o755)
        answer = wonback("doctor")

        assert (answer.returncode, answer.stderr) == (0, "")
        assert "ok    tables: none yet; whatever you do first makes them\n" in answer.stdout

    def test_is_brought_up_to_date_by_the_first_verb_for_its_owner_alone(self, wonback, home):
        home.mkdir(mode=0o755)
        answer = wonback("imports")

        assert (answer.returncode, answer.stderr) == (0, "Brought the database up to date.\n")
        assert {stat.S_IMODE(file.stat().st_mode) for file in home.iterdir()} == {0o600}

    def test_is_brought_up_to_date_once_by_two_that_start_together(self, home):
        command = [sys.executable, "-m", "wonback", "--home", str(home), "imports"]
        both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        told = [process.communicate(timeout=180)[1] for process in both]

        assert told.count("Brought the database up to date.\n") >= 1
        assert not [error for error in told if "Look after" in error]
