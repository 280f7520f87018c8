"""Ines drafts what keeping clients is to pay, and sees what it would have paid; Adam puts it in force and closes a month; Rosa reads hers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from wonback.clients.models import Purchase

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def last_month(noon):
    return (noon.date().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def bought(contoso, last_month):
    return Purchase.objects.create(
        client=contoso, bought_on=last_month + timedelta(days=4), amount=Decimal(2_000), currency="EUR"
    )


def test_from_a_draft_to_a_statement(signed_in, without_scripts, accessible, bought, ines, adam, rosa, last_month):
    page = signed_in(ines, "/pay/scheme/")
    page.get_by_label("Of what clients buy who stay, percent").fill("1.5")
    page.get_by_label("What it is to bring about, in one line").fill("A client kept is worth the time.")
    page.get_by_role("button", name="Keep the draft").click()
    would = page.get_by_role("region", name="Each of your people")
    expect(would.get_by_role("row", name="Rosa Lindqvist")).to_contain_text("30.00")
    expect(page.get_by_text("An admin puts it in force.")).to_be_visible()
    accessible(page)

    page = without_scripts(adam, "/pay/scheme/")
    page.get_by_label("From", exact=True).select_option(last_month.isoformat())
    page.get_by_role("button", name="Put it in force").click()
    page.get_by_role("button", name=f"Close {last_month:%B %Y}").click()
    expect(page.get_by_role("row", name="Rosa Lindqvist")).to_contain_text("30.00")

    page = signed_in(rosa, "/pay/")
    expect(page.get_by_role("row", name="Contoso")).to_contain_text("1.50")
    accessible(page)
    page.get_by_role("link", name="Contoso").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contoso")
