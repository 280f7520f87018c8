"""From the mail to the client: a touch under a link without signing in, a rival that is defended against, something useful to share."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from wonback.care.models import Defence, Morning, Piece, Reminder, Share
from wonback.care.models.piece import Worth
from wonback.desk.morning_mail import DONE, SKIP
from wonback.post import links


@pytest.fixture
def harlow(contoso, today):
    contoso.last_touch_on, contoso.touch_by = today - timedelta(days=90), today - timedelta(days=45)
    contoso.save()
    return contoso


@pytest.fixture
def reminder(harlow, rosa, noon):
    morning = Morning.objects.create(user=rosa, day=noon.date(), written_at=noon, lines=1)
    return Reminder.objects.create(morning=morning, client=harlow, why_now="You have not spoken for 90 days.")


def address(way, kind, reminder):
    return f"/m/{way}/{links.link(kind, reminder.pk, reminder.nonce)}/"


def test_a_touch_from_the_mail_and_a_rival_that_is_sent_away(
    reminder, harlow, rosa, page, live_server, signed_in, accessible, fitting
):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + address("done", DONE, reminder))
    expect(page.get_by_placeholder("Which competitor")).to_be_hidden()
    page.get_by_text("A competitor", exact=True).click()
    page.get_by_placeholder("Which competitor").fill("Lagermann")
    page.get_by_text("They told me").click()
    accessible(page)
    fitting(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading")).to_have_text("Noted: you were in touch with Contoso")
    page.goto(live_server.url + address("skip", SKIP, reminder))
    expect(page.get_by_text("You answered this line.")).to_be_visible()
    accessible(page)

    page = signed_in(rosa, harlow.get_absolute_url())
    expect(page.get_by_role("heading", name="They are courted by Lagermann")).to_be_visible()
    accessible(page)
    fitting(page)
    page.get_by_role("button", name="Done: Call who decides").click()
    page.get_by_label("Why it ended so, in one line").fill("They like to be called back.")
    page.get_by_role("button", name="They stay").click()

    expect(page.get_by_text("Contoso stays with us.").first).to_be_visible()
    assert Defence.objects.get().outcome == "kept"


def test_something_useful_is_given_with_a_touch_and_offered_no_more(signed_in, harlow, rosa, noon, accessible):
    Piece.put(Worth("note", "Ten ways to count stock", text="Twice."), by=rosa, at=noon)
    page = signed_in(rosa, f"/today/{harlow.pk}/")
    page.get_by_text("Something useful to share").first.click()
    page.get_by_text("Ten ways to count stock").click()
    accessible(page)
    page.get_by_role("button", name="Done").click()

    expect(page.get_by_text("Spoken to").first).to_be_visible()
    assert Share.objects.get().client == harlow
    page.goto(page.url.split("/today")[0] + "/care/shelf/")
    expect(page.get_by_text("given once")).to_be_visible()
    accessible(page)
