"""A lead answers for what is undone, a signature is taken back, a door wakes who rested, and twelve months of staying close."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from wonback.clients.models import Contact
from wonback.losses.models import Reason
from wonback.losses.models.condition import Grounds
from wonback.post.models import Letter
from wonback.winback.models import Aftercare, Change, Nudge, Outsider, Plan, Sequence
from wonback.winback.tasks import end_aftercare


@pytest.fixture
def bare(fabrikam_loss, rosa, noon):
    """Begun, with somebody to call and a reason that can become untrue."""
    Contact.meet(client=fabrikam_loss.client, name="Ulla", email="ulla@fabrikam.example", by=rosa, at=noon)
    return Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon - timedelta(days=20))


def link_in(letter):
    return "/" + letter.text.split("/", 3)[3].split()[0]


def test_a_lead_answers_for_it_and_delivery_takes_its_word_back(signed_in, bare, rosa, vera, ines, accessible):
    """A blocked launch, an override, steps, and a signature withdrawn: they stop."""
    page = signed_in(rosa, bare.get_absolute_url())
    page.get_by_role("button", name="Open the conversation").click()
    expect(page.get_by_role("alert")).to_contain_text("Own the loss in writing.")

    page = signed_in(ines, bare.get_absolute_url())
    page.get_by_text("It cannot wait").click()
    page.get_by_label("Why we ask before we are ready").fill("Their tender ends on Friday.")
    page.get_by_role("button", name="I answer for it").click()
    expect(page.get_by_text("A lead answers for what is undone. You may ask.")).to_be_visible()

    page = signed_in(rosa, bare.get_absolute_url())
    page.get_by_role("button", name="Open the conversation").click()
    expect(page.get_by_text("The conversation is open since")).to_be_visible()
    page.goto(page.url + "steps/")
    page.get_by_label("Towards whom").select_option(label="Ulla")
    page.get_by_label("A second chance: We failed them, and changed it.").check()
    page.get_by_role("button", name="Lay them out from today").click()
    expect(page.get_by_role("heading", name="Ulla")).to_be_visible()
    accessible(page)

    page = signed_in(ines, f"/plans/{bare.pk}/sign/")
    delivery = page.get_by_role("region", name="For delivery")
    delivery.get_by_text("I am not certain").click()
    delivery.get_by_label("What keeps you from being certain").fill("The second carrier has cancelled.")
    delivery.get_by_role("button", name="Not certain").click()

    page = signed_in(rosa, f"/plans/{bare.pk}/steps/")
    expect(page.get_by_text("Steps ask, and you may not ask yet.")).to_be_visible()
    assert Sequence.objects.get().exit == Sequence.Exit.GATE


def test_a_fact_wakes_who_rested_for_it(signed_in, bare, fabrikam_loss, rosa, vera, ines, noon, today, accessible):
    """A condition, a rest, a fact said in the browser, and the plan goes on."""
    grounds = Grounds(condition="capability", missing="Deliver on Mondays")
    price = Reason.objects.get(key="product-gap")
    fabrikam_loss.hear(price, voice="confirmed", grounds=grounds, by=vera, at=noon)
    bare.rest("Until we deliver on Mondays", by=rosa, at=noon, until=today + timedelta(days=200))

    page = signed_in(ines, "/today/")
    page.get_by_role("link", name="Doors", exact=True).first.click()
    page.get_by_text("Something is true of us now").click()
    page.get_by_label("What we can do").fill("deliver on Mondays")
    page.get_by_role("button", name="Who waited for it?").click()
    expect(page.get_by_role("link", name="Fabrikam")).to_be_visible()
    accessible(page)

    page.get_by_role("link", name="Calendar", exact=True).first.click()
    page.wait_for_url("**/doors/calendar/")
    accessible(page)

    page = signed_in(rosa, "/doors/")
    page.get_by_role("listitem").filter(has_text="Fabrikam").get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="Bring Fabrikam home")).to_be_visible()
    bare.refresh_from_db()
    assert bare.stage != Plan.Stage.RESTING


def test_a_change_is_declared_by_somebody_outside_under_a_link(
    page, signed_in, live_server, bare, rosa, ines, noon, today, accessible
):
    """The two buttons of a letter, without signing in, in their language; then the register shows what proves it."""
    tilda = Outsider(name="Tilda Brandt", email="tilda@it.example")
    change = Change.name("Single sign-on", owner=rosa, by=rosa, at=noon, due_by=today, outsider=tilda)
    bare.require(change, by=rosa, at=noon)
    signed_in(rosa, "/changes/")
    expect(page.get_by_text("Holds up 1 plan")).to_be_visible()
    page.get_by_role("button", name="Ask whether it is made").click()
    expect(page.get_by_text("Asked Tilda Brandt")).to_be_visible()

    page.context.clear_cookies()
    page.goto(live_server.url + link_in(Letter.objects.get()))
    expect(page.get_by_role("heading", name="Is it made? Single sign-on")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Deutsch").click()
    page.get_by_label("Wo man es sehen kann").fill("The login page of the portal.")
    page.get_by_role("button", name="Es ist getan").click()
    assert Nudge.objects.get().answer == "ready"

    signed_in(ines, "/changes/?made=1")
    expect(page.get_by_text("Made by Tilda Brandt")).to_be_visible()
    expect(page.get_by_text("The login page of the portal.")).to_be_visible()


def test_twelve_months_of_staying_close(page, signed_in, live_server, ready_plan, rosa, noon, today, accessible):
    """A promise, the client's verdict under a link, and the day on which a year is over."""
    dana = ready_plan.loss.client.contacts.get()
    Contact.objects.filter(pk=dana.pk).update(email="dana@northwind.example")
    ready_plan.launch(by=rosa, at=noon)
    ready_plan.win(by=rosa, at=noon, on=today)
    close = Aftercare.objects.get()
    signed_in(rosa, close.get_absolute_url())
    page.locator("#check_line").fill("All three sites delivered by eight")
    page.get_by_role("button", name="Done").click()
    page.locator("#promise_what").fill("A call before every late lorry")
    page.locator("#promise_due_by").fill((today + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Promise it").click()
    page.get_by_text("Ask them how we do").click()
    page.locator("#ask_contact").select_option(index=1)
    page.get_by_role("button", name="Ask", exact=True).click()
    accessible(page)

    page.context.clear_cookies()
    page.goto(live_server.url + link_in(Letter.objects.get(subject="Do we keep our promises?")))
    accessible(page)
    page.get_by_text("Partly").click()
    page.get_by_label("Anything we should know?").fill("Two calls came late.")
    page.get_by_role("button", name="Tell them").click()
    expect(page.get_by_text("Whoever promised hears of it today.")).to_be_visible()

    end_aftercare(as_of=today + timedelta(days=366))
    signed_in(rosa, close.get_absolute_url())
    expect(page.locator(".verdict")).to_have_text("Partly")
    expect(page.get_by_text("twelve months have passed.")).to_be_visible()
    accessible(page)
