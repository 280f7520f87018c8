"""Pages about numbers in a browser: readable for everybody, by keyboard, without JavaScript, light and dark, large and small."""

from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest
from playwright.sync_api import expect

from wonback.clients.models import Purchase
from wonback.losses.tasks import learn_returns, rank_losses
from wonback.metrics import tasks

# Another process takes the facts out of the database, so what is made here must be there for all to see.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def night(contoso, northwind_loss, ines, today, tmp_path, settings):
    """Contoso has bought every month for three years; the night has worked it all out."""
    settings.HOME = tmp_path
    days = [today - timedelta(days=12 + 30 * back) for back in range(36)]
    bought = [Purchase(client=contoso, bought_on=day, amount=Decimal("1250.50"), currency="EUR") for day in days]
    Purchase.objects.bulk_create(bought)
    for step in (learn_returns, tasks.export_facts, tasks.fit_models, tasks.compute_figures, rank_losses):
        step(as_of=today)


PAGES = (
    "/numbers/",
    "/numbers/lifetime-revenue/",
    "/numbers/losses-12-months/",
    "/numbers/staying-longer/",
    "/book/",
    "/lost/",
)


def test_every_page_is_accessible_and_fits(night, signed_in, ines, accessible, page):
    for scheme, width in product(("light", "dark"), (1440, 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        for address in PAGES:
            signed_in(ines, address)

            accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (address, scheme, width)


def test_a_figure_leads_to_the_rows_that_made_it(night, signed_in, rosa, contoso):
    page = signed_in(rosa, contoso.get_absolute_url())

    page.locator("a.figure").filter(has_text="EUR a year").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("How much was bought in the last 12 months?")
    expect(page.get_by_role("heading", name="What went in")).to_contain_text("36")
    with page.expect_download() as file:
        page.get_by_role("link", name="All rows as a file").click()
    assert len(file.value.path().read_text().splitlines()) == 37


def test_what_if_answers_a_link_and_a_slide_without_scripts(night, browser, live_server, client, rosa, contoso):
    client.force_login(rosa)
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = plain.new_page()
    page.goto(f"{live_server.url}/numbers/lifetime-revenue/?of=client-{contoso.pk}")

    page.get_by_role("link", name="+2", exact=True).click()
    expect(page.locator(".what-if-says")).to_contain_text("With 2 more months")
    page.get_by_label("Months", exact=True).fill("5")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".what-if-says")).to_contain_text("With 5 more months")
    plain.close()


def test_the_rows_of_a_picture_open_by_keyboard(night, signed_in, ines):
    page = signed_in(ines, "/book/")
    rows = page.locator(".chart-rows summary").first

    rows.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".chart-rows table").first).to_be_visible()
