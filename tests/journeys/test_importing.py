"""Ines brings in what she has: drop, dry run, confirm, report, undo; with scripts and without."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.intake.files import MAVEN
from wonback.clients.models import Client, Deal
from wonback.intake.models import Arrival, Batch

IMPORT = "/import/"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def exports(tmp_path):
    """The four files of a sales team, as they lie in a folder."""
    folder = tmp_path / "exports"
    folder.mkdir()
    named = {name.replace("_csv", ".csv"): body for name, body in MAVEN.items()}
    for name, body in named.items():
        (folder / name).write_text(body)
    return [folder / name for name in named]


def drop(page, paths):
    page.get_by_label("Drop your exports here").set_input_files(paths)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()


def bring_in_and_take_back(page):
    assert Client.objects.count() == 0
    page.get_by_role("button", name="Bring it in", exact=True).click()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    assert (Client.objects.count(), Deal.objects.count()) == (2, 5)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("rows were taken back")).to_be_visible()
    assert (Client.objects.count(), Deal.objects.count()) == (0, 0)


class TestBringingFilesIn:
    def test_from_the_drop_to_the_undo(self, signed_in, ines, exports, accessible):
        page = signed_in(ines, IMPORT)
        accessible(page)
        drop(page, exports)

        row = page.get_by_role("region", name="Known: columns of sales_pipeline.csv")
        expect(row.get_by_role("rowheader", name="opportunity_id")).to_be_visible()
        accessible(page)
        bring_in_and_take_back(page)
        accessible(page)

    def test_asks_what_nothing_tells_and_leads_to_what_is_recoverable(
        self, signed_in, ines, rosa, tmp_path, accessible
    ):
        path = tmp_path / "deals.csv"
        path.write_text(
            "Deal - Title,Deal - Status,Deal - Stage,Deal - Owner,Deal - Organization,Deal - Value,Deal - Deal closed on\n"
            "Dach,,Abgesagt,R. L.,Acme,7,03/04/2025\n"
        )
        page = signed_in(ines, IMPORT)
        page.get_by_label("Drop your exports here").set_input_files(path)
        page.get_by_role("button", name="Read the files").click()
        page.get_by_label("03/04/2025 is 4 March 2025").check()
        accessible(page)
        page.get_by_role("button", name="Check again with these columns").click()

        page.get_by_label("What the stage Abgesagt means").select_option("lost")
        page.get_by_text("Its owners, and who of us they are").click()
        page.get_by_label("Who of us R. L. is").select_option(label=rosa.name)
        page.get_by_role("button", name="Check again with these columns").click()
        page.get_by_role("button", name="Bring it in", exact=True).click()
        page.get_by_role("link", name="See what is recoverable").click()

        expect(page.get_by_role("heading", name="Begin with this one")).to_be_visible()
        expect(page.get_by_text("1 nobody asked")).to_be_visible()
        accessible(page)

    def test_without_scripts(self, browser, live_server, client, ines, exports):
        client.force_login(ines)
        context = browser.new_context(java_script_enabled=False)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + IMPORT)
        drop(page, exports)
        bring_in_and_take_back(page)
        context.close()

    def test_names_what_no_column_told_and_gives_the_refused_rows_back(self, signed_in, ines, tmp_path, accessible):
        path = tmp_path / "log.csv"
        path.write_text("who,when,spent\nAcme,2025-01-31,5\nBeta,31/02/2025,6\n")
        page = signed_in(ines, IMPORT)
        page.get_by_label("Drop your exports here").set_input_files(path)
        page.get_by_role("button", name="Read the files").click()
        expect(page.get_by_role("alert")).to_contain_text("Name the columns of “log.csv”")
        accessible(page)

        page.get_by_label("Kind of file").select_option(label="Any list of purchases")
        page.get_by_role("button", name="Check again with these columns").click()
        for column, meaning in (("who", "Client: name"), ("when", "Day"), ("spent", "Amount")):
            page.get_by_label(f"What {column} means").select_option(label=meaning)
        page.get_by_role("button", name="Check again with these columns").click()

        expect(page.get_by_text("There is no day 31/02/2025.")).to_be_visible()
        accessible(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Get them with their reasons").click()
        assert "Beta,31/02/2025,6,when: There is no day 31/02/2025." in download.value.path().read_text("utf-8-sig")

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1440, 390])
    def test_its_pages_fit_every_screen(self, signed_in, page, ines, exports, accessible, scheme, width):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        signed_in(ines, IMPORT)
        drop(page, exports)

        for address in (reverse("intake:batches"), Batch.objects.get().get_absolute_url()):
            page.goto(page.url.split("/import/")[0] + address)
            accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


class TestStopping:
    def test_while_it_is_brought_in_and_taking_back_a_part_afterwards(self, signed_in, ines, exports, accessible):
        page = signed_in(ines, IMPORT)
        drop(page, exports)
        batch = Batch.objects.get()
        # As if a worker were at it.
        batch.begin(Batch.State.IMPORTING, by=ines, at=batch.at)
        batch.progress.begin(10)
        batch.progress.of, batch.progress.done, batch.progress.told = 10, 4, 0
        batch.progress.beat(0)
        page.reload()
        expect(page.get_by_role("progressbar", name="How far it is")).to_have_attribute("value", "40")
        accessible(page)
        page.get_by_role("button", name="Stop bringing it in").click()
        expect(page.get_by_text("It stops in a moment.")).to_be_visible()
        batch.finish()
        expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
        assert Client.objects.count() == 0

        page.get_by_role("button", name="Bring it in", exact=True).click()
        page.get_by_text("Take back only a part").click()
        accessible(page)
        page.get_by_label("What of it").select_option(label="sales_pipeline.csv")
        page.get_by_role("button", name="Take this part back").click()
        expect(page.get_by_text("rows were taken back")).to_be_visible()
        assert (Client.objects.count(), Deal.objects.count()) == (2, 0)

        page.get_by_text("Take back only a part").click()
        page.get_by_role("link", name="clients", exact=True).click()
        page.get_by_label("Name").fill("isd")
        page.get_by_role("button", name="Find").click()
        accessible(page)
        page.get_by_label("Isdom").check()
        page.get_by_role("button", name="Take these back").click()
        expect(page.get_by_text("1 of the clients")).to_be_visible()
        assert list(Client.objects.values_list("name", flat=True)) == ["Cancity"]


class TestABrokenConnection:
    def test_is_waited_for_and_nothing_is_sent_twice(self, signed_in, ines, exports, complaints):
        page = signed_in(ines, IMPORT)
        broken = []

        def breaking(route):
            if route.request.method == "PATCH" and len(broken) < 1:
                broken.append(route.request.url)
                route.abort("connectionreset")
            else:
                route.continue_()

        page.route("**/arriving/*", breaking)
        drop(page, exports)
        assert len(broken) == 1
        assert Batch.objects.get().sheets.count() == len(exports)
        # What the browser says of the connection we broke.
        complaints.clear()

    def test_leaves_what_came_for_another_day(self, signed_in, ines, exports, accessible):
        batch = Batch.await_files(by=ines, at=timezone.now())
        whole = exports[0].read_bytes()
        arrival = Arrival.expect(batch, exports[0].name, size=len(whole))
        arrival.take(io.BytesIO(whole[:40]), offset=0)

        page = signed_in(ines, batch.get_absolute_url())
        accessible(page)
        page.get_by_label("Choose the same files again").set_input_files(exports[0])
        page.get_by_role("button", name="Send the rest").click()

        expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
        assert Batch.objects.get().totals()["deal"]["new"] == 5
