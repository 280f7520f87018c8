"""Somebody sets up a code beside their password, signs in with it, and with one from paper."""

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import expect

PASSWORD = "correct horse"
# Codes change every half minute; here it is always the same one.
HALF_MINUTE = 59_000_000


@pytest.fixture(autouse=True)
def clock_that_stands(monkeypatch):
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([HALF_MINUTE]))


def sign_in(page, code):
    page.get_by_label("E-mail").fill("rosa@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()


def test_a_code_beside_the_password(signed_in, rosa, live_server, browser, accessible, fitting):
    page = signed_in(rosa, "/account/second-factor/")
    accessible(page)
    page.get_by_role("link", name="Set it up").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator("#secret").inner_text()
    accessible(page)
    fitting(page)
    page.get_by_label("The six digits").fill(auth.format_hotp_value(auth.hotp_value(secret, HALF_MINUTE)))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="10 are left")).to_be_visible()
    on_paper = page.locator(".codes code").first.inner_text()
    accessible(page)
    fitting(page)

    elsewhere = browser.new_page(java_script_enabled=False)
    elsewhere.goto(live_server.url)
    sign_in(elsewhere, auth.format_hotp_value(auth.hotp_value(secret, HALF_MINUTE)))
    elsewhere.context.clear_cookies()
    elsewhere.goto(live_server.url)
    sign_in(elsewhere, on_paper)
    elsewhere.close()
    page.reload()
    expect(page.get_by_role("heading", name="9 are left")).to_be_visible()
