"""“Not be defensive … listen”, “is it me?”: what follows a call, walked by whoever it needs, and with scripts switched off where a person might."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.cast import person
from tests.journeys.conftest import PHONE
from wonback.clients.models import Client
from wonback.interviews.models import Heard, Interview, IsItMe, Note, Question, Quoted, Recap, Sheet
from wonback.losses.models import Cause, Reason, Why
from wonback.post.models import Letter
from wonback.winback.models import Change


@pytest.fixture(autouse=True)
def vera_is_here(vera):
    """Before anything is lost."""


@pytest.fixture
def jonas(north, ines):
    return person("Jonas Weidner", "rep", team=north, reports_to=ines)


@pytest.fixture
def dana(fabrikam_loss):
    contact = fabrikam_loss.client.contacts.get()
    contact.email = "dana@fabrikam.example"
    contact.save()
    return contact


@pytest.fixture
def talk(fabrikam_loss, dana, vera, noon):
    """They have just hung up: two reasons were tagged, and a sentence kept for each kind of reader."""
    found = Interview.objects.get(loss=fabrikam_loss)
    Interview.objects.filter(pk=found.pk).update(interviewer=vera, stage="live", begun_at=noon, contact=dana)
    found.refresh_from_db()
    asked = {one.key: one for one in Question.objects.all()}
    late, slow = Reason.objects.get(key="delivery").pk, Reason.objects.get(key="service").pk
    Sheet(
        notes={
            asked["cause"].pk: Note("You were late, twice.", "attributable", Heard(-1, (late,))),
            asked["expectation"].pk: Note("A call before, not after.", "unattributed", Heard(-1, (late, slow))),
        },
        quotes={
            "q1": Quoted(words="We buy from you, not from a carrier.", driver=late, confidence="attributable"),
            "q2": Quoted(words="The WEASEL is dearer, between us.", driver=late, confidence="interviewer"),
        },
        person="yes",
    ).keep(found, version=0, by=vera, at=noon)
    found.end(by=vera, at=noon)
    return Interview.objects.get(pk=found.pk)


def test_the_truth_is_confirmed_while_it_is_remembered(
    signed_in, without_scripts, talk, vera, rosa, ines, accessible, fitting
):
    """From the recap, whose selling is pointed out before it goes, to a debrief that holds only what all three may read."""
    page = signed_in(vera, f"/interviews/{talk.pk}/recap/")
    letter = page.get_by_label("What I heard")
    heard = letter.input_value()
    letter.press_sequentially(" A demo?")
    expect(page.get_by_text("“demo” asks for more of their time.")).to_be_visible()
    letter.fill(heard)
    expect(page.get_by_text("“demo” asks for more of their time.")).to_have_count(0)
    page.get_by_role("button", name="Send it").click()
    assert Recap.objects.get().text.replace("\r\n", "\n") == heard.replace("\r\n", "\n")

    page.get_by_role("link", name="confirm why they left").click()
    # What our rep says opens once the truth is known.
    expect(page.get_by_text("The decision maker changed", exact=True).filter(visible=True)).to_have_count(0)
    expect(page.get_by_label("Percent").first).to_have_value("80")
    accessible(page)
    page.set_viewport_size(PHONE)
    fitting(page)

    plain = without_scripts(vera, f"/losses/{talk.loss_id}/truth/")
    expect(plain.get_by_label("Why (optional)").first).to_have_value("delivery")
    plain.get_by_label("Who decided").select_option(label="Dana of Fabrikam")
    plain.get_by_label("Where they went").fill("Lagermann")
    plain.get_by_text("What the weightiest reason stands on").click()
    plain.get_by_label("What it stands on").select_option("capability")
    plain.get_by_label("What we cannot do").fill("Deliver before eight")
    plain.get_by_label("Why, and why again").fill("The lorry was late.\nNobody books a second one.")
    plain.get_by_label("What we should change").first.fill("A second carrier")
    plain.get_by_label("Who answers for it").first.select_option(label="Ines Okafor")
    plain.get_by_role("button", name="Confirm the truth").click()
    expect(plain.get_by_text("The stories differ.")).to_be_visible()
    plain.get_by_label("A neutral note for the debrief").fill("Two stories of one month.")
    plain.get_by_role("button", name="Keep", exact=True).click()

    confirmed = Cause.objects.filter(voice="confirmed").order_by("-weight")
    assert [(one.reason.key, one.condition) for one in confirmed] == [("delivery", "capability"), ("service", "")]
    assert Why.objects.count() == 2
    assert Change.objects.get().owner == ines

    page = signed_in(rosa, f"/losses/{talk.loss_id}/debrief/")
    for text in ("Two stories of one month.", "We buy from you, not from a carrier.", "You were late, twice."):
        expect(page.get_by_text(text)).to_be_visible()
    for secret in ("WEASEL", "A call before, not after.", "another person"):
        expect(page.get_by_text(secret)).to_have_count(0)
    accessible(page)
    fitting(page)


def test_an_admin_edits_the_guide_and_what_was_answered_keeps_its_question(
    signed_in, without_scripts, talk, vera, adam, ines, accessible, fitting
):
    """And says who reports to whom, from which it follows who may ask."""
    plain = without_scripts(adam, "/interviews/guide/")
    first = plain.get_by_role("listitem").filter(has_text="Was there something specific")
    first.get_by_text("Ask it differently").click()
    first.get_by_label("As it is asked").fill("What made you leave, if it was one thing?")
    first.get_by_role("button", name="Keep", exact=True).click()
    expect(plain.get_by_text("What was answered before keeps the question as it was asked.")).to_be_visible()
    plain.get_by_text("Ask one thing more").click()
    plain.get_by_label("A further question").fill("Whom else should we ask?")
    plain.get_by_role("button", name="Put it at the end").click()
    plain.get_by_role("button", name="Ask earlier: Whom else should we ask?").click()
    plain.get_by_role("button", name="Retire: Where did you go, and how is it there?").click()
    expect(plain.get_by_role("heading", name="No longer asked")).to_be_visible()
    plain.get_by_role("button", name="Ask it again").click()

    in_order = Question.objects.filter(retired_at=None).order_by("position").values_list("text", flat=True)
    assert in_order[0] == "What made you leave, if it was one thing?"
    assert list(in_order).index("Whom else should we ask?") == len(in_order) - 2
    page = signed_in(vera, talk.loss.get_absolute_url())
    expect(page.get_by_text("Was there something specific that made you leave?").first).to_be_visible()
    expect(page.get_by_text("What made you leave, if it was one thing?")).to_have_count(0)

    page = signed_in(adam, "/interviews/test/")
    page.get_by_role("link", name="Who reports to whom").click()
    accessible(page)
    page.get_by_role("link", name="Ines Okafor").click()
    page.get_by_label("Reports to").select_option(label="Rosa Lindqvist")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("move Rosa Lindqvist first: they report to Ines Okafor.")).to_be_visible()
    page = signed_in(adam, reverse("team:person", args=[ines.pk]))
    page.get_by_label("Reports to").select_option(label="Vera Castellanos")
    accessible(page)
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("reports to Vera Castellanos")).to_be_visible()
    page.set_viewport_size(PHONE)
    fitting(page)
    page.goto(page.url.replace("/team/", f"/interviews/test/?person={vera.pk}&q=Fabrikam"))
    expect(page.get_by_text("Ask somebody who is not paid on what the owner keeps or loses.")).to_be_visible()


def test_is_it_me_is_raised_decided_and_handed_over_warmly(
    signed_in, without_scripts, talk, dana, rosa, ines, omar, jonas, adam, live_server, complaints, accessible, fitting
):
    """“You need to step off and let someone more in tune take over”: told to the lead alone, and done slowly."""
    plain = without_scripts(rosa, talk.loss.get_absolute_url())
    plain.get_by_text("Is it me?").first.click()
    plain.get_by_label("What makes you think so").fill("I came only with contracts.")
    plain.get_by_role("button", name="Tell my lead").click()
    expect(plain.get_by_text("You asked “is it me?” yourself.")).to_be_visible()
    expect(plain.get_by_text("another person would have helped")).to_have_count(0)

    said = IsItMe.objects.get(raised_by_rep=False)
    for other in (omar, adam, rosa):
        page = signed_in(other)
        assert page.goto(f"{live_server.url}/interviews/is-it-me/{said.pk}/").status == 404
    complaints.clear()

    page = signed_in(ines, "/interviews/is-it-me/")
    expect(page.get_by_text("1 was raised by the rep: good conduct, worth a thank-you.")).to_be_visible()
    accessible(page)
    card = page.locator(f"#is-it-me-{said.pk}")
    card.get_by_label("Hand this client over").check()
    card.get_by_label("To whom, or with whom").select_option(label="Jonas Weidner")
    card.get_by_role("button", name="So be it").click()
    expect(page.get_by_role("heading", name="Fabrikam goes to Jonas Weidner")).to_be_visible()
    accessible(page)
    page.set_viewport_size(PHONE)
    fitting(page)

    plain = without_scripts(ines, f"/interviews/is-it-me/{said.pk}/")
    for step in ("You spoke with Rosa Lindqvist in person", "Jonas Weidner read the history"):
        plain.get_by_role("button", name=re.compile(step)).click()
    for writer in ("Rosa Lindqvist", "Jonas Weidner"):
        plain.get_by_role("button", name=f"Send for {writer}").click()
    plain.get_by_role("button", name="Hand over to Jonas Weidner").click()
    expect(plain.get_by_text("Jonas Weidner looks after them since")).to_be_visible()

    assert Client.objects.get(name="Fabrikam").owner == jonas
    assert {letter.sender for letter in Letter.objects.filter(key__startswith="handover:")} == {rosa, jonas}
    page = signed_in(jonas, dana.client.get_absolute_url())
    expect(page.get_by_text("handed Fabrikam over to Jonas Weidner").first).to_be_visible()
    expect(page.get_by_text("I came only with contracts.")).to_have_count(0)
