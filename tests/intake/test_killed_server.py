"""Server and worker are killed while files dropped on the page come in; the next start says so and ends the work."""

import http.cookiejar
import os
import random
import re
import signal
import sqlite3
import time
import urllib.parse
import urllib.request
import uuid
from contextlib import closing

import pytest

from tests.intake.files import ACCOUNTS, PIPELINE, PRODUCTS, TEAMS
from tests.jobs.test_serving import Server, alive, family, free_port, wait_until

pytestmark = pytest.mark.program
# Two thirds of the deals with a client are lost.
DEALS, LOST = 12_000, 8_000


class Person:
    """Somebody with a browser that runs no scripts."""

    def __init__(self, server):
        self.base = f"http://127.0.0.1:{server.port}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        told = re.search(r"Sign in as (\S+) with the password (\S+)", server.said())
        self.get("/account/login/")
        self.post("/account/login/", {"login": told[1], "password": told[2]})

    def get(self, path):
        with self.opener.open(self.base + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path, fields):
        return self.send(path, urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def drop(self, path, named):
        mark = uuid.uuid4().hex
        part = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n'
        body = "".join(part % file for file in named.items()) + f"--{mark}--\r\n"
        return self.send(path, body.encode(), f"multipart/form-data; boundary={mark}")

    def send(self, path, body, kind):
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        headers = {"Content-Type": kind, "X-CSRFToken": token, "Referer": self.base}
        with self.opener.open(urllib.request.Request(self.base + path, body, headers), timeout=60) as answer:
            return answer.geturl()


@pytest.fixture
def serve(home_in_order):
    started = []

    def start():
        started.append(Server(home_in_order, free_port()))
        return started[-1].wait()

    yield start
    for server in started:
        if server.process.poll() is None:
            server.stop(signal.SIGKILL)


@pytest.fixture
def look(tmp_path):
    """What the database holds: the import's state, clients, deals, losses."""

    def looked():
        tables = ("clients_client", "clients_deal", "losses_loss")
        with closing(sqlite3.connect(f"file:{tmp_path}/home/wonback.sqlite3?mode=ro", uri=True, timeout=20)) as found:
            state = found.execute("SELECT state FROM intake_batch").fetchone()[0]
            return state, *(found.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)

    return looked


def many_deals():
    header, *rows = PIPELINE.splitlines()
    known = [row.split(",", 1)[1] for row in rows if ",," not in row]
    return "\n".join([header, *(f"ID{number},{known[number % len(known)]}" for number in range(DEALS))]) + "\n"


def kill(server):
    everybody = family(server.process.pid)
    server.process.kill()
    for pid in everybody:
        os.kill(pid, signal.SIGKILL)
    server.process.wait(30)
    wait_until(lambda: not alive(everybody))


STEPS = (("checking", "", "checked"), ("importing", "bring-in/", "done"), ("undoing", "undo/", "undone"))


class TestKilled:
    def test_from_reading_over_writing_to_taking_back(self, serve, look):
        pause, cut_off = random.Random(20261124), 0
        files = {"deals.csv": many_deals(), "accounts.csv": ACCOUNTS, "products.csv": PRODUCTS, "teams.csv": TEAMS}
        server = serve()
        person = Person(server)
        page = urllib.parse.urlsplit(person.drop("/import/drop/", files)).path
        for step, path, ends in STEPS:
            if path:
                person.post(page + path, {})
            before = (2, DEALS, LOST) if step == "undoing" else (0, 0, 0)
            time.sleep(pause.random() / 2)
            kill(server)
            state, *left = look()
            assert state == ends or (state, tuple(left)) == (step, before)

            server = serve()
            person.base = f"http://127.0.0.1:{server.port}"
            cut_off += state == step
            assert ("Going on with import 1" in server.said()) is (state == step)
            wait_until(lambda ends=ends: look()[0] == ends, seconds=120)
        assert cut_off
        assert look() == ("undone", 0, 0, 0)
