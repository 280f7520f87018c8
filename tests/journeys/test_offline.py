"""A phone that loses its network on the way from one client to the next, and a device that two people use."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, comes_true
from wonback.care.models import Touch


@pytest.fixture
def harlow(contoso, today):
    """Contoso, silent for 90 days."""
    contoso.name, contoso.last_touch_on, contoso.touch_by = (
        "Harlow Foods",
        today - timedelta(days=90),
        today - timedelta(days=45),
    )
    contoso.save()
    return contoso


@pytest.fixture
def pocket(signed_in, rosa, harlow, page):
    """The page of the phone, once its look and its day are kept."""
    page.set_viewport_size(PHONE)
    opened = signed_in(rosa, "/offline/")
    opened.locator("offline-day[data-kept]").wait_for(state="attached")
    return opened


def line(page):
    return page.get_by_role("listitem").filter(has_text="Harlow Foods").first


def test_a_touch_made_without_a_network_arrives_once_when_it_is_back(pocket, harlow, accessible, fitting, complaints):
    pocket.context.set_offline(True)
    pocket.goto(pocket.url.replace("/offline/", "/today/"))
    expect(line(pocket)).to_contain_text("You have not spoken for 90 days.")
    line(pocket).get_by_text("Harlow Foods").click()
    expect(line(pocket)).to_contain_text("Dana of Contoso")
    expect(line(pocket)).to_contain_text("All is well.")
    fitting(pocket)
    line(pocket).get_by_text("It works").click()
    line(pocket).get_by_placeholder("What you heard").fill("They take the larger size.")
    line(pocket).get_by_role("button", name="Done").click()

    expect(pocket.get_by_role("status")).to_have_text("1 waiting to be sent")
    accessible(pocket)
    assert harlow.touches.count() == 1
    pocket.reload()
    expect(pocket.get_by_role("status")).to_have_text("1 waiting to be sent")
    complaints.clear()

    pocket.context.set_offline(False)
    expect(pocket.get_by_role("status")).to_be_hidden(timeout=30_000)
    complaints.clear()
    touch = Touch.objects.latest("pk")
    assert (touch.line, touch.works, touch.by.name) == ("They take the larger size.", True, "Rosa Lindqvist")
    assert harlow.touches.count() == 2


def test_a_call_sheet_whose_network_has_gone_keeps_what_was_noted(signed_in, rosa, harlow, complaints):
    page = signed_in(rosa, "/today/")
    page.get_by_role("link", name="Harlow Foods").click()
    sheet = page.get_by_role("article", name="Harlow Foods")
    sheet.get_by_placeholder("What you heard").fill("Busy until summer.")
    comes_true(page, "!!customElements.get('waiting-line')")
    page.context.set_offline(True)
    sheet.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Kept on this device.")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="waiting")).to_have_text("1 waiting to be sent")
    complaints.clear()

    page.context.set_offline(False)
    expect(page.get_by_text("waiting to be sent")).to_be_hidden(timeout=30_000)
    complaints.clear()
    assert harlow.touches.latest("pk").line == "Busy until summer."


def test_whoever_comes_after_her_on_the_same_device_sees_nothing_of_hers(
    pocket, signed_in, sam, live_server, harlow, complaints
):
    pocket.context.set_offline(True)
    line(pocket).get_by_text("Harlow Foods").click()
    line(pocket).get_by_placeholder("What you heard").fill("A secret of hers.")
    line(pocket).get_by_role("button", name="Done").click()
    expect(pocket.get_by_role("status")).to_have_text("1 waiting to be sent")
    pocket.route(re.compile("/api/v1/touches"), lambda route: route.abort())
    pocket.context.set_offline(False)
    complaints.clear()

    pocket.context.clear_cookies()
    pocket.goto(f"{live_server.url}/account/login/")
    page = signed_in(sam, "/offline/")
    expect(page.get_by_text("Nobody to call.")).to_be_visible()
    kept = page.evaluate(EVERYTHING)

    assert "Harlow" not in page.content() + kept
    assert "secret" not in page.content() + kept
    complaints.clear()


# All that lies on the device in words: both stores, and what the service worker keeps.
EVERYTHING = """async () => {
  const database = await new Promise((done) => { const asked = indexedDB.open("wonback"); asked.onsuccess = () => done(asked.result) })
  const rows = await Promise.all(["kept", "queue"].map((store) => new Promise((done) => { const asked = database.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result) })))
  const words = rows.flat().map((row) => JSON.stringify(row) + (row.sealed ? new TextDecoder().decode(row.sealed) : ""))
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) words.push(request.url, await (await caches.match(request)).text())
  return words.join()
}"""
