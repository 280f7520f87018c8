"""The main verbs in a browser that runs no scripts: an old phone, a company's lock-down, a bad connection."""

from datetime import timedelta
from decimal import Decimal

from playwright.sync_api import expect

from wonback.care.models import Snooze, Touch
from wonback.losses.models import Loss, Proposal
from wonback.winback.models import Plan


def test_a_touch_is_noted_and_undone(without_scripts, contoso, rosa):
    page = without_scripts(rosa, f"/today/{contoso.pk}/")
    page.get_by_label("What you heard, in one line").fill("All well.")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Noted: you spoke to Contoso.")).to_be_visible()
    assert contoso.touches.latest("at").line == "All well."

    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back. Contoso is as before.")).to_be_visible()
    assert Touch.objects.standing().filter(client=contoso, line="All well.").count() == 0


def test_a_line_is_put_off(without_scripts, contoso, rosa):
    page = without_scripts(rosa, f"/today/{contoso.pk}/")
    page.get_by_text("Put off", exact=True).first.click()
    page.get_by_role("button", name="They are away").first.click()

    page.wait_for_url("**/today/")
    assert Snooze.objects.get(client=contoso).why == "They are away"


def test_the_call_sheet_is_a_page_and_its_cross_a_link(without_scripts, contoso, rosa):
    page = without_scripts(rosa, f"/today/{contoso.pk}/")
    page.get_by_role("link", name="Close the call sheet").click()

    page.wait_for_url("**/today/")
    expect(page.get_by_role("article")).to_have_count(0)


def test_a_loss_is_recorded_and_a_plan_started(without_scripts, contoso, rosa, today):
    page = without_scripts(rosa, f"/losses/new/?client={contoso.pk}")
    page.get_by_label("From which day they are gone").fill(today.isoformat())
    page.get_by_label("Why", exact=True).select_option(label="Price")
    page.get_by_role("button", name="Record the loss").click()
    page.get_by_role("button", name="Start a plan").click()

    expect(page.get_by_role("heading", name="Bring Contoso home")).to_be_visible()
    assert Plan.objects.get(loss=Loss.objects.get(client=contoso)).owner == rosa


def test_a_plan_that_is_not_ready_refuses_on_a_page_of_its_own(without_scripts, fabrikam_loss, rosa, noon):
    plan = Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon)
    page = without_scripts(rosa, plan.get_absolute_url())
    page.get_by_role("button", name="Open the conversation").click()

    expect(page.get_by_role("alert")).to_contain_text("Own the loss in writing.")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("heading", name="Bring Fabrikam home")).to_be_visible()


def test_a_ready_plan_is_launched_and_won(without_scripts, ready_plan, rosa):
    page = without_scripts(rosa, ready_plan.get_absolute_url())
    page.get_by_role("button", name="Open the conversation").click()
    page.get_by_role("button", name="Won back").click()

    expect(page.get_by_text("Northwind is back. Stay close")).to_be_visible()


def test_a_silent_client_is_recorded_as_lost_by_a_person(without_scripts, contoso, rosa, today):
    facts = {"silent_since": today - timedelta(days=123), "silent_days": 123, "rhythm_days": 19.2, "purchases": 59}
    Proposal.objects.create(client=contoso, worth=Decimal(18_614), currency="EUR", as_of=today, **facts)
    page = without_scripts(rosa, "/lost/")
    page.get_by_text("They have left", exact=True).click()
    page.get_by_label("Why, as far as you know").select_option(label="Price")
    page.get_by_role("button", name="Record the loss").click()

    expect(page.get_by_role("heading", name="Contoso", level=1)).to_be_visible()
    assert Loss.objects.get(client=contoso).reason.key == "price"
