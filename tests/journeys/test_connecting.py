"""Adam joins HubSpot, sees what is there before it counts, and takes it back; then he takes the whole house along."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.connectors.conftest import hubspot, stand_in  # noqa: F401  # the program that stands in
from tests.connectors.fakes import TOKEN
from tests.journeys.conftest import PHONE
from wonback.clients.models import Client
from wonback.connectors import talking
from wonback.connectors.models import Connector
from wonback.exports.models import Export
from wonback.intake.models import Batch


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(talking, "FIRST_PAUSE_SECONDS", 0.0)


def test_from_the_token_to_what_came_and_back(signed_in, adam, hubspot, accessible, fitting):  # noqa: F811  # the fixture
    page = signed_in(adam, "/import/")
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Connections").click()
    page.get_by_role("link", name="HubSpot").click()
    page.get_by_label("Token").fill("not the one")
    page.get_by_role("button", name="Try it and connect").click()
    expect(page.get_by_role("main")).to_contain_text("Paste the token as HubSpot shows it")

    page.go_back()
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Try it and connect").click()
    expect(page.get_by_text("Not looked at yet.")).to_be_visible()
    accessible(page)
    fitting(page)
    page.get_by_role("button", name="Look now").click()
    page.get_by_role("link", name="See what would come in").click()
    assert Client.objects.count() == 0

    page.get_by_role("button", name="Bring it in", exact=True).click()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    assert sorted(Client.objects.values_list("name", flat=True)) == ["Acme", "Berrick", "Colder"]
    hubspot.archive("companies", 3, "2026-11-20T08:00:00Z")
    page.goto(page.url.split("/import/")[0] + Connector.objects.get().get_absolute_url())
    page.get_by_role("button", name="Look now").click()
    expect(page.get_by_role("heading", name="Gone there")).to_be_visible()
    accessible(page)
    fitting(page)
    page.get_by_role("region", name="Gone there").get_by_role("link", name="Colder").click()
    expect(page.get_by_role("heading", name="Colder")).to_be_visible()

    page.goto(page.url.split("/clients/")[0] + Batch.objects.earliest("pk").get_absolute_url())
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("rows were taken back")).to_be_visible()
    assert Client.objects.count() == 0


def test_from_one_list_to_the_whole_house(signed_in, adam, contoso, northwind_loss, accessible, fitting):
    page = signed_in(adam, "/clients/")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "Contoso" in download.value.path().read_text("utf-8-sig")

    page.goto(page.url.replace("/clients/", "/export/"))
    page.get_by_role("radio", name="Parquet").check()
    page.get_by_role("button", name="Make the ZIP").click()
    expect(page.get_by_role("link", name="Get the ZIP")).to_be_visible()
    accessible(page)
    fitting(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Get the ZIP").click()
    assert "wonback.json" in zipfile.ZipFile(download.value.path()).namelist()
    page.get_by_role("button", name="Remove from disk").click()
    expect(page.get_by_text("Removed from disk.")).to_be_visible()
    assert not Export.objects.exists()
