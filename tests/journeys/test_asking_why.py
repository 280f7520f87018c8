"""“Request an exit interview”, and “that’s cruel”: a neutral person asks, the owner may not, and the client decides when, or not at all."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from wonback.clients.models import Permission
from wonback.interviews import inviting
from wonback.interviews.models import Interview, Invitation
from wonback.post.models import DoNotContact, Letter


@pytest.fixture(autouse=True)
def vera_is_here(vera):
    """Before anything is lost: the search for somebody neutral begins when a loss is on file."""


@pytest.fixture
def dana(fabrikam_loss):
    contact = fabrikam_loss.client.contacts.get()
    contact.email, contact.phone = "dana@fabrikam.example", "+43 1 234 567"
    contact.save()
    return contact


@pytest.fixture
def invitation(dana, fabrikam_loss, vera, noon):
    talk = Interview.objects.get(loss=fabrikam_loss)
    nomination = talk.nominations.get(person=vera)
    if talk.interviewer != vera:
        pytest.fail("Vera is the only neutral person here")
    nomination.accept(by=vera, at=noon)
    return Invitation.send(nomination.interview, dana, inviting.Draft("A word?", "Dear Dana"), by=vera, at=noon)


@pytest.fixture
def a_phone(browser, live_server, invitation):
    """Dana’s: cheap, without scripts, and not signed in to anything."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="en-AT")
    page = context.new_page()
    page.goto(live_server.url + re.sub(r"^https?://[^/]+", "", invitation.link))
    yield page
    context.close()


def test_the_interviewer_takes_it_on_and_invites_in_two_clicks(signed_in, dana, vera, accessible, fitting):
    page = signed_in(vera, "/interviews/")
    expect(page.get_by_text("Nothing ties you to them")).to_be_visible()
    accessible(page)
    fitting(page)
    page.get_by_role("button", name="Take it on").click()
    page.get_by_role("link", name="Invite", exact=True).click()
    expect(page.get_by_label("Letter")).to_have_value(re.compile("This is not a sales call. I was not on your account"))
    accessible(page)
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("1 letter to Dana of Fabrikam.")).to_be_visible()
    assert Letter.objects.get().to == "dana@fabrikam.example"


def test_the_interviewer_hands_on_what_she_cannot_be_neutral_about(signed_in, fabrikam_loss, vera, ines):
    page = signed_in(vera, "/interviews/")
    page.get_by_text("Hand on").click()
    page.get_by_label("Why somebody else should ask").fill("I ran their escalation")
    page.get_by_label("I cannot be neutral about them").check()
    page.get_by_role("button", name="Hand it on").click()
    expect(page.get_by_text("Nobody waits for you.")).to_be_visible()

    page = signed_in(ines, "/interviews/")
    expect(page.get_by_role("heading", name="Nobody asks yet")).to_be_visible()
    expect(page.get_by_text("Let somebody interview who was not part of it")).to_be_visible()


def test_the_owner_is_refused_and_told_why(signed_in, fabrikam_loss, rosa):
    page = signed_in(rosa, fabrikam_loss.get_absolute_url())

    expect(page.get_by_text("Ask somebody who never owned this client or the sale.")).to_be_visible()
    expect(page.get_by_text("Vera Castellanos is asked to talk with them.")).to_be_visible()


def test_a_client_books_from_a_phone_without_scripts(a_phone, invitation, accessible, signed_in, vera):
    expect(a_phone.get_by_label("Your time zone")).to_have_value("Europe/Vienna")
    a_phone.locator(".booking-slot input").first.check()
    a_phone.get_by_role("button", name="Book this time").click()
    expect(a_phone.get_by_role("heading", name=re.compile("^We talk on"))).to_be_visible()
    a_phone.get_by_role("link", name="Choose another time").click()
    a_phone.locator(".booking-slot input").nth(1).check()
    a_phone.get_by_role("button", name="Move the talk").click()
    expect(a_phone.get_by_role("heading", name=re.compile("^We talk on"))).to_be_visible()

    page = signed_in(vera, "/interviews/")
    expect(page.get_by_text("+43 1 234 567")).to_be_visible()


def test_a_client_refuses_contact_and_no_sender_can_reach_them(a_phone, dana, vera, rosa, noon):
    a_phone.get_by_text("I would rather not").click()
    a_phone.get_by_label("Do not contact us any more, about anything.").check()
    a_phone.get_by_label("If you like, in your words").fill("We have heard enough.")
    a_phone.get_by_role("button", name="Say so").click()
    expect(a_phone.get_by_role("heading", name="Thank you for telling us")).to_be_visible()

    assert Permission.objects.get(client=dana.client).words == "We have heard enough."
    assert not Letter.objects.waiting().exists()
    for sender in (vera, rosa):
        letter = {"client": dana.client, "contact": dana, "sender": sender, "subject": "Hello", "text": "Hello"}
        with pytest.raises(DoNotContact):
            Letter.write(key=f"x:{sender.pk}", at=noon, **letter)


def test_the_booking_page_has_nothing_for_axe(page, live_server, invitation, accessible, fitting):
    link = live_server.url + re.sub(r"^https?://[^/]+", "", invitation.link)
    for size in (PHONE, {"width": 1440, "height": 900}):
        page.set_viewport_size(size)
        page.goto(link)
        page.get_by_text("I would rather not").click()
        accessible(page)
        fitting(page)


def test_an_admin_tries_who_may_ask_whom(signed_in, fabrikam_loss, rosa, adam, accessible):
    page = signed_in(adam, "/interviews/test/")
    page.get_by_label("Could this person").select_option(label="Rosa Lindqvist")
    page.get_by_label("interview that client?").fill("Fabrikam")
    page.get_by_role("button", name="Try it").click()

    expect(page.get_by_text("Ask somebody who does not work on winning them back.")).to_be_visible()
    accessible(page)


def test_an_interviewer_says_when_she_can_be_booked(signed_in, vera, accessible, fitting):
    page = signed_in(vera, "/interviews/hours/")
    accessible(page)
    page.get_by_label("Friday, until").first.fill("10:30")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Clients see these hours from now on.")).to_be_visible()

    assert str(vera.hours.filter(weekday=4).earliest("begins").ends) == "10:30:00"
    page.set_viewport_size(PHONE)
    fitting(page)
