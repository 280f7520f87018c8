"""A browser for stories. Whatever a page complains about on its console fails the test, and so does anything axe finds."""

import os
import subprocess
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client as Visitor
from django.utils import timezone
from playwright.sync_api import expect

# Playwright's own loop runs in this thread; Django would refuse to touch the database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).parents[2]
# Three browsers share two cores, and the first page of each reads the whole program: what is late is not missing.
PATIENCE = 60_000
expect.set_options(timeout=15_000)

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
NAMED_TWICE = (
    "[...document.querySelectorAll('[id]')].map((one) => one.id).filter((id, place, all) => all.indexOf(id) < place)"
)
# Of every control one can press: its name and its height to a thumb, with what `::after` adds around it.
THUMB_HEIGHTS = """() => [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), a.button, a.chip, label.chip, a.page-up, a.more-link, label.row-pick")]
  .filter((one) => one.checkVisibility({opacityProperty: true, visibilityProperty: true}) && !one.closest("[popover]:not(:popover-open)"))
  .map((one) => [one, (one.matches("[type=checkbox], [type=radio]") ? one.closest("label") ?? one : one).getBoundingClientRect()])
  .filter(([, box]) => box.width > 1)
  .map(([one, box]) => { const around = getComputedStyle(one, "::after"); return [one.outerHTML.slice(0, 90), box.height + (around.position === "absolute" ? Math.max(0, -2 * parseFloat(around.top)) : 0)] })"""
# Parts of one row that lie over each other, by their words.
LYING_OVER = """() => [...document.querySelectorAll(".row")].flatMap((row) => {
  const parts = [...row.querySelectorAll(":scope > :not(.row-main), :scope > .row-main > *")].filter((one) => one.checkVisibility()).map((one) => [one.innerText.slice(0, 40), one.getBoundingClientRect()])
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2
  return parts.flatMap(([words, box], place) => parts.slice(place + 1).filter(([, other]) => over(box, other)).map(([others]) => [words, others]))
})"""
# What is right stays in the page: to write it down and carry it over takes a quarter of axe's time. Preloading would ask for imported
# style sheets beside the page instead of beside the sheet that imports them.
WHAT_AXE_FINDS = """() => axe.run({resultTypes: ["violations"], preload: false}).then((all) => all.violations)"""
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run"]


def installed():
    """Where this machine has a Chromium, or nothing."""
    return subprocess.run([ROOT / "bin" / "chromium"], stdout=subprocess.PIPE, text=True).stdout.strip()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, where there is one; Playwright's own otherwise."""
    found = installed()
    return {**browser_type_launch_args, **({"executable_path": found, "args": QUIET} if found else {})}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": DESK, "locale": "en-GB", "reduced_motion": "reduce"}


@pytest.fixture
def context(context):
    context.set_default_navigation_timeout(PATIENCE)
    return context


@pytest.fixture
def complaints(page):
    """What the page's console said was wrong: a broken script, a missing file, something the content policy forbade."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.fixture(autouse=True)
def nothing_to_complain_about(complaints):
    yield
    # A refusal is answered with 422 on purpose, and the browser's console calls every such answer an error.
    assert [text for text in complaints if "422" not in text] == []


@pytest.fixture
def signed_in(page, live_server, client):
    """Open a page as somebody, without going through the door."""

    def opened(person, address="/"):
        # The session before stays: a page that is still asking with it must not be told to drop the new one.
        client.cookies.clear()
        client.force_login(person)
        cookie = client.cookies["sessionid"]
        host = urlsplit(live_server.url).hostname
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "domain": host, "path": "/"}])
        page.goto(live_server.url + str(address))
        return page

    return opened


@pytest.fixture
def on_a_phone(page):
    page.set_viewport_size(PHONE)
    return page


@pytest.fixture
def noon():
    """Now: the pages of a running house read the real clock, and the people of the cast live in the same days."""
    return timezone.now()


@pytest.fixture
def another_browser(browser, live_server):
    """Open a page as somebody in a browser of another kind."""
    contexts = []

    def opened(person, address="/", **kind):
        # A session of its own: whoever comes in second must not sign the first one out.
        door = Visitor()
        door.force_login(person)
        contexts.append(browser.new_context(**kind))
        contexts[-1].set_default_navigation_timeout(PATIENCE)
        cookie = {"name": "sessionid", "value": door.cookies["sessionid"].value, "url": live_server.url}
        contexts[-1].add_cookies([cookie])
        page = contexts[-1].new_page()
        page.goto(live_server.url + str(address))
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def without_scripts(another_browser):
    """Open a page as somebody whose browser runs no scripts."""
    return partial(another_browser, java_script_enabled=False, viewport=DESK)


@pytest.fixture
def by_thumb(another_browser):
    """Open a page as somebody with a phone in one hand."""
    return partial(another_browser, has_touch=True, viewport=PHONE, reduced_motion="reduce")


def comes_true(page, said):
    """Wait for it. Playwright's own waiting runs a string, which our policy forbids unless it is true at once."""
    for _look in range(300):
        if page.evaluate(said):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"Within fifteen seconds it was never true: {said}")


@pytest.fixture
def accessible():
    """Fail with what axe finds on a page: which rule, and where."""

    def check(page):
        page.wait_for_load_state()
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(WHAT_AXE_FINDS)
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == []

    return check


@pytest.fixture
def fitting():
    """Fail if a page is wider than its window."""

    def check(page):
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    return check
