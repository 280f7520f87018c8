"""A client leaves, and comes home: recorded, owned, asked, changed, signed, told, asked back, won."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from wonback.losses.models import Loss
from wonback.winback.models import HandOut, Plan


@pytest.fixture
def plan(fabrikam_loss, rosa, noon):
    """Begun, and nothing more."""
    return Plan.start(fabrikam_loss, owner=rosa, by=rosa, at=noon - timedelta(days=20))


class TestALoss:
    def test_is_recorded_from_the_clients_page_with_a_reason(self, signed_in, contoso, rosa, today, accessible):
        page = signed_in(rosa, contoso.get_absolute_url())
        page.get_by_role("link", name="Record a loss").click()
        expect(page.get_by_role("heading", name="We lost Contoso")).to_be_visible()
        page.get_by_label("From which day they are gone").fill(today.isoformat())
        page.get_by_label("Worth a year").fill("39000")
        page.get_by_label("Why", exact=True).select_option(label="We failed: delivery")
        page.get_by_label("Where they went").fill("Kestrel Supply")
        page.get_by_role("button", name="Record the loss").click()

        expect(page.get_by_role("heading", name="Contoso")).to_be_visible()
        expect(page.locator(".voice .chip")).to_have_text("We failed: delivery")
        accessible(page)
        loss = Loss.objects.get(client=contoso)
        assert (loss.reason.key, loss.worth, loss.competitor.name) == ("delivery", 39_000, "Kestrel Supply")

    def test_is_not_recorded_without_a_reason(self, signed_in, contoso, rosa, today):
        page = signed_in(rosa, f"/losses/new/?client={contoso.pk}")
        page.get_by_label("From which day they are gone").fill(today.isoformat())
        page.get_by_role("button", name="Record the loss").click()

        assert page.get_by_label("Why", exact=True).evaluate("field => field.validity.valueMissing")
        assert not Loss.objects.filter(client=contoso).exists()

    def test_that_cannot_be_read_keeps_what_was_typed_and_says_what_is_expected(
        self, signed_in, contoso, rosa, accessible
    ):
        page = signed_in(rosa, f"/losses/new/?client={contoso.pk}")
        page.get_by_label("From which day they are gone").fill("2026-01-31")
        page.get_by_label("Worth a year").fill("39000")
        page.get_by_label("Currency").fill("€")
        page.get_by_label("Why", exact=True).select_option(label="Price")
        page.get_by_role("button", name="Record the loss").click()

        expect(page.locator(".field-wrong")).to_have_count(1)
        expect(page.get_by_label("Worth a year")).to_have_value("39000")
        accessible(page)

    def test_is_never_asked_about_by_whoever_was_part_of_it(self, signed_in, fabrikam_loss, rosa):
        page = signed_in(rosa, fabrikam_loss.get_absolute_url())

        expect(page.get_by_text("You will not ask them why.")).to_be_visible()
        expect(page.get_by_role("button", name="Note what they said")).to_have_count(0)

    def test_is_asked_about_by_somebody_neutral_who_first_does_not_read_what_the_rep_says(
        self, signed_in, fabrikam_loss, vera
    ):
        page = signed_in(vera, fabrikam_loss.get_absolute_url())
        said = page.locator(".voice .chip")
        expect(said).to_have_text("The decision maker changed")
        expect(said).to_be_hidden()
        page.get_by_text("What our rep says (better read after the call)").click()

        expect(said).to_be_visible()


class TestAPlan:
    def test_refuses_to_begin_the_conversation_and_says_what_is_undone(self, signed_in, plan, rosa, accessible):
        page = signed_in(rosa, plan.get_absolute_url())
        expect(page.get_by_text("5 things to do before we ask")).to_be_visible()
        page.get_by_role("button", name="Open the conversation").click()
        refusal = page.get_by_role("alert")

        expect(refusal).to_contain_text("Do this first")
        expect(refusal).to_contain_text("Own the loss in writing.")
        expect(refusal).to_contain_text("Have a neutral person ask the client why they left.")
        expect(page.get_by_text("5 things to do before we ask")).to_be_visible()
        accessible(page)

    def test_opens_its_lock_in_place_when_nothing_is_left(self, signed_in, ready_plan, rosa):
        page = signed_in(rosa, ready_plan.get_absolute_url())
        expect(page.get_by_text("Nothing is left undone. You may ask.")).to_be_visible()
        page.get_by_role("button", name="Open the conversation").click()

        expect(page.get_by_text("The conversation is open since")).to_be_visible()
        ready_plan.refresh_from_db()
        assert ready_plan.stage == Plan.Stage.ASKING

    def test_can_rest_until_a_day_and_be_taken_up_again(self, signed_in, plan, rosa, today):
        page = signed_in(rosa, plan.get_absolute_url())
        page.get_by_text("Let it rest").click()
        page.get_by_label("What we are waiting for").fill("Their budget in spring")
        page.get_by_label("Look again on").fill((today + timedelta(days=120)).isoformat())
        page.get_by_role("button", name="Rest until then").click()
        expect(page.get_by_text("Resting. We look again on")).to_be_visible()
        page.get_by_role("button", name="Take it up now").click()

        expect(page.get_by_text("things to do before we ask")).to_be_visible()


def test_a_client_comes_home(signed_in, fabrikam_loss, rosa, vera, ines, accessible):
    """The whole way, by the four people who walk it."""
    page = signed_in(rosa, fabrikam_loss.get_absolute_url())
    page.get_by_label("What we did, or failed to do").fill("We let their new head of purchasing wait for six weeks.")
    page.get_by_role("button", name="Own this loss").click()
    page.get_by_role("button", name="Start a plan").click()
    expect(page.get_by_role("heading", name="Bring Fabrikam home")).to_be_visible()
    plan = Plan.objects.get(loss=fabrikam_loss)

    page = signed_in(vera, fabrikam_loss.get_absolute_url())
    page.get_by_label("What they said, in their words").fill("Nobody introduced themselves to our new buyer.")
    page.get_by_role("button", name="Note what they said").click()
    expect(page.get_by_text("Vera Castellanos asked them why.")).to_be_visible()

    page = signed_in(rosa, plan.get_absolute_url())
    page.get_by_text("Name a change").click()
    page.get_by_role("textbox", name="What we change").fill("Meet every new decider within a week")
    page.get_by_label("Who answers for it").select_option(label="Ines Okafor")
    page.get_by_role("button", name="Require it").click()
    expect(page.get_by_text("Make the change you named.")).to_be_visible()

    page = signed_in(ines, "/changes/")
    page.get_by_text("It is made", exact=True).click()
    page.get_by_label("Where anybody can see it").fill("The list of new deciders on the wall; 9 of 9 met in time.")
    page.get_by_role("button", name="Declare it made").click()
    page.goto(page.url.split("/changes")[0] + f"/plans/{plan.pk}/sign/")
    for side in ("For delivery", "As a lead"):
        page.get_by_role("region", name=side).get_by_role("button", name="Ready").click()
        page.goto(page.url.split("/plans")[0] + f"/plans/{plan.pk}/sign/")
    expect(page.get_by_text("Signed so far")).to_be_visible()

    page = signed_in(rosa, plan.get_absolute_url())
    expect(page.get_by_text("1 thing to do before we ask")).to_be_visible()
    for label, words in (
        ("What failed", "We let your new buyer wait."),
        ("What changed", "Whoever decides is met within a week."),
        ("What proves it", "Nine of nine since spring. Ask them."),
        ("Why it will succeed this time", "You choose the person."),
    ):
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Nothing is left undone. You may ask.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Open the conversation").click()
    expect(page.get_by_text("The conversation is open since")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Won back").click()

    expect(page.get_by_text("Fabrikam is back. Stay close: the first weeks decide.")).to_be_visible()
    accessible(page)
    fabrikam_loss.client.refresh_from_db()
    assert fabrikam_loss.client.standing == "active"


class TestHandingOut:
    def test_a_lead_ticks_losses_and_the_rep_takes_one_on(self, signed_in, fabrikam_loss, ines, rosa, accessible):
        page = signed_in(ines, "/lost/")
        bar = page.get_by_label("Hand the ticked ones to")
        expect(bar).to_be_hidden()
        page.get_by_role("checkbox", name="Choose Fabrikam").check()
        bar.select_option(label="Rosa Lindqvist")
        accessible(page)
        page.get_by_role("button", name="Hand out").click()
        expect(page.get_by_text("1 handed to Rosa Lindqvist.")).to_be_visible()

        page = signed_in(rosa, "/today/")
        page.get_by_role("link", name="Fabrikam").click()
        page.get_by_role("button", name="Take it on").click()
        given = HandOut.objects.get(loss=fabrikam_loss)
        assert given.accepted_at

    def test_a_rep_gives_one_back_with_a_reason(self, signed_in, fabrikam_loss, ines, rosa, noon):
        HandOut.give(fabrikam_loss, rosa, by=ines, at=noon)
        page = signed_in(rosa, "/hand-outs/")
        page.get_by_text("Give back", exact=True).click()
        page.get_by_label("Why somebody else should take it").fill("I was on that project.")
        page.get_by_role("button", name="Give it back").click()

        expect(page.get_by_text("Nothing waits for an answer.")).to_be_visible()
        assert HandOut.objects.get(loss=fabrikam_loss).why == "I was on that project."

    def test_the_book_speaks_in_sentences_and_each_number_opens_its_list(self, signed_in, fabrikam_loss, plan, ines):
        page = signed_in(ines, "/book/")
        sentence = page.get_by_role("listitem").filter(has_text="behind a milestone")
        sentence.get_by_role("link").click()

        page.wait_for_url("**/book/slipping/")
        expect(page.get_by_role("link", name="Fabrikam")).to_be_visible()


class TestFinding:
    def test_a_slash_and_three_letters_find_a_client(self, signed_in, northwind_loss, rosa):
        page = signed_in(rosa, "/plans/")
        page.keyboard.press("/")
        page.keyboard.type("nor")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Northwind").click()

        expect(page.get_by_role("heading", name="Northwind", level=1)).to_be_visible()

    def test_what_belongs_to_another_team_is_not_found(self, signed_in, northwind_loss, sam):
        page = signed_in(sam, "/search/?q=northwind")

        expect(page.get_by_text("Nothing begins like that.")).to_be_visible()


def test_a_clients_page_tells_the_story_and_takes_notes(signed_in, contoso, rosa, today, accessible):
    page = signed_in(rosa, contoso.get_absolute_url())
    page.get_by_text("Promise something").click()
    page.get_by_label("What you promised").fill("Three samples of the larger size")
    page.locator("#promise_due_by").fill((today + timedelta(days=3)).isoformat())
    page.get_by_role("button", name="Promise it").click()

    expect(page.get_by_text("Three samples of the larger size").first).to_be_visible()
    expect(page.get_by_role("button", name="Kept: Three samples of the larger size")).to_be_visible()
    accessible(page)
