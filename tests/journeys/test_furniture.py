"""The furniture by itself: keys, themes, what is open beside a list, what passes by at the foot."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.urls("tests.web.urls"), pytest.mark.django_db]


@pytest.fixture
def furniture(page, live_server):
    page.goto(f"{live_server.url}/design/")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_every_component_is_accessible_and_fits(page, live_server, accessible, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/design/")

    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_list_is_walked_by_its_keys(furniture):
    for key in "jjjk":
        furniture.keyboard.press(key)

    expect(furniture.get_by_role("link", name="Berrick & Sons").first).to_be_focused()


def test_two_letters_lead_to_a_place(furniture):
    furniture.keyboard.press("Escape")
    furniture.keyboard.press("g")
    furniture.keyboard.press("b")

    furniture.wait_for_url("**/desk/book/")


def test_letters_typed_into_a_field_stay_letters(furniture):
    said = furniture.get_by_label("In their words").first
    said.click()
    furniture.keyboard.type("gb/?j")

    expect(said).to_have_value("gb/?j")


def test_a_question_mark_shows_the_keys_of_the_page(furniture):
    furniture.keyboard.press("?")
    keys = furniture.get_by_role("dialog")

    expect(keys).to_contain_text("Snooze")
    furniture.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_a_chosen_theme_is_drawn_by_the_server_from_then_on(furniture):
    furniture.get_by_role("button", name="Rosa Lind").click()
    furniture.get_by_role("button", name="Dark").click()
    furniture.reload()

    expect(furniture.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_menu_closes_when_the_person_turns_away(furniture):
    furniture.get_by_text("Hand out 14").click()
    item = furniture.get_by_text("Suggest a fair split")
    expect(item).to_be_visible()

    furniture.keyboard.press("Escape")
    expect(item).to_be_hidden()


def test_a_toast_can_be_put_away(page, live_server):
    page.goto(f"{live_server.url}/log/")
    expect(page.get_by_text("Touch logged.")).to_be_visible()

    page.get_by_role("status").get_by_role("button", name="Close").click()
    expect(page.get_by_text("Touch logged.")).to_have_count(0)


def test_on_a_phone_the_rest_is_behind_more(furniture, on_a_phone):
    way_out = furniture.locator("#more").get_by_role("button", name="Sign out")
    expect(way_out).to_be_hidden()

    furniture.get_by_role("navigation", name="Places, at the thumb").get_by_role("button").click()
    expect(way_out).to_be_visible()


def test_without_scripts_nothing_is_offered_that_needs_them(browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/design/")
    page.get_by_role("button", name="Rosa Lind").click()

    expect(page.locator("#me")).to_be_visible()
    expect(page.locator("#me").get_by_text("Dark")).to_be_hidden()
