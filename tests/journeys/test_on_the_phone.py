"""Have a conversation: the call on one screen, nothing lost when the network goes, and what was heard in writing within minutes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, comes_true
from wonback.interviews.models import Answer, Interview, Note, Question, Recap
from wonback.post import links

TABLET = {"width": 1024, "height": 768}


@pytest.fixture
def talk(fabrikam_loss, vera, noon):
    contact = fabrikam_loss.client.contacts.get()
    contact.email = "dana@fabrikam.example"
    contact.save()
    # The loss was on file before Vera was here.
    talk = Interview.objects.get()
    talk.propose(at=noon)
    talk.nominations.get().accept(by=vera, at=noon)
    return Interview.objects.get()


@pytest.fixture
def on_the_phone(talk, vera, noon, signed_in):
    talk.begin(by=vera, at=noon - timedelta(minutes=3))
    page = signed_in(vera, reverse("interviews:live", args=[talk.pk]))
    comes_true(page, "!!customElements.get('live-notes')")
    return page


def saved(page):
    page.get_by_role("status").get_by_text("Saved").wait_for()


def cause(page):
    return page.get_by_role("textbox", name="Was there something specific that made you leave?")


def test_a_recap_four_minutes_after_the_call(talk, vera, signed_in, accessible):
    page = signed_in(vera, talk.get_absolute_url())
    page.get_by_role("link", name="Call them now").click()
    page.get_by_role("button", name="Begin the call").click()
    cause(page).fill("You were late, and nobody called us.")
    page.get_by_label("Who may read it").first.select_option("attributable")
    page.get_by_role("textbox", name="Would a different person").fill("The GIRAFFE did not listen.")
    page.get_by_role("button", name="End call").click()
    accessible(page)
    assert "You were late, and nobody called us." in page.get_by_label("What I heard").input_value()
    assert "GIRAFFE" not in page.content()
    page.get_by_role("button", name="Send it").click()

    expect(page.get_by_text("No answer yet")).to_be_visible()
    assert Recap.objects.get().contact.email == "dana@fabrikam.example"


def test_the_client_says_not_quite(on_the_phone, talk, vera, noon, page, live_server, accessible, fitting):
    cause(on_the_phone).fill("You were late.")
    saved(on_the_phone)
    talk.refresh_from_db()
    talk.end(by=vera, at=noon)
    recap = Recap.send(
        talk, talk.loss.client.contacts.get(), subject="What I heard", text="You were late.", by=vera, at=noon
    )
    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + reverse("strangers:recap", args=[links.link("recap", recap.pk, recap.nonce)]))
    accessible(page)
    fitting(page)
    page.get_by_text("Not quite").click()
    page.get_by_label("What did we get wrong?").fill("It was three times.")
    page.get_by_role("button", name="Put it right").click()

    expect(page.get_by_text("It was three times.")).to_be_visible()
    recap.refresh_from_db()
    assert recap.correction == "It was three times."


def test_the_screen_needs_no_scrolling_at_a_desk(on_the_phone, accessible, fitting):
    on_the_phone.set_viewport_size(DESK)
    accessible(on_the_phone)
    assert on_the_phone.evaluate("document.documentElement.scrollHeight") <= DESK["height"]
    for size in (TABLET, PHONE):
        on_the_phone.set_viewport_size(size)
        fitting(on_the_phone)


def test_notes_save_themselves(on_the_phone):
    cause(on_the_phone).press_sequentially("Nobody came")
    saved(on_the_phone)

    assert Answer.objects.get(question__key="cause").text == "Nobody came"


def test_what_was_typed_without_a_network_is_sent_when_it_is_back(on_the_phone, complaints):
    on_the_phone.context.set_offline(True)
    cause(on_the_phone).press_sequentially("Nobody came")
    on_the_phone.get_by_text("Kept on this device").wait_for()
    assert not Answer.objects.exclude(text="").exists()
    complaints.clear()

    on_the_phone.context.set_offline(False)
    saved(on_the_phone)
    complaints.clear()

    assert Answer.objects.get(question__key="cause").text == "Nobody came"


def test_a_tab_closed_in_the_middle_of_a_sentence_loses_nothing(on_the_phone, complaints):
    on_the_phone.context.set_offline(True)
    cause(on_the_phone).press_sequentially("Nobody ca")
    address, context = on_the_phone.url, on_the_phone.context
    on_the_phone.close()
    complaints.clear()
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)

    assert cause(again).input_value() == "Nobody ca"
    cause(again).press("Control+End")
    cause(again).press_sequentially("me")
    saved(again)
    assert Answer.objects.get(question__key="cause").text == "Nobody came"


def test_a_second_window_overwrites_nothing(on_the_phone, talk, vera, noon):
    question = Question.objects.get(key="cause")
    Answer.keep(talk, {question.pk: Note("From the tablet")}, version=0, by=vera, at=noon)
    cause(on_the_phone).press_sequentially("From the laptop")
    on_the_phone.get_by_text("Another window wrote here too").wait_for()

    assert "From the tablet" in cause(on_the_phone).input_value()
    assert "From the laptop" in cause(on_the_phone).input_value()
