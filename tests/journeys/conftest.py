"""A browser for stories. Whatever the page complains about on its console fails the test, and so does anything axe finds serious."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

# Playwright's own loop runs in this thread; Django would refuse to touch the database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, where there is one; Playwright's own otherwise."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, **({"executable_path": found, "args": QUIET} if found else {})}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": DESK, "locale": "en-GB", "reduced_motion": "reduce"}


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
def accessible():
    """Fail with what axe finds serious on a page: which rule, and where."""

    def check(page):
        # Preloading would ask for imported style sheets beside the page instead of beside the sheet that imports them.
        found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
        grave = [one for one in found if one["impact"] in {"serious", "critical"}]
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave] == []

    return check
