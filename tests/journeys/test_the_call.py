"""“Listen and even be apologetic; ask, is it me?”: a whole call by the keyboard, on one screen, and nothing surprises a typist."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, THUMB_HEIGHTS
from wonback.clients.models import Permission
from wonback.interviews.models import Answer, Interview, IsItMe, Quote, Quoted, Sheet

TABLET = {"width": 820, "height": 1180}
ROOM_LEFT = """() => [document.documentElement, ...document.querySelectorAll(".live-list, .live-brief, .live-question")]
  .map((one) => [one.className, one.scrollHeight - one.clientHeight]).filter(([, more]) => more > 1)"""


def left_over(page):
    """What does not fit, once the page has come to rest: our policy forbids Playwright's own waiting."""
    for _look in range(40):
        if not page.evaluate(ROOM_LEFT):
            break
        page.wait_for_timeout(50)
    return page.evaluate(ROOM_LEFT)


@pytest.fixture(autouse=True)
def vera_is_here(vera):
    """Before anything is lost."""


@pytest.fixture
def talk(fabrikam_loss, vera, noon):
    """On the phone since ten minutes."""
    found = Interview.objects.get(loss=fabrikam_loss)
    Interview.objects.filter(pk=found.pk).update(
        interviewer=vera,
        stage="live",
        begun_at=noon - timedelta(minutes=10),
        contact=fabrikam_loss.client.contacts.get(),
    )
    found.refresh_from_db()
    return found


@pytest.fixture
def live(talk):
    return f"/interviews/{talk.pk}/live/"


def saved(page):
    expect(page.locator(".live-state")).to_have_text("Saved")


def heard(key):
    return Answer.objects.get(question__key=key)


def test_a_call_by_the_keyboard_alone(signed_in, live, talk, vera):
    page = signed_in(vera, live)
    keys = page.keyboard
    keys.type('You were late 3 times, more or less. "Nobody" called - p and m + 1.')
    keys.press("Alt+2")
    keys.press("Escape")
    keys.press("-")
    keys.press("j")
    keys.press("1")
    keys.press("Enter")
    keys.type("A call before, not after.")
    keys.press("Alt+q")
    keys.type("We read it in the newspaper.")
    keys.press("Escape")
    keys.type(" And sorry.")
    keys.press("Escape")
    keys.press("p")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("In spring, by phone")
    keys.press("Escape")
    keys.press("Escape")
    keys.press("m")
    keys.press("ArrowDown")
    saved(page)

    first, second = heard("cause").drivers.get(), heard("expectation").drivers.get()
    assert heard("cause").text == 'You were late 3 times, more or less. "Nobody" called - p and m + 1.'
    assert heard("cause").feeling == -1
    assert heard("expectation").text == "A call before, not after. And sorry."
    assert first != second
    quote = Quote.objects.get()
    assert (quote.words, quote.question.key, quote.driver) == ("We read it in the newspaper.", "expectation", second)
    assert IsItMe.objects.get().answer == "yes"

    page.get_by_role("button", name="End call").focus()
    keys.press("Enter")
    expect(page.get_by_role("heading", name="What I heard")).to_be_visible()
    assert Permission.objects.get(client=talk.loss.client).words == "In spring, by phone"


def test_a_tag_is_said_to_those_who_cannot_see_it(signed_in, live, vera):
    page = signed_in(vera, live)
    name = page.locator("[data-current] [data-key='1']").get_attribute("data-key-label")
    page.keyboard.press("Alt+1")
    expect(page.locator("#told")).to_have_text(f"Tagged: {name}")
    page.keyboard.press("Alt+1")
    expect(page.locator("#told")).to_have_text(f"No longer tagged: {name}")
    page.get_by_role("button", name="It sounds warmer").click()
    expect(page.locator("#told")).to_have_text("Friendly")


def test_everything_has_a_name_and_the_keys_are_listed(signed_in, live, vera):
    page = signed_in(vera, live)
    for name in ("Was there something specific that made you leave?", "May we contact you again; when, and how?"):
        expect(page.get_by_role("textbox", name=name)).to_have_count(1)
    expect(page.get_by_role("list", name="The questions").get_by_role("listitem")).to_have_count(10)
    expect(page.get_by_role("group", name="Reasons they named: Was there something specific")).to_be_visible()
    expect(page.get_by_role("group", name="Reasons they named").get_by_role("checkbox")).to_have_count(9)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys on this page")
    for meaning in ("What they allow us", "Is it me?", "It sounds warmer", "Keep a sentence word for word"):
        expect(keys.get_by_text(meaning)).to_be_visible()


def test_one_screen_holds_it_all(signed_in, live, talk, vera, noon):
    said = {f"q{n}": Quoted(words=f"Sentence {n}, and a longer one.") for n in range(3)}
    Sheet(quotes=said).keep(talk, version=0, by=vera, at=noon)
    page = signed_in(vera, live)

    for key in range(1, 10):
        page.keyboard.press(f"Alt+{key}")
    page.evaluate("document.fonts.ready")
    for _question in range(10):
        assert left_over(page) == []
        page.keyboard.press("Alt+ArrowDown")
    for key in ("q", "p"):
        page.keyboard.press(f"Alt+{key}")
        box = page.locator(".live-tool[open] .live-panel").bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= DESK["height"]
        page.keyboard.press("Escape")


def test_nothing_for_axe_at_a_desk_on_a_tablet_and_on_a_phone(signed_in, live, vera, accessible, fitting):
    page = signed_in(vera, live)
    for size in (DESK, TABLET, PHONE):
        for scheme in ("light", "dark"):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.reload()
            accessible(page)
            fitting(page)
            for tool in ("Quote", "Permission"):
                page.locator("summary").filter(has_text=tool).click()
                accessible(page)
                fitting(page)
                page.keyboard.press("Escape")


def test_a_thumb_tags_and_quotes(by_thumb, live, vera):
    page = by_thumb(vera, live)
    assert [(what, height) for what, height in page.evaluate(THUMB_HEIGHTS) if height < 43.5] == []
    page.locator("label.live-ask").filter(has_text="Which expectation").tap()
    page.locator("[data-current] .live-chip").first.tap()
    page.locator("summary").filter(has_text="Quote").tap()
    page.get_by_label("Word for word").first.fill("Nobody called us.")
    saved(page)

    assert heard("expectation").drivers.count() == 1
    assert Quote.objects.get().words == "Nobody called us."


def test_without_scripts_it_is_a_long_form(without_scripts, live, vera):
    page = without_scripts(vera, live)
    page.get_by_label("Was there something specific that made you leave?", exact=True).fill("You were late.")
    page.get_by_role("group", name="Reasons they named: Was there something specific").get_by_role(
        "checkbox"
    ).first.check()
    page.locator("summary").filter(has_text="Quote").click()
    page.get_by_label("Word for word").first.fill("Nobody called us.")
    page.get_by_label("Perhaps").check()
    page.get_by_role("button", name="Save").click()

    assert (heard("cause").drivers.count(), Quote.objects.get().key, IsItMe.objects.get().answer) == (
        1,
        "q1",
        "perhaps",
    )
