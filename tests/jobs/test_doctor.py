import contextlib
import json
import os
import resource
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from wonback.core.locks import alone
from wonback.jobs import doctor
from wonback.post.models import Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    """A home folder in order."""
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture
def now(noon, home):
    os.utime(home, (noon.timestamp(), noon.timestamp()))
    return noon


@pytest.fixture
def nothing_fits():
    """For as long as it holds, no file may grow by one byte."""

    @contextlib.contextmanager
    def limited():
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited


def findings(now):
    return {finding.check: finding for finding in doctor.examine(now=now)}


def wrong(now):
    return {check: finding.says for check, finding in findings(now).items() if not finding.ok}


class TestAHomeInOrder:
    def test_has_nothing_wrong(self, now):
        assert wrong(now) == {}

    def test_was_looked_at_from_all_sides(self, now):
        assert set(findings(now)) == {
            "home", "secret key", "disk", "clock", "mail", "database", "engine", "tables", "worker", "letters", "mailbox",
        }  # fmt: skip


class TestItTellsWhatToDo:
    def test_about_a_home_others_can_open(self, now, home):
        (home / "wonback.sqlite3").touch(mode=0o644)
        os.utime(home / "wonback.sqlite3", (now.timestamp(), now.timestamp()))
        home.chmod(0o755)

        assert wrong(now) == {"home": f"Run `chmod 700 {home}`: others can open it."}

    def test_but_not_about_one_in_which_nothing_is_open_to_them(self, now, home):
        (home / "wonback.sqlite3").touch(mode=0o600)
        os.utime(home / "wonback.sqlite3", (now.timestamp(), now.timestamp()))
        home.chmod(0o755)

        assert wrong(now) == {}

    def test_about_a_secret_key_others_can_read(self, now, home):
        key = home / "secret_key"
        key.write_text("secret")
        key.chmod(0o644)
        os.utime(key, (now.timestamp(), now.timestamp()))

        assert wrong(now) == {"secret key": f"Run `chmod 600 {key}`: others can open it."}

    def test_about_a_full_disk(self, now, monkeypatch):
        monkeypatch.setattr(doctor, "BYTES_FREE", 10**18)

        assert wrong(now)["disk"].startswith("Make room: ")

    def test_about_a_disk_that_takes_nothing_more(self, now, nothing_fits, home):
        with nothing_fits():
            found = doctor.look_at_disk()

        assert (found.ok, found.says) == (False, f"Let Wonback write into {home}: File too large.")

    def test_about_a_home_that_is_gone(self, home, settings):
        assert doctor.unwritable(home / "gone") == "No such file or directory"

    def test_about_a_clock_that_was_set_back(self, now, home):
        later = (now + timedelta(days=400)).timestamp()
        (home / "wonback.sqlite3").touch()
        os.utime(home / "wonback.sqlite3", (later, later))

        assert wrong(now)["clock"].startswith("Set the clock: it says 2026-11-23 12:00")

    def test_about_a_mail_server_that_is_not_there(self, now, settings):
        options = {"host": "127.0.0.1", "port": 9, "timeout": 2}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

        assert wrong(now)["mail"].startswith("Correct WONBACK_SMTP_URL or start the mail server")

    def test_about_a_mailbox_that_could_not_be_read(self, now, settings):
        settings.MAILBOX = {"username": "replies", "host": "127.0.0.1", "folder": "INBOX"}
        Mailbox.at(settings.MAILBOX).note("The mailbox cannot be read: no such folder.", at=now)

        assert wrong(now)["mailbox"].endswith("The mailbox cannot be read: no such folder.")

    def test_about_a_worker_that_is_gone_while_wonback_is_served(self, now, home):
        with alone(home / "serve.lock", otherwise=""):
            os.utime(home / "serve.lock", (now.timestamp(), now.timestamp()))

            assert wrong(now) == {"worker": "Restart Wonback: its worker has not been seen for a minute."}

    def test_but_not_about_a_worker_at_work(self, now, home):
        (home / "worker.heartbeat").touch()
        os.utime(home / "worker.heartbeat", (now.timestamp() - 5, now.timestamp() - 5))

        with alone(home / "serve.lock", otherwise=""):
            os.utime(home / "serve.lock", (now.timestamp(), now.timestamp()))

            assert findings(now)["worker"].says == "at work"

    def test_about_a_database_library_that_loses_data(self, now, monkeypatch):
        if "engine" in findings(now) and "PostgreSQL" in findings(now)["engine"].says:
            monkeypatch.setattr(doctor, "POSTGRESQL_SINCE", 99)
        else:
            monkeypatch.setattr(doctor, "SAFE", (9, 0, 0))

        assert set(wrong(now)) == {"engine"}


class TestTheCommand:
    def test_prints_objects_for_programs(self, home, capsys):
        call_command("doctor", as_json=True)

        assert {"check": "home", "ok": True, "says": str(home)} in json.loads(capsys.readouterr().out)

    def test_ends_with_a_sentence_when_something_is_wrong(self, home):
        (home / "wonback.sqlite3").touch(mode=0o644)
        home.chmod(0o755)

        with pytest.raises(CommandError, match="Put 1 thing right, as told above."):
            call_command("doctor")
