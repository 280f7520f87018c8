"""From a recorded loss to a recap that the client confirmed: the way the five texts ask for, walked by everybody it needs, and by two it does not."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE
from wonback.interviews.models import Interview, Recap
from wonback.post.doors import WRONG_LINKS
from wonback.post.models import Letter

LINK = re.compile(r"https?://[^/\s]+(/s/recap/\S+)")
# A request that no page of ours makes, with all the proof a page of ours would send.
BY_HAND = """async ([address, body]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value
  const headers = {"X-CSRFToken": token, "Content-Type": body ? "application/json" : "application/x-www-form-urlencoded"}
  const answer = await fetch(address, {method: "POST", headers, body: body ? JSON.stringify(body) : "why=I+want+it"})
  return [answer.status, await answer.text()]
}"""


@pytest.fixture
def stranger(browser, live_server):
    """Somebody with a cheap phone, without scripts, not signed in to anything."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    yield lambda path: (page.goto(live_server.url + path), page)
    context.close()


@pytest.fixture
def dana(contoso):
    contact = contoso.contacts.get()
    contact.email = "dana@contoso.example"
    contact.save()
    return contact


def record_a_loss(page, live_server, client):
    page.goto(f"{live_server.url}{reverse('losses:record')}?client={client.pk}")
    page.get_by_label("From which day they are gone").fill(localdate().isoformat())
    page.get_by_label("Why", exact=True).select_option("price")
    page.get_by_label("In one line").fill("FERRET: too dear for them.")
    page.get_by_role("button", name="Record the loss").click()


def test_from_a_recorded_loss_to_a_confirmed_recap(vera, rosa, contoso, dana, signed_in, live_server, stranger):
    page = signed_in(rosa)
    record_a_loss(page, live_server, contoso)
    expect(page.get_by_text("Vera Castellanos is asked to talk with them.")).to_be_visible()

    page = signed_in(vera, "/interviews/")
    page.get_by_role("button", name="Take it on").click()
    page.get_by_role("link", name="Contoso").click()
    page.get_by_role("link", name="Call them now").click()
    # What our rep says would lead her questions.
    expect(page.get_by_text("FERRET")).to_have_count(0)
    page.get_by_role("button", name="Begin the call").click()
    page.get_by_role("textbox", name="Was there something specific that made you leave?").fill(
        "You were late, and nobody called us."
    )
    page.get_by_label("Who may read it").first.select_option("attributable")
    page.get_by_role("button", name="End call").click()
    expect(page.get_by_text(re.compile(r"\d+ minutes? since you hung up"))).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("No answer yet")).to_be_visible()

    letter = Letter.objects.get(key__startswith="recap:")
    _opened, phone = stranger(LINK.search(letter.text)[1])
    expect(phone.get_by_text("You were late, and nobody called us.")).to_be_visible()
    expect(phone.get_by_text("FERRET")).to_have_count(0)
    phone.get_by_role("button", name="That’s right").click()
    expect(phone.get_by_text("You told us that we heard you right.")).to_be_visible()

    page = signed_in(rosa, contoso.get_absolute_url())
    expect(page.get_by_text("Contoso confirmed what we heard.")).to_be_visible()
    assert Recap.objects.get().verdict == "right"


def test_the_owner_is_refused_by_page_by_api_and_by_hand(vera, rosa, contoso, signed_in, live_server, complaints):
    """“That’s cruel”: nobody says to a person’s face how they let them down."""
    page = signed_in(rosa)
    record_a_loss(page, live_server, contoso)
    talk = Interview.objects.get()
    expect(page.get_by_text("You will not ask them why.")).to_be_visible()
    expect(page.get_by_role("button", name="Take it on")).to_have_count(0)
    expect(page.get_by_role("button", name="Note what they said")).to_have_count(0)

    never_owned = "Ask somebody who never owned this client or the sale."
    for address, body in (
        (f"/interviews/{talk.pk}/accept/", None),
        (f"/interviews/about/{talk.loss_id}/note/", None),
        (f"/api/v1/interviews/{talk.pk}/accept", {}),
        (f"/api/v1/losses/{talk.loss_id}/ask", {"said": "They love me."}),
    ):
        status, text = page.evaluate(BY_HAND, [address, body])
        assert (status, never_owned in text) == (422, True), address
    for address in (f"/interviews/{talk.pk}/live/", f"/interviews/{talk.pk}/recap/"):
        assert page.goto(live_server.url + address).status == 404

    talk.refresh_from_db()
    assert (talk.stage, talk.interviewer) == ("proposed", vera)
    complaints.clear()


def test_a_stranger_who_guesses_links_is_shown_nothing_and_made_to_wait(stranger, vera, rosa, contoso, dana, noon):
    for number in range(WRONG_LINKS):
        answer, page = stranger(f"/s/{('recap', 'talk')[number % 2]}/{number}-guessed.{number}/")
        assert answer.status == 404
    expect(page.get_by_role("heading", name="This link opens nothing")).to_be_visible()
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    expect(page.get_by_text("Contoso")).to_have_count(0)

    answer, page = stranger("/s/recap/one-more/")
    assert answer.status == 429
    expect(page.get_by_role("heading", name="Wait a few minutes")).to_be_visible()
