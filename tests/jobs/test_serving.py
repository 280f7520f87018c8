"""The server as a program: it starts, says where, survives what dies beneath it, and takes everything with it when it ends."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.program


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, *, seconds=300):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.1)
    return pytest.fail(f"not within {seconds} s")


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def family(pid):
    """The processes this one started, by number."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return {int(child) for child in found.split()}


def alive(pids):
    def running(pid):
        status = Path(f"/proc/{pid}/stat")
        return status.exists() and status.read_text().rsplit(")")[-1].split()[0] != "Z"

    return {pid for pid in pids if running(pid)}


class Server:
    def __init__(self, home, port):
        self.home, self.port = home, port
        ours = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("WONBACK_", "DATABASE_URL", "DJANGO_"))
        }
        command = [sys.executable, "-m", "wonback", "--home", str(home), "serve", "--port", str(port)]
        self.log = (home.parent / "log").open("w")
        # A group of its own, as a terminal gives one to each program.
        self.process = subprocess.Popen(command, env=ours, stdout=self.log, stderr=subprocess.STDOUT, process_group=0)

    def wait(self):
        wait_until(lambda: self.process.poll() is not None or self.is_up())
        return self

    def is_up(self):
        # What it said comes first: the web processes of a server killed a moment ago may still answer.
        return "Wonback is at" in self.said() and (self.home / "worker.heartbeat").exists() and answers(self.port)

    def said(self):
        return (self.home.parent / "log").read_text()

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(300)


@pytest.fixture
def serve(home_in_order):
    started = []

    def start(port=None):
        started.append(Server(home_in_order, port or free_port()))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop(signal.SIGKILL)


class TestServing:
    def test_says_where_and_how_to_sign_in_and_stops_cleanly(self, serve, home_in_order):
        # This one makes its home itself.
        shutil.rmtree(home_in_order)
        server = serve().wait()
        children = family(server.process.pid)

        assert f"Wonback is at http://127.0.0.1:{server.port} (Ctrl-C stops it)" in server.said()
        assert re.search(r"Sign in as admin@example.com with the password \w+-\w+-\w+-\w+\n", server.said())
        assert len(children) == 3
        assert server.stop(signal.SIGINT) == 0
        assert alive(children) == set()
        assert server.said().endswith("Stopped.\n")

    def test_stops_as_cleanly_when_a_terminal_tells_the_whole_group(self, serve):
        server = serve().wait()
        children = family(server.process.pid)

        os.killpg(server.process.pid, signal.SIGINT)

        assert server.process.wait(300) == 0
        assert alive(children) == set()
        assert server.said().endswith("(Ctrl-C stops it)\nStopped.\n")

    def test_keeps_a_worker_whatever_happens_to_it(self, serve):
        server = serve().wait()
        before = family(server.process.pid)
        worker = next(pid for pid in before if "worker" in Path(f"/proc/{pid}/cmdline").read_text().split("\0"))

        os.kill(worker, signal.SIGKILL)

        wait_until(lambda: len(alive(family(server.process.pid)) - {worker}) == 3)
        assert server.process.poll() is None
        wait_until(lambda: answers(server.port))

    def test_killed_takes_its_family_along_and_can_start_again_at_once(self, serve):
        server = serve().wait()
        children = family(server.process.pid)

        server.stop(signal.SIGKILL)
        again = serve(server.port).wait()

        wait_until(lambda: answers(again.port))
        assert alive(children) == set()

    def test_leaves_no_worker_that_was_still_waking_up(self, serve):
        """Killed in the very moment in which it starts one: the worker finds itself an orphan."""
        server = serve()
        children = wait_until(lambda: family(server.process.pid))

        server.stop(signal.SIGKILL)

        wait_until(lambda: alive(children) == set())

    def test_refuses_a_port_in_use(self, serve):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            server = serve(taken.getsockname()[1])

            assert server.process.wait(300) == 1
        assert "Choose another --port: 127.0.0.1:" in server.said()
        assert "Traceback" not in server.said()

    def test_refuses_a_home_that_is_being_served(self, serve):
        serve().wait()
        second = serve()

        assert second.process.wait(300) == 1
        assert "Stop the other `wonback serve` first" in second.said()
