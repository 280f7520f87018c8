"""`wonback` as a program: words in, an exit code and two streams out."""

import json
import os
import subprocess
import sys

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
    @pytest.mark.parametrize("place", ["before", "after"])
    def test_may_stand_before_the_verb_or_after_it(self, wonback, tmp_path, home, place):
        given = ("--home", str(tmp_path / "other"))
        wonback(*given, "nightly") if place == "before" else wonback("nightly", *given)

        assert (tmp_path / "other" / "wonback.sqlite3").exists()
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

    def test_found_by_the_doctor_leave_standard_output_to_programs(self, wonback):
        answer = wonback("doctor", "--json")

        assert answer.returncode == 1
        assert [found["check"] for found in json.loads(answer.stdout) if not found["ok"]] == ["tables"]
        assert answer.stderr == "Put 1 thing right, as told above.\n"


class TestAnEmptyHome:
    def test_is_brought_up_to_date_by_the_first_verb_and_left_alone_by_the_second(self, wonback):
        first, second = wonback("nightly"), wonback("nightly")

        assert (first.returncode, first.stderr) == (0, "Brought the database up to date.\n")
        assert (second.returncode, second.stderr) == (0, "")

    def test_is_brought_up_to_date_once_by_two_that_start_together(self, home):
        command = [sys.executable, "-m", "wonback", "--home", str(home), "nightly"]
        both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        told = [process.communicate(timeout=180)[1] for process in both]

        assert told.count("Brought the database up to date.\n") >= 1
        assert not [error for error in told if "Look after" in error]
