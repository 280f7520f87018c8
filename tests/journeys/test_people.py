"""Somebody begins to work here, signs in for the first time, and leaves again."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from wonback.clients.models import Client

PASSWORD = "a stapled battery"


@pytest.fixture
def no_mail(settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}


def test_an_admin_adds_somebody_who_signs_in_and_leaves(
    signed_in, adam, rosa, contoso, live_server, browser, accessible, fitting, no_mail
):
    page = signed_in(adam, reverse("team:chart"))
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill("Noor Haddad")
    page.get_by_label("E-mail").fill("noor@example.com")
    page.get_by_label("Team").fill("North")
    accessible(page)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Noor Haddad has not signed in yet.")).to_be_visible()
    page.get_by_role("button", name="Make a link for a password").click()
    link = page.get_by_label("Give this link to Noor Haddad").input_value()
    accessible(page)
    fitting(page)

    theirs = browser.new_page()
    theirs.goto(live_server.url + link[link.index("/account/") :])
    theirs.get_by_label("New password", exact=True).fill(PASSWORD)
    theirs.get_by_label("New password, once more").fill(PASSWORD)
    theirs.get_by_role("button", name="Keep this password").click()
    theirs.goto(live_server.url)
    theirs.get_by_label("E-mail").fill("noor@example.com")
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_role("button", name="Sign in").click()
    expect(theirs.get_by_text("Nothing waits for you.")).to_be_visible()

    page = signed_in(adam, reverse("team:person", args=[rosa.pk]))
    page.get_by_role("link", name="Rosa Lindqvist leaves").click()
    accessible(page)
    fitting(page)
    page.get_by_label("Who looks after their clients").select_option(label="Noor Haddad")
    page.get_by_role("button", name="Let Rosa Lindqvist go").click()
    expect(page.get_by_role("heading", name="Have left")).to_be_visible()
    theirs.goto(live_server.url + contoso.get_absolute_url())
    expect(theirs.get_by_text("handed Contoso over to Noor Haddad")).to_be_visible()
    theirs.close()
    assert not Client.objects.filter(owner=rosa).exists()
