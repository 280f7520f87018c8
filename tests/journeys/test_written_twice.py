"""Ines finds Contoso written down twice: she puts the two together, reads the timeline, and takes it back; with scripts and without."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from wonback.clients.models import Client, Contact, Permission
from wonback.duplicates.tasks import find_pairs, find_people

PAIRS = "/duplicates/"


@pytest.fixture
def twin(contoso, rosa, noon):
    facts = {"owner": rosa, "phone": "+46 40 123 456", "town": "Lund"}
    Client.objects.filter(pk=contoso.pk).update(phone="+46 40 654 321")
    twin = Client.add(by=rosa, at=noon - timedelta(days=9), since=None, name="Contoso AB", **facts)
    Permission.note(by=rosa, at=noon - timedelta(days=3), client=twin, answer="refused", words="No mail, please.")
    return twin


@pytest.fixture
def night(twin, today):
    return find_pairs(as_of=today)


def put_together_and_take_back(page, contoso, twin):
    page.get_by_role("link", name="Contoso Contoso AB").click()
    page.get_by_role("radio", name="+46 40 123 456").check()
    page.get_by_role("button", name="Put them together").click()
    expect(page.get_by_text("Contoso AB is part of Contoso now.")).to_be_visible()
    contoso.refresh_from_db()
    assert contoso.phone == "+46 40 123 456"
    page.get_by_role("link", name="Put together").click()
    page.get_by_role("button", name="Take Contoso apart again").click()
    expect(page.get_by_text("They are two again")).to_be_visible()
    contoso.refresh_from_db()
    assert (contoso.phone, Client.objects.get(pk=twin.pk).name) == ("+46 40 654 321", "Contoso AB")


class TestWrittenDownTwice:
    def test_is_put_together_read_about_and_taken_back(self, signed_in, ines, contoso, twin, night, accessible):
        page = signed_in(ines, PAIRS)
        accessible(page)
        page.get_by_role("link", name="Contoso Contoso AB").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("asked to be left alone")).to_be_visible()
        accessible(page)
        page.go_back()
        put_together_and_take_back(page, contoso, twin)
        accessible(page)
        page.goto(page.url.split("/duplicates")[0] + contoso.get_absolute_url())
        expect(page.get_by_text("put Contoso AB and Contoso together: they are one company.")).to_be_visible()

    def test_works_without_scripts(self, browser, live_server, client, ines, contoso, twin, night):
        client.force_login(ines)
        context = browser.new_context(java_script_enabled=False)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + PAIRS)
        put_together_and_take_back(page, contoso, twin)
        context.close()


class TestSomebodyWhoStandsTwice:
    def test_is_put_together_as_chosen_and_taken_back(self, signed_in, rosa, contoso, today, accessible):
        known = contoso.contacts.get()
        Contact.objects.create(client=contoso, name=known.name, title="Met at the fair")
        Contact.objects.filter(pk=known.pk).update(title="Head of Buying")
        find_people(as_of=today)
        page = signed_in(rosa, PAIRS)
        page.get_by_role("link", name="People 1").click()
        accessible(page)
        page.get_by_role("link", name=f"{known.name} {known.name}").click()
        accessible(page)
        page.get_by_role("radio", name="Met at the fair").check()
        page.get_by_role("button", name="Put them together").click()
        expect(page.get_by_text(f"{known.name} is {known.name} now.")).to_be_visible()
        assert contoso.contacts.get().title == "Met at the fair"
        page.get_by_role("link", name="Put together").click()
        page.get_by_role("button", name=f"Take {known.name} apart again").click()
        expect(page.get_by_text("They are two again")).to_be_visible()
        assert {one.title for one in contoso.contacts.all()} == {"Head of Buying", "Met at the fair"}


class TestWhileRosaTypesANewClient:
    def test_she_is_asked_whether_it_is_one_of_these(self, signed_in, rosa, contoso, accessible):
        page = signed_in(rosa, "/clients/new/")
        page.get_by_label("Name", exact=True).press_sequentially("Contosso")
        expect(page.get_by_text("Is it one of these?")).to_be_visible()
        accessible(page)
        page.get_by_role("button", name="Add them").click()
        expect(page.get_by_text("Is it one of these?")).to_be_visible()
        assert Client.objects.count() == 1
        page.get_by_role("link", name="Contoso", exact=True).click()
        expect(page.get_by_role("heading", name="Contoso", exact=True)).to_be_visible()
