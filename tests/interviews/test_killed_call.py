"""A call is typed while the server is killed, the network cut and the tab closed: at most the last three seconds are lost."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.jobs.test_serving import Server, alive, family, free_port, wait_until
from tests.journeys.conftest import QUIET, installed

pytestmark = pytest.mark.program
WORLD = """
from datetime import timedelta
from django.utils import timezone
from wonback.clients.models import Client
from wonback.interviews.models import Interview
from wonback.losses.models import Loss, Reason
from wonback.team.models import User
now, asker = timezone.now(), User.objects.get()
client = Client.objects.create(name="Northwind")
facts = {"kind": "client", "lost_on": now.date(), "recorded_at": now, "currency": "EUR", "reason": Reason.not_asked()}
loss = Loss.objects.create(client=client, **facts)
loss.causes.create(reason=loss.reason, noted_at=now)
Interview.objects.filter(loss=loss).delete()
talk = Interview.objects.create(loss=loss, interviewer=asker, stage="live", begun_at=now, opened_at=now)
print("talk", talk.pk)
"""


@pytest.fixture
def serve(home_in_order):
    started, port = [], free_port()

    def start():
        started.append(Server(home_in_order, port))
        return started[-1].wait()

    yield start
    for server in started:
        if server.process.poll() is None:
            kill(server)


def kill(server):
    everybody = family(server.process.pid)
    server.process.kill()
    for pid in everybody:
        os.kill(pid, signal.SIGKILL)
    server.process.wait(30)
    wait_until(lambda: not alive(everybody))


@pytest.fixture
def chromium():
    found = installed()
    kind = {"executable_path": found, "args": QUIET} if found else {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**kind)
        yield browser
        browser.close()


@pytest.fixture
def talk(serve, tmp_path):
    """A server, and a talk that goes on; who signs in first holds it."""
    server = serve()
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("WONBACK_", "DATABASE_URL"))}
    command = [sys.executable, "-m", "wonback", "--home", str(tmp_path / "home"), "manage", "shell", "-c", WORLD]
    said = subprocess.run(command, env=ours, capture_output=True, text=True, check=True).stdout
    return server, int(re.search(r"talk (\d+)", said)[1])


@pytest.fixture
def kept(tmp_path):
    """What the database holds: notes, quotes, tags."""

    def looked():
        with closing(sqlite3.connect(f"file:{tmp_path}/home/wonback.sqlite3?mode=ro", uri=True, timeout=20)) as found:
            one = "SELECT coalesce(group_concat(text), '') FROM interviews_answer WHERE text <> ''"
            notes = found.execute(one).fetchone()[0]
            quotes = found.execute("SELECT coalesce(group_concat(words), '') FROM interviews_quote").fetchone()[0]
            return notes, quotes, found.execute("SELECT count(*) FROM interviews_answer_drivers").fetchone()[0]

    return looked


def opened(context, server, talk, said):
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/interviews/{talk}/live/")
    if "/account/login/" in page.url:
        told = re.search(r"Sign in as (\S+) with the password ([^;\s]+)", said)
        page.fill("input[name=login]", told[1])
        page.fill("input[name=password]", told[2])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
    return page


def saved(page):
    expect(page.locator(".live-state")).to_have_text("Saved", timeout=15_000)


def waits(page):
    expect(page.locator(".live-state")).to_contain_text("Kept on this device", timeout=15_000)


def first(page):
    return page.locator("textarea[name=text-cause]")


def test_a_call_outlives_the_server_the_network_and_the_tab(serve, chromium, talk, kept):
    (server, number), said = talk, talk[0].said()
    context = chromium.new_context()
    page = opened(context, server, number, said)
    page.keyboard.type("You were late.")
    page.keyboard.press("Alt+1")
    saved(page)
    assert kept() == ("You were late.", "", 1)

    kill(server)
    page.keyboard.type(" Three times.")
    page.keyboard.press("Alt+2")
    page.keyboard.press("Alt+q")
    page.keyboard.type("Nobody called us.")
    waits(page)
    page.close()
    server = serve()
    page = opened(context, server, number, said)
    expect(first(page)).to_have_value("You were late. Three times.")
    saved(page)
    assert kept() == ("You were late. Three times.", "Nobody called us.", 2)

    context.set_offline(True)
    page.keyboard.press("Control+End")
    first(page).press_sequentially(" In May.")
    waits(page)
    page.close()
    context.set_offline(False)
    page = opened(context, server, number, said)
    expect(first(page)).to_have_value(re.compile("In May"))
    saved(page)
    assert "In May" in kept()[0]
    context.close()


def test_a_lost_laptop_loses_three_seconds(serve, chromium, talk, kept):
    """Nothing of the browser is left: what stands on the server is all there is."""
    (server, number), said = talk, talk[0].said()
    context = chromium.new_context()
    page = opened(context, server, number, said)
    page.keyboard.type("You were late.")
    wait_until(lambda: kept()[0])
    kill(server)
    context.close()

    server = serve()
    page = opened(chromium.new_context(), server, number, said)
    expect(first(page)).to_have_value("You were late.")
