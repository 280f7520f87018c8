"""Those who will not talk: five questions on a phone without scripts; a no that binds everybody; links that nobody guesses."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from wonback.clients.models import Permission
from wonback.interviews.inviting import Draft
from wonback.interviews.models import Answer, Form, Interview
from wonback.interviews.models.hours import free_slots
from wonback.interviews.models.invitation import Invitation
from wonback.post import links
from wonback.post.models import DoNotContact, Extension, Letter


@pytest.fixture
def dana(fabrikam_loss):
    contact = fabrikam_loss.client.contacts.get()
    contact.email, contact.name = "dana@fabrikam.example", "Dana Vogt"
    contact.save()
    return contact


@pytest.fixture
def talk(fabrikam_loss, dana, vera, noon):
    talk = Interview.objects.get()
    talk.propose(at=noon)
    talk.nominations.get().accept(by=vera, at=noon)
    return Interview.objects.get()


@pytest.fixture
def form(talk, dana, vera, noon):
    return Form.send(talk, dana, by=vera, at=noon)


@pytest.fixture
def cheap_phone(browser):
    """A small screen, a thumb, no scripts, nobody signed in."""
    contexts = []

    def opened(address, **kind):
        contexts.append(
            browser.new_context(java_script_enabled=False, has_touch=True, viewport=PHONE, locale="en-GB", **kind)
        )
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def address(form, live_server):
    return live_server.url + reverse("strangers:form", args=[links.link("form", form.pk, form.nonce)])


def write(page, text):
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Next").click()


def test_a_client_answers_stops_in_the_middle_and_comes_back(cheap_phone, address, fitting, form):
    page = cheap_phone(address)
    fitting(page)
    page.get_by_label("Those who can change it, without my name").check()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Was there something specific that made you leave us?")).to_be_visible()
    fitting(page)
    write(page, "You were late, and nobody called us.")
    page.get_by_label("Your answer").fill("A call.")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("Your answer")).to_have_value("You were late, and nobody called us.")
    page.context.close()
    assert not Answer.objects.exists()

    page = cheap_phone(address)
    expect(page.get_by_text("You have been through 2 of 5 questions.")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_text("Question 3 of 5")).to_be_visible()
    write(page, "")
    page.get_by_text("Read by: Those who can change it, without my name").click()
    page.get_by_label("Vera Castellanos alone").check()
    write(page, "If Rosa came herself.")
    page.get_by_label("Yes, but not before a day that I name.").check()
    page.get_by_role("textbox", name="Not before").fill("2027-03-01")
    page.get_by_label("How").select_option("call")
    fitting(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("From 1 March 2027 on. By telephone.")).to_be_visible()
    fitting(page)
    page.get_by_role("button", name="Send it to Vera Castellanos").click()
    expect(page.get_by_role("heading", name="Thank you. Your answers have arrived.")).to_be_visible()
    expect(page.get_by_text("You were late")).to_have_count(0)

    told = Answer.objects.in_order().values_list("question__key", "confidence")
    assert list(told) == [("cause", "unattributed"), ("expectation", "unattributed"), ("consider", "interviewer")]
    assert Interview.objects.get().stage == "written"
    assert Permission.objects.get().not_before.isoformat() == "2027-03-01"


def test_a_german_reads_german_and_may_choose_otherwise(cheap_phone, address, dana, fitting):
    dana.choose_language("de")
    page = cheap_phone(address)
    expect(page.get_by_role("heading", name="5 Fragen, etwa drei Minuten")).to_be_visible()
    fitting(page)
    page.get_by_role("button", name="Anfangen").click()
    expect(page.get_by_role("heading", name="Gab es einen bestimmten Anlass, uns zu verlassen?")).to_be_visible()
    fitting(page)
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_text("Question 1 sur 5")).to_be_visible()


def test_a_client_refuses_in_the_form_and_no_sender_can_reach_them(cheap_phone, address, dana, talk, rosa, vera, noon):
    page = cheap_phone(address)
    page.get_by_role("button", name="Begin").click()
    write(page, "The GIRAFFE was late.")
    page.get_by_role("link", name="I would rather not answer, or not be contacted any more").click()
    page.get_by_label("Do not contact us any more, about anything.").check()
    page.get_by_label("If you like, in your words").fill("Leave us alone.")
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text("What you had written is gone.")).to_be_visible()

    facts = {"client": dana.client, "contact": dana, "subject": "A", "text": "B"}
    talk.refresh_from_db()
    form = Form.objects.for_letters().get()
    for send in (
        lambda: Letter.write(key="rosas", at=noon, sender=rosa, **facts),
        lambda: Letter.write(key="news", at=noon, sender=vera, scope="news", **facts),
        lambda: form.remind(by=vera, at=noon),
    ):
        with pytest.raises(DoNotContact, match="Leave us alone"):
            send()
    assert not Letter.objects.waiting().exists()
    assert form.kept == {}


def test_a_stranger_guesses_links(cheap_phone, address, live_server, complaints):
    page = cheap_phone(address[:-3] + "xx/")
    expect(page.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    for number in range(11):
        page.goto(f"{live_server.url}/s/form/{number}-guess/")
    expect(page.get_by_role("heading", name="Wait a few minutes")).to_be_visible()
    # Whoever guesses shuts the door for themselves, also to what they know.
    page.goto(address)
    expect(page.get_by_role("heading", name="Wait a few minutes")).to_be_visible()


def test_every_page_can_be_taken_by_everybody(page, address, dana, talk, vera, noon, live_server, accessible, fitting):
    invitation = Invitation.send(Interview.objects.get(), add(dana, "kim"), Draft("A", "B"), by=vera, at=noon)
    said = Permission.note(by=vera, at=noon, client=dana.client, answer="allowed", words="Gladly.", until=far(noon))
    extension = Extension.ask(said, dana, by=vera, at=noon)
    booking = live_server.url + reverse(
        "strangers:booking", args=[links.link("invitation", invitation.pk, invitation.nonce)]
    )
    again = live_server.url + reverse(
        "strangers:extension", args=[links.link("extension", extension.pk, extension.nonce)]
    )
    page.set_viewport_size(PHONE)
    pages = [address, *(f"{address}{n}/" for n in (1, 5)), f"{address}end/", f"{address}?no=1", booking, again]
    for one in pages:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(one)
            accessible(page)
            fitting(page)
    assert free_slots(vera, now=noon)


def add(dana, name):
    return dana.client.contacts.create(name=name.title(), email=f"{name}@fabrikam.example")


def far(noon):
    return noon.date().replace(year=noon.year + 1)


def test_an_interviewer_asks_in_writing_and_reminds(signed_in, talk, dana, vera, accessible, fitting, noon):
    page = signed_in(vera, reverse("interviews:queue"))
    page.get_by_role("link", name="Ask in writing").click()
    accessible(page)
    page.get_by_label("Dana Vogt").first.check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Not opened yet")).to_be_visible()
    accessible(page)
    page.get_by_label("Remind Dana Vogt").check()
    page.get_by_role("button", name="Remind those ticked").click()
    expect(page.get_by_role("status").get_by_text("Dana Vogt has had a letter of ours within 7 days")).to_be_visible()
    page.set_viewport_size(PHONE)
    fitting(page)
    assert Letter.objects.count() == 1
