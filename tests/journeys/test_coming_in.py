"""Rosa comes in by the door, with and without its handle."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_door_is_accessible_to_everybody(page, live_server, accessible, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/account/login/")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_rosa_signs_in_with_her_keyboard(page, live_server, rosa):
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("E-mail").fill("rosa@example.com")
    page.get_by_label("Password").fill("correct horse")
    page.keyboard.press("Enter")

    page.wait_for_url(lambda address: "/account/login/" not in address)
    assert any(cookie["name"] == "sessionid" for cookie in page.context.cookies())


def test_a_wrong_password_says_what_to_do_and_nothing_about_who_exists(page, live_server, rosa):
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_label("E-mail").fill("rosa@example.com")
    page.get_by_label("Password").fill("wrong horse")
    page.keyboard.press("Enter")
    told = page.get_by_role("alert").inner_text()

    page.get_by_label("E-mail").fill("nobody@example.com")
    page.get_by_label("Password").fill("wrong horse")
    page.keyboard.press("Enter")

    assert page.get_by_role("alert").inner_text() == told
