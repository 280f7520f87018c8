"""Rosa finds a client who vouches for us with somebody she would bring home, is told when it is enough, and asks whom one knows."""

import re

import pytest
from playwright.sync_api import expect

from wonback.advocacy.models import Reference, Referral, Vouching
from wonback.advocacy.models.reference import Agreement
from wonback.clients.models import Client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def advocate(contoso, rosa, noon):
    Client.objects.filter(pk=contoso.pk).update(industry="Logistics")
    told = Agreement(ways=["call"], words="Call me whenever it helps you.")
    return Reference.agree(contoso.contacts.get(), told, by=rosa, at=noon)


def test_from_the_plan_to_the_sale(signed_in, ready_plan, advocate, rosa):
    page = signed_in(rosa, ready_plan.get_absolute_url())
    page.get_by_role("link", name="Find a referee").click()

    expect(page.get_by_text("The same trade: Logistics")).to_be_visible()
    page.get_by_role("button", name=re.compile("Ask them")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Contoso, asked to vouch for us")
    page.get_by_role("button", name="They will").click()
    page.get_by_label("It helped", exact=True).check()
    page.get_by_role("button", name="Note it").click()

    expect(page.get_by_role("heading", name="It helped to close a sale")).to_be_visible()
    assert Vouching.objects.get().outcome == "helped"


def test_asked_twice_is_enough(signed_in, northwind, fabrikam, contoso, advocate, rosa, noon, today):
    for prospect in (northwind, fabrikam):
        facts = {"way": "call", "asked_by": rosa, "asked_at": noon, "on": today, "prospect": prospect}
        Vouching.objects.create(reference=advocate, **facts)
    page = signed_in(rosa, "/advocates/?only=tired")

    expect(page.get_by_text("2 of 2 calls")).to_be_visible()
    page = signed_in(rosa, f"/advocates/find/?client={northwind.pk}")
    expect(page.get_by_role("heading", name="Asked enough for now")).to_be_visible()
    assert page.get_by_role("button", name=re.compile("Ask them")).count() == 0


def test_a_name_leads_to_a_client_without_scripts(signed_in, without_scripts, contoso, rosa):
    tarn = Client.objects.create(name="Tarn Logistics", owner=rosa)
    tarn.remember_name()
    page = without_scripts(rosa, contoso.get_absolute_url())
    page.get_by_text("Whom they know").click()
    page.get_by_label("Which company").fill("Tarn")
    page.get_by_role("button", name="They named them").click()
    page.get_by_role("button", name="This is them").click()
    page.get_by_role("button", name="Won").click()

    expect(page.get_by_text("On file")).to_be_visible()
    assert [(one.client, one.became, one.stage) for one in Referral.objects.all()] == [(contoso, tarn, "won")]
