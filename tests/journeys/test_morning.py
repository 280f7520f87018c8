"""Rosa's morning: whom to call, what she heard, what can wait. All of it by keyboard."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from wonback.care.models import Promise, Snooze, Touch
from wonback.care.models.touch import Note
from wonback.clients.models import Client, Contact


def add_silent(name, days, *, by, at):
    since = at.date() - timedelta(days=900)
    client = Client.add(by=by, at=at - timedelta(days=900), since=since, name=name, owner=by, tier="B")
    Contact.objects.create(client=client, name=f"Margaret of {name}", role="decider", email="margaret@example.com")
    Touch.log(client, Note(line="Busy until summer."), by=by, at=at - timedelta(days=days))
    return client


@pytest.fixture
def harlow(rosa, noon):
    return add_silent("Harlow Foods", 91, by=rosa, at=noon)


@pytest.fixture
def berrick(rosa, noon):
    """Nobody has spoken to them for long, and today we owe them a price list."""
    client = add_silent("Berrick & Sons", 70, by=rosa, at=noon)
    Promise.make(client, "the price list", by=rosa, at=noon - timedelta(days=9), due_by=noon.date())
    return client


@pytest.fixture
def morning(signed_in, rosa, harlow, berrick):
    page = signed_in(rosa, "/today/")
    expect(page.get_by_text("2 clients")).to_be_visible()
    return page


def row_of(page, client):
    return page.locator(f"#client-{client.pk}")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def go_to(page, client):
    """Walk down the list until this line has the focus."""
    for _line in range(4):
        page.keyboard.press("j")
        if row_of(page, client).evaluate("row => row.contains(document.activeElement)"):
            return
    pytest.fail(f"j never led to {client}")


def open_sheet(page, client):
    go_to(page, client)
    page.keyboard.press("c")
    expect_sheet(page, client)


def expect_sheet(page, client):
    expect(page.get_by_role("article", name=str(client))).to_be_visible()


class TestTheCallSheet:
    def test_opens_beside_the_list_and_says_what_she_needs_before_she_dials(self, morning, harlow, accessible):
        open_sheet(morning, harlow)
        sheet = morning.get_by_role("article", name="Harlow Foods")

        expect(sheet).to_contain_text("You have not spoken for 91 days.")
        expect(sheet).to_contain_text("Margaret of Harlow Foods")
        expect(sheet).to_contain_text("Busy until summer.")
        accessible(morning)

    def test_shows_what_we_owe_them_and_takes_a_promise_off_the_list(self, morning, berrick):
        open_sheet(morning, berrick)
        sheet = morning.get_by_role("article", name="Berrick & Sons")
        expect(sheet).to_contain_text("The price list")
        sheet.get_by_role("button", name="Kept").focus()
        press(morning, "Enter")

        expect(morning.get_by_text("Promise kept: the price list.")).to_be_visible()
        assert berrick.promises.get().kept_at

    def test_closes_by_escape_and_gives_the_focus_back(self, morning, harlow):
        open_sheet(morning, harlow)
        press(morning, "Escape")

        expect(morning.get_by_role("article")).to_have_count(0)
        expect(morning.get_by_role("link", name="Harlow Foods")).to_be_focused()

    def test_lies_over_the_list_on_a_phone(self, morning, on_a_phone, harlow, accessible, fitting):
        morning.get_by_role("link", name="Harlow Foods").click()

        expect(morning.get_by_role("article", name="Harlow Foods")).to_be_in_viewport()
        accessible(morning)
        fitting(morning)


class TestATouch:
    def test_takes_five_keys_and_one_line(self, morning, harlow):
        go_to(morning, harlow)
        press(morning, "c")
        expect_sheet(morning, harlow)
        press(morning, "1", "d")
        morning.keyboard.type("They take the larger size from May.")
        press(morning, "Enter")

        expect(row_of(morning, harlow)).to_contain_text("Spoken to (call).")
        expect(row_of(morning, harlow)).to_contain_text("They take the larger size from May.")
        expect(morning.get_by_role("article")).to_have_count(0)
        touch = harlow.touches.latest("at")
        assert (touch.works, touch.gripe, touch.line) == (True, False, "They take the larger size from May.")

    def test_with_a_competitor_asks_which(self, morning, harlow):
        open_sheet(morning, harlow)
        press(morning, "3")
        morning.get_by_placeholder("Which competitor, if you know").fill("Kestrel Supply")
        press(morning, "Enter")

        expect(row_of(morning, harlow)).to_contain_text("Spoken to")
        assert harlow.sightings.get().competitor.name == "Kestrel Supply"

    def test_that_reached_nobody_leaves_them_due(self, morning, harlow):
        open_sheet(morning, harlow)
        press(morning, "0", "d", "Enter")

        expect(row_of(morning, harlow)).to_contain_text("Nobody answered (call). They stay due.")

    def test_can_be_undone(self, morning, harlow):
        open_sheet(morning, harlow)
        press(morning, "d", "Enter")
        expect(row_of(morning, harlow)).to_contain_text("Spoken to")
        row_of(morning, harlow).get_by_role("button", name="Undo").focus()
        press(morning, "Enter")

        expect(morning.get_by_text("Taken back. Harlow Foods is as before.")).to_be_visible()
        expect(row_of(morning, harlow)).to_contain_text("You have not spoken for 91 days.")

    def test_leaves_the_focus_where_it_was_so_that_the_keys_go_on(self, morning, harlow):
        open_sheet(morning, harlow)
        press(morning, "d", "Enter")

        expect(row_of(morning, harlow).get_by_role("link", name="Harlow Foods")).to_be_focused()

    def test_with_somebody_who_is_not_on_the_list_is_noted_too(self, signed_in, contoso, rosa):
        page = signed_in(rosa, f"/today/{contoso.pk}/")
        page.get_by_label("What you heard, in one line").fill("All well.")
        page.get_by_role("button", name="Done").click()

        expect(page.get_by_text("Noted: you spoke to Contoso.")).to_be_visible()


class TestPuttingOff:
    def test_needs_a_reason_and_says_when_they_come_back(self, morning, harlow, rosa):
        open_sheet(morning, harlow)
        press(morning, "s", "7")

        expect(row_of(morning, harlow)).to_contain_text("Put off: They asked for another day.")
        expect(row_of(morning, harlow)).to_contain_text("back on")
        assert Snooze.objects.get(client=harlow).user == rosa

    def test_can_be_undone(self, morning, harlow):
        open_sheet(morning, harlow)
        press(morning, "s", "7")
        row_of(morning, harlow).get_by_role("button", name="Undo").click()

        expect(row_of(morning, harlow)).to_contain_text("You have not spoken for 91 days.")

    def test_to_the_next_turn_is_skipping(self, morning, harlow):
        open_sheet(morning, harlow)
        press(morning, "x", "9")

        expect(row_of(morning, harlow)).to_contain_text("Put off: Nothing to say this time.")


class TestTheEndOfTheDay:
    def test_says_so_when_everybody_is_spoken_to(self, morning, harlow, berrick, noon, accessible):
        berrick.promises.get().keep(by=berrick.owner, at=noon)
        for client in (harlow, berrick):
            Touch.log(client, Note(line="Fine."), by=client.owner, at=noon)
        morning.reload()

        expect(morning.get_by_text("All done for today.")).to_be_visible()
        expect(morning.get_by_text("2 done")).to_be_visible()
        accessible(morning)

    def test_teaches_where_clients_come_from_on_an_empty_day(self, signed_in, rosa, vera):
        page = signed_in(rosa, "/today/")
        expect(page.get_by_text("Nobody to call.")).to_be_visible()
        expect(page.get_by_text("on the day they should hear from you")).to_be_visible()

        page = signed_in(vera, "/today/")
        page.get_by_role("link", name="Whom to ask").click()
        page.wait_for_url("**/interviews/")


def test_keys_are_written_down_where_one_asks_for_them(morning, harlow):
    open_sheet(morning, harlow)
    press(morning, "?")

    for words in ("It works for them", "A gripe", "Put off", "Done: a line, then Enter"):
        expect(morning.get_by_role("dialog")).to_contain_text(words)
