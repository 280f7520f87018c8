"""Asking again on paper and step by step, and what a lead sees to: evidence, doors, templates, the board and what was learned."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.cast import add_client
from tests.journeys.conftest import comes_true
from wonback.clients.models import Contact
from wonback.losses.models import Loss, Reason, Story
from wonback.losses.models.condition import Grounds
from wonback.winback.models import Change, HandOut, PlanTemplate, Sequence

OUTCOMES = {"Dana": "A renewed relationship", "Ulla": "Not compatible any more", "Olaf": "A cold shoulder"}


@pytest.fixture
def talking(ready_plan, rosa, noon):
    """The conversation with Northwind is open; three people there can be asked."""
    theirs = ready_plan.loss.client
    theirs.contacts.update(name="Dana", email="dana@northwind.example")
    for name in ("Ulla", "Olaf"):
        Contact.meet(client=theirs, name=name, email=f"{name.lower()}@northwind.example", by=rosa, at=noon)
    ready_plan.launch(by=rosa, at=noon)
    return ready_plan


def test_a_rep_asks_on_paper_and_step_by_step_and_notes_what_it_led_to(
    signed_in, live_server, talking, rosa, accessible, fitting
):
    """The call sheet, the letter as PDF, three rows of steps, and a different end of each."""
    page = signed_in(rosa, talking.get_absolute_url())
    page.get_by_role("link", name="Call sheet").first.click()
    expect(page.get_by_role("heading", name="What to say")).to_be_visible()
    expect(page.get_by_text("Three late deliveries in a row.")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="As a letter").click()
    letter = page.get_by_role("link", name="PDF for Dana").get_attribute("href")
    assert page.request.get(live_server.url + letter).body().startswith(b"%PDF")

    page.goto(page.url.replace("/compose/", "/steps/"))
    for place, name in enumerate(OUTCOMES):
        if place:
            page.get_by_text("Lay out steps towards somebody").click()
        page.get_by_label("Towards whom").select_option(label=name)
        page.get_by_label("A second chance: We failed them, and changed it.").check()
        page.get_by_role("button", name="Lay them out from today").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_label("What came of it with Dana").fill("She wants to see the new carrier.")
    page.get_by_role("region", name="Dana").get_by_role("button", name="We spoke").click()
    page.get_by_role("region", name="Ulla").get_by_role("button", name="They answered").click()
    olaf = page.get_by_role("region", name="Olaf")
    olaf.get_by_text("Stop", exact=True).click()
    olaf.get_by_label("Why the steps stop").fill("He never calls back")
    olaf.get_by_role("button", name="No further step").click()
    for name, outcome in OUTCOMES.items():
        page.get_by_label(f"What the steps towards {name} led to").select_option(label=outcome)
        line = page.get_by_role("region", name="Ended").get_by_role("listitem").filter(has_text=name)
        line.get_by_role("button", name="It led to this").click()
        expect(line.locator(".badge")).to_have_text(outcome)
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    fitting(page)

    led_to = {one.contact.name: str(one.get_outcome_display()) for one in Sequence.objects.select_related("contact")}
    assert led_to == OUTCOMES


@pytest.fixture
def waiting(talking, rosa, vera, ines, noon, today):
    """Somebody lost for want of a way to sign on, whom nobody holds; and the change that would give it to them."""
    client = add_client("Fabrikam", by=rosa, at=noon)
    loss = Loss.record(client, Story(reason="product-gap", lost_on=today - timedelta(days=90)), by=rosa, at=noon)
    grounds = Grounds(condition="capability", missing="Single sign-on")
    loss.hear(Reason.objects.get(key="product-gap"), voice="confirmed", grounds=grounds, by=vera, at=noon)
    Loss.objects.filter(pk=loss.pk).update(holder=None)
    return Change.name("Single sign-on", owner=ines, by=ines, at=noon)


def test_a_lead_shows_what_was_made_and_hands_out_whoever_waited_for_it(
    signed_in, waiting, talking, rosa, ines, tmp_path, accessible
):
    """A file as evidence, a door it opens, a hand-out, a template of ours, the board, and what brings them home."""
    shown = tmp_path / "release.pdf"
    shown.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page = signed_in(ines, waiting.get_absolute_url())
    page.get_by_text("It is made", exact=True).click()
    page.get_by_label("Where anybody can see it").fill("The login page of the portal.")
    page.get_by_label("A file that shows it").set_input_files(shown)
    page.get_by_role("button", name="Declare it made").click()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="The file").first.click()
    assert Path(downloaded.value.path()).read_bytes() == shown.read_bytes()

    page.goto(page.url.split("/changes")[0] + "/doors/")
    page.get_by_text("Something is true of us now").click()
    page.get_by_label("What we can do").fill("single sign-on")
    page.get_by_role("button", name="Who waited for it?").click()
    page.get_by_label("Hand the ticked ones to").first.select_option(label=rosa.name)
    page.get_by_role("button", name="Hand out").first.click()
    assert HandOut.objects.get(loss__client__name="Fabrikam").to == rosa

    page = signed_in(ines, "/plans/templates/")
    page.get_by_role("link", name=Reason.objects.get(key="product-gap").name).click()
    page.get_by_label("Milestone 1: what should be true").fill("They have tried it for a week")
    page.get_by_role("button", name="Begin plans like this").click()
    expect(page.get_by_text("Written by")).to_be_visible()
    accessible(page)
    assert PlanTemplate.objects.get().steps[0][0] == "They have tried it for a week"

    page = signed_in(ines, "/plans/board/")
    theirs = page.get_by_role("region", name="Asking").get_by_role("link", name="Northwind")
    expect(theirs).to_be_visible()
    accessible(page)
    page.get_by_role("region", name="Board of plans").focus()
    page.keyboard.press("ArrowRight")
    comes_true(page, "document.querySelector('.plan-board').scrollLeft > 0")
    for _press in range(9):
        page.keyboard.press("Tab")
        if theirs.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Northwind")).to_be_visible()

    page = signed_in(ines, "/insights/")
    expect(page.get_by_role("heading", name="How far plans come")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Asked").locator(".amount").first).to_have_text("1")
    accessible(page)
