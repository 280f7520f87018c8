"""Twenty calls noted in a browser, with a stopwatch: how many clicks and keys, how long we take, and how long a person takes.

    .venv/bin/python benchmarks/twenty_calls.py [--home HOME]

A script is faster than a hand. What it does is therefore counted and turned into a person's seconds by the keystroke-level model
(Card, Moran and Newell, 1980: a key 0.2 s, pointing 1.1 s, a press 0.2 s, a thought 1.35 s, the hand from mouse to keys 0.4 s);
what we take to answer is measured and added. Half of the calls are noted by mouse with ticks alone, half by keyboard with a line.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from argparse import ArgumentParser
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

KEY, POINT, PRESS, THINK, HOME = 0.2, 1.1, 0.2, 1.35, 0.4
CALLS = 20
LINE = "They take the larger size."
PORT = 8479
WONBACK = Path(sys.executable).with_name("wonback")
CHROMIUM = Path(__file__).parents[1] / "bin/chromium"


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--home", help="a home with a demo company nobody needs any more; without it, one is made")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as fresh:
        home = asked.home or fresh
        run = {**os.environ, "WONBACK_HOME": home}
        subprocess.run([WONBACK, "demo", "--no-serve"], env=run, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([WONBACK, "serve", "--port", str(PORT)], env=run, stdout=subprocess.DEVNULL)
        try:
            wait()
            show(measure(Path(home)))
        finally:
            server.terminate()
            server.wait()


def wait():
    for _second in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=2)
        except OSError:
            time.sleep(1)
        else:
            return


def measure(home):
    """The days of as many reps as it takes."""
    email, password = (home / "first-sign-in.txt").read_text().split()
    noted = []
    with sync_playwright() as playwright:
        found = subprocess.run([CHROMIUM], check=False, capture_output=True, text=True).stdout.strip() or None
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for name in ("rosa", "jonas", "freya", "sam"):
            page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
            noted += calls_of(page, f"{name}@{email.split('@')[1]}", password, CALLS - len(noted))
        browser.close()
    return noted


def calls_of(page: Page, email, password, most):
    page.goto(f"http://127.0.0.1:{PORT}/account/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/today/")
    page.evaluate("document.querySelectorAll('details.fold').forEach((fold) => { fold.open = true })")
    rows = page.locator(".rows.today > .row[id^=client-]").evaluate_all("rows => rows.map((row) => row.id)")
    return [(by_mouse, by_keyboard)[n % 2](page, row) for n, row in enumerate(rows[:most])]


def by_mouse(page: Page, row):
    """The line, a tick, Done: three clicks."""
    name = page.locator(f"#{row} .row-name")
    name.evaluate("one => one.scrollIntoView({ block: 'center' })")
    response = answered(name.click, page, sheet_of(row))
    page.get_by_text("It works", exact=True).click()
    response += answered(page.get_by_role("button", name="Done", exact=True).last.click, page, noted_in(row))
    return "mouse, ticks", 3, 0, response, THINK + 3 * (POINT + PRESS) + response


def by_keyboard(page: Page, row):
    """j to the line, c, a tick, d, a line of 26 letters, Enter."""
    page.locator(f"#{row} .row-name").focus()
    response = answered(lambda: page.keyboard.press("c"), page, sheet_of(row))
    page.keyboard.press("1")
    page.keyboard.press("d")
    page.keyboard.type(LINE)
    response += answered(lambda: page.keyboard.press("Enter"), page, noted_in(row))
    keys = len("jc1d") + len(LINE) + 1
    return "keyboard, a line", 0, keys, response, 2 * THINK + keys * KEY + response


def sheet_of(row):
    return f'.touch-form[action$="/clients/{row.removeprefix("client-")}/touch/"]'


def noted_in(row):
    return f"#{row}.spoken"


def answered(deed, page, shown):
    """Seconds from the press until what it asks for is there."""
    began = time.perf_counter()
    deed()
    page.locator(shown).wait_for()
    return time.perf_counter() - began


def show(noted):
    print(f"{len(noted)} calls noted in a browser")
    for way in sorted({one[0] for one in noted}):
        mine = [one for one in noted if one[0] == way]
        clicks, keys = mine[0][1:3]
        ours, person = (statistics.median(one[place] for one in mine) for place in (3, 4))
        print(
            f"  {way:17} n={len(mine):2}  clicks {clicks}  keys {keys:2}  our part {ours:.2f} s  a person {person:.1f} s (median)"
        )
    median = statistics.median(one[4] for one in noted)
    print(
        f"  median of all: {median:.1f} s of a person (wanted: at most 10), at most {max(one[1] for one in noted)} clicks (wanted: 3)"
    )


if __name__ == "__main__":
    main()
