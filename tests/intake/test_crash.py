"""A program that dies in the middle of an import leaves nothing half-written, and the next one goes on."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from tests.intake.files import MAVEN
from wonback.clients.models import Client
from wonback.intake.models import Batch
from wonback.intake.recovery import recover

WRITER = textwrap.dedent(
    """
    import pathlib, sys, time
    import django
    django.setup()
    from django.core.management import call_command
    from wonback.intake.writing import Writer

    call_command("migrate", verbosity=0)
    create = Writer.create

    def create_and_wait(self, kind, rows, *, keys):
        create(self, kind, rows, keys=keys)
        if kind == "deal":
            pathlib.Path(sys.argv[1]).touch()
            time.sleep(60)

    if sys.argv[2] == "die":
        Writer.create = create_and_wait
        call_command("import", *sys.argv[3:], "--yes", "--json")
    else:
        from wonback.clients.models import Client, Deal
        from wonback.intake.models import Batch
        from wonback.intake.recovery import recover
        left = Client.objects.count(), Deal.objects.count(), list(Batch.objects.values_list("state", flat=True))
        told = recover()
        Batch.objects.get().finish()
        print(left, told, Client.objects.count(), Deal.objects.count(), Batch.objects.get().state, sep="|")
    """
)


class TestKill:
    def test_in_the_middle_leaves_nothing_half_written(self, tmp_path):
        files = []
        for name, body in MAVEN.items():
            path = tmp_path / name.replace("_csv", ".csv")
            path.write_text(body)
            files.append(str(path))
        ready = tmp_path / "ready"
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))
        }
        environment |= {"WONBACK_HOME": str(tmp_path / "home"), "DJANGO_SETTINGS_MODULE": "wonback.config.settings"}
        command = [sys.executable, "-c", WRITER, str(ready)]

        with subprocess.Popen([*command, "die", *files], env=environment, stdout=subprocess.DEVNULL) as dying:
            for _wait in range(600):
                if ready.exists() or dying.poll() is not None:
                    break
                time.sleep(0.1)
            assert ready.exists()
            os.kill(dying.pid, signal.SIGKILL)
        after = subprocess.run([*command, "look"], env=environment, capture_output=True, text=True, check=True)

        left, told, clients, deals, state = after.stdout.strip().split("|")
        assert left == "(0, 0, ['importing'])"
        assert "it was being brought in when it was interrupted; nothing of it had been written" in told
        assert (clients, deals, state) == ("2", "5", "done")


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
