"""kill -9 in the middle of 500 letters: all arrive, none twice, and what the server may have taken is named."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.jobs.test_serving import free_port

pytestmark = pytest.mark.program
PROGRAM = Path(__file__).with_name("outbox_program.py")
LETTERS = 500
# Past the lease: whoever was killed is known to be gone.
LATER = 30


class Server:
    """Takes letters, and kills whoever brings the one it is told to, at the moment it is told."""

    def __init__(self):
        self.taken, self.asked, self.kill, self.program = [], 0, (), None

    def strike(self, moment):
        if self.kill == (moment, self.asked):
            os.kill(self.program.pid, signal.SIGKILL)

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked += 1
        self.strike("asked")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(message_from_bytes(envelope.content)["Message-ID"])
        self.strike("taken")
        return "250 OK"


@pytest.fixture
def server():
    server, port = Server(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    server.url = f"smtp://127.0.0.1:{port}"
    yield server
    controller.stop()


def start(home, *words, url="smtp://127.0.0.1:1"):
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))}
    settings = {"WONBACK_HOME": str(home), "WONBACK_SMTP_URL": url, "DJANGO_SETTINGS_MODULE": "wonback.config.settings"}
    command = [sys.executable, str(PROGRAM), *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ours | settings)


def do(home, *words, **settings):
    program = start(home, *words, **settings)
    said, complained = program.communicate(timeout=300)
    assert program.returncode == 0, complained
    return said


@pytest.fixture(scope="module")
def seeded(sound, tmp_path_factory):
    home = shutil.copytree(sound, tmp_path_factory.mktemp("outbox") / "home")
    do(home, "seed", LETTERS)
    return home


@pytest.fixture
def home(seeded, tmp_path):
    shutil.copytree(seeded, tmp_path / "home")
    return tmp_path / "home"


# Where in a letter's life the program dies: before the server has it, after the server has it, or between two of our own writes.
DEATHS = [
    [("write", 2)],
    [("write", 501)],
    [("taken", 499), ("asked", 500)],
    [("taken", 100), ("write", 77), ("asked", 300), ("taken", 350)],
]


def send_and_die(home, server, moment, number, minutes):
    """A run that is killed. The server counts over all runs, writes are counted in each."""
    server.kill = (moment, number)
    server.program = start(home, "send", number if moment == "write" else 0, minutes, url=server.url)
    server.program.communicate(timeout=300)
    server.kill = ()
    return server.program.returncode


@pytest.mark.parametrize("deaths", DEATHS, ids=lambda deaths: " ".join(f"{moment}{n}" for moment, n in deaths))
def test_killed_at_any_moment_no_letter_is_lost_or_sent_twice(home, server, deaths):
    for place, (moment, number) in enumerate(deaths):
        assert send_and_die(home, server, moment, number, LATER * place) == -signal.SIGKILL
    do(home, "send", 0, LATER * len(deaths), url=server.url)

    letters = json.loads(do(home, "letters"))
    states = {letter["message_id"]: letter["state"] for letter in letters}
    taken = Counter(server.taken)
    print(f"{deaths}: {len(taken)} of {len(letters)} arrived, {Counter(states.values())}")  # noqa: T201  # the figure is for people
    assert len(states) == LETTERS
    assert [name for name, times in taken.items() if times > 1] == []
    assert set(states.values()) <= {"sent", "uncertain"}
    assert {name for name in states if name not in taken} <= {n for n, state in states.items() if state == "uncertain"}
    assert Counter(states.values())["uncertain"] <= len(deaths)
    assert all("It may have arrived." in letter["why"] for letter in letters if letter["state"] == "uncertain")


def test_two_runs_at_once_share_the_letters(home, server):
    runs = [start(home, "send", 0, 0, url=server.url) for _run in range(2)]
    assert [run.communicate(timeout=300) and run.returncode for run in runs] == [0, 0]

    taken = Counter(server.taken)
    assert (len(taken), max(taken.values())) == (LETTERS, 1)
