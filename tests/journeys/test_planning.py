"""A rep plans a quarter: by one press, by dragging, by keyboard and without scripts; a lead sees the team."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from wonback.care.models import PlannedTouch
from wonback.clients.models import Client


@pytest.fixture
def monday(today):
    """Next week's, so that every weekday lies ahead."""
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def calls(contoso, rosa, noon, monday):
    """One call on the Monday, with somebody due to be planned beside it."""
    Client.add(by=rosa, at=noon, since=monday - timedelta(days=400), name="Harlow Foods", owner=rosa, tier="A")
    return PlannedTouch.plan(contoso, monday, channel="call", by=rosa, at=noon)


class TestARepPlans:
    def test_by_one_press_by_dragging_and_by_keyboard(self, signed_in, calls, rosa, monday, accessible, fitting):
        page = signed_in(rosa, "/planner/?week=1")
        page.get_by_role("button", name="Fill fairly").click()
        expect(page.get_by_text("touches planned.")).to_be_visible()
        accessible(page)
        fitting(page)

        page.goto(page.url.split("?")[0] + "?week=1")
        page.locator(".plan-touch", has_text="Contoso").drag_to(
            page.locator(f"[data-day='{monday + timedelta(days=2)}']")
        )
        expect(page.locator(f"[data-day='{monday + timedelta(days=2)}']")).to_contain_text("Contoso")
        expect(page.get_by_text("kept here by Rosa Lindqvist")).to_be_visible()

        page.locator(".plan-touch", has_text="Contoso").focus()
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator(f"[data-day='{monday + timedelta(days=3)}']")).to_contain_text("Contoso")
        page.locator(".plan-touch", has_text="Contoso").drag_to(
            page.locator(f"[data-monday='{monday + timedelta(days=7)}']")
        )
        expect(page.locator(".plan-touch", has_text="Contoso")).to_have_count(0)
        calls.refresh_from_db()
        assert calls.day == monday + timedelta(days=10)

    def test_without_scripts(self, without_scripts, calls, rosa, monday):
        page = without_scripts(rosa, "/planner/?week=1")
        touch = page.locator(".plan-touch", has_text="Contoso")
        touch.get_by_text("Move").click()
        touch.get_by_label("Another day for Contoso").fill((monday + timedelta(days=1)).isoformat())
        touch.get_by_role("button", name="Put there").click()

        expect(page.locator(f"[data-day='{monday + timedelta(days=1)}']")).to_contain_text("Contoso")
