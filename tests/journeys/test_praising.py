"""Rosa kept a client from a competitor: her lead says so before everybody, a colleague joins in, and she reads it in Today."""

import pytest
from playwright.sync_api import expect

from wonback.care.models import Defence
from wonback.rewards.models import Praise

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(contoso, rosa, noon):
    defence = Defence.against_seen(contoso, "Halden", by=rosa, at=noon)
    defence.keep("Our service.", by=rosa, at=noon)
    return defence


def test_a_client_who_was_kept(signed_in, without_scripts, accessible, kept, rosa, ines, sam):
    page = signed_in(ines, "/praise/")
    page.get_by_text("Praise Rosa Lindqvist").click()
    page.get_by_label("What they did well, in one line").first.fill("Called them before Halden did.")
    page.get_by_role("button", name="Say it to everybody").first.click()
    expect(page.locator(".praise")).to_contain_text("kept Contoso, whom Halden wanted")
    expect(page.get_by_text("Nobody has said it yet")).to_have_count(0)

    accessible(page)

    page = without_scripts(sam, "/praise/")
    expect(page.locator(".praise")).to_contain_text("kept a client whom a competitor wanted")
    page.get_by_role("button", name="I join in the praise for Rosa Lindqvist").click()
    expect(page.locator(".praise")).to_contain_text("joined by Sam Oduya")

    page = signed_in(rosa, "/today/")
    expect(page.get_by_text("Ines Okafor praised you before everybody")).to_be_visible()
    page.get_by_role("link", name="Read it").click()
    page.get_by_role("button", name="I would rather not stand here").click()
    expect(page.get_by_text("Nobody has been praised yet.")).to_be_visible()
    assert not Praise.objects.standing().exists()
