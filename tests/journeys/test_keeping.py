"""Keeping clients: a whole morning by keyboard alone, the same deeds without scripts, and a lead who asks how right the score was."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from tests.journeys.test_morning import add_silent, go_to, open_sheet, press, row_of
from wonback.care import back_test, tasks
from wonback.care.models import Concern, Promise, QuietSeason, Risk, Snooze, Weighing
from wonback.clients.models import Client, Contact
from wonback.losses.models import Loss
from wonback.losses.models.loss import Story


class TestAMorningByKeyboard:
    def test_from_the_list_to_the_end_of_the_day(self, signed_in, rosa, noon, accessible):
        """A promise kept, a call noted, one put off, a plan for one who may leave: not once the mouse."""
        berrick = add_silent("Berrick & Sons", 70, by=rosa, at=noon)
        Promise.make(berrick, "the price list", by=rosa, at=noon - timedelta(days=9), due_by=noon.date())
        harlow = add_silent("Harlow Foods", 91, by=rosa, at=noon)
        tarn = add_silent("Tarn Logistics", 80, by=rosa, at=noon)
        moor = add_silent("Moor & Moor", 3, by=rosa, at=noon)
        risk = Risk.see(moor, "They compare prices.", by=rosa, at=noon - timedelta(days=7))
        page = signed_in(rosa, "/today/")
        expect(page.get_by_text("4 clients")).to_be_visible()

        open_sheet(page, berrick)
        page.get_by_role("article", name="Berrick & Sons").get_by_role("button", name="Kept").focus()
        press(page, "Enter")
        expect(page.get_by_text("Promise kept: the price list.")).to_be_visible()

        open_sheet(page, harlow)
        press(page, "1", "d")
        page.keyboard.type("They take the larger size from May.")
        press(page, "Enter")
        expect(row_of(page, harlow)).to_contain_text("Spoken to (call).")

        open_sheet(page, tarn)
        press(page, "s", "7")
        expect(row_of(page, tarn)).to_contain_text("Put off: They asked for another day.")

        go_to(page, moor)
        expect(row_of(page, moor)).to_contain_text("They may leave, and there is no plan.")
        press(page, "c")
        sheet = page.get_by_role("article", name="Moor & Moor")
        sheet.get_by_role("link", name="Open").focus()
        press(page, "Enter")
        page.get_by_label("What you will do so that they stay").focus()
        page.keyboard.type("Visit the new head")
        press(page, "Enter")
        expect(page.get_by_text("Visit the new head").first).to_be_visible()
        accessible(page)

        press(page, "g", "t")
        page.wait_for_url("**/today/")
        risk.refresh_from_db()
        assert (risk.stage, risk.plan) == ("planned", "Visit the new head")
        assert Snooze.objects.get(client=tarn).user == rosa
        assert harlow.touches.latest("at").works


def test_a_season_a_plan_and_the_map_need_no_scripts(without_scripts, contoso, rosa, noon):
    risk = Risk.see(contoso, "They compare prices.", by=rosa, at=noon)
    page = without_scripts(rosa, contoso.get_absolute_url())
    page.get_by_label("What you will do so that they stay").fill("Visit the new head")
    page.get_by_role("button", name="Keep the plan").click()
    page.get_by_text("Keep a quieter season").click()
    page.get_by_label("First day", exact=True).fill("2099-07-15")
    page.get_by_label("Last day", exact=True).fill("2099-09-10")
    page.get_by_label("Why", exact=True).fill("Harvest")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Harvest").first).to_be_visible()

    page.get_by_role("link", name="The map").click()
    page.get_by_text("Somebody stands otherwise now").click()
    page.locator("summary", has_text="Dana").click()
    page.get_by_role("combobox", name="How they see us").select_option(label="Cool")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Decides · Cool")).to_be_visible()

    risk.refresh_from_db()
    assert risk.plan == "Visit the new head"
    assert QuietSeason.objects.get(client=contoso).why == "Harvest"
    assert contoso.contacts.get().stance == -1


@pytest.fixture
def who_left(rosa, noon):
    """Sixteen clients half a year ago: four with an old concern, three of whom left since."""
    day = noon.date() - timedelta(days=back_test.HORIZON_DAYS)
    for n in range(16):
        since = day - timedelta(days=100)
        client = Client.add(by=rosa, at=noon, since=since, name=f"Client {n}", owner=rosa, touch_by=noon.date())
        Contact.objects.create(client=client, name="Dana", role="decider")
        if n < 4:
            Concern.raise_(client, "Late.", by=rosa, at=noon - timedelta(days=250), due_by=noon.date())
        if n < 3:
            Loss.record(client, Story(reason="price", lost_on=day + timedelta(days=60)), by=rosa, at=noon)


class TestALead:
    @pytest.fixture(autouse=True)
    def own_home(self, settings, tmp_path):
        """What the night lays down for the back-test is no other's."""
        settings.HOME = tmp_path

    def test_sees_neglect_and_risk_asks_what_would_have_happened_and_decides(
        self, signed_in, contoso, who_left, rosa, ines, noon, accessible, fitting
    ):
        today = noon.date()
        Client.objects.filter(pk=contoso.pk).update(touch_by=today - timedelta(days=9))
        Concern.raise_(contoso, "Parcels come late.", by=rosa, at=noon - timedelta(days=60), due_by=today)
        for step in (tasks.measure_health, tasks.notice_risks, tasks.look_back):
            step(as_of=today)
        page = signed_in(ines, "/book/")
        expect(page.get_by_text("waited for us longer than agreed")).to_be_visible()
        expect(page.get_by_text("may leave;")).to_be_visible()
        accessible(page)

        page.get_by_role("listitem").filter(has_text="may leave").get_by_role("link").click()
        expect(page.get_by_role("heading", name="At risk")).to_be_visible()
        expect(page.get_by_text("Parcels come late")).to_be_visible()
        accessible(page)
        page.get_by_role("link", name="Health", exact=False).first.click()
        expect(page.get_by_role("heading", name="How they are")).to_be_visible()
        accessible(page)

        page.get_by_role("link", name="How often such scores were right").click()
        expect(page.get_by_role("heading", name="Warned in time?")).to_be_visible()
        page.get_by_label("A concern nobody has settled").fill("9")
        page.get_by_role("button", name="What would have happened?").click()
        expect(page.get_by_role("columnheader", name="As you ask").first).to_be_visible()
        assert not Weighing.objects.exists()
        accessible(page)

        page.get_by_label("Why you weigh them so").fill("Concerns told us most.")
        page.get_by_role("button", name="Let them count so").click()
        expect(page.get_by_text("Concerns told us most.")).to_be_visible()
        weighing = Weighing.current()
        assert (weighing.weights["concern"], weighing.set_by) == (9, ines)

        page.set_viewport_size(PHONE)
        fitting(page)
        accessible(page)
