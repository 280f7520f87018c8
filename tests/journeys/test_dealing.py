"""A lead deals the pool: by a suggestion, by hand, by keyboard, and without scripts; a rep answers by the link of the letter."""

import re

import pytest
from playwright.sync_api import expect

from wonback.losses.models import Loss
from wonback.post.models import Letter
from wonback.winback.models import DealRound, HandOut


@pytest.fixture
def pool(fabrikam_loss, northwind_loss):
    Loss.objects.update(holder=None)
    return {loss.client.name: loss for loss in Loss.objects.select_related("client")}


@pytest.fixture
def table(signed_in, pool, rosa, ines):
    return signed_in(ines, "/deal-round/")


def hand_of(page, name):
    return page.locator(".deal-seat", has=page.get_by_role("heading", name=name))


class TestALeadDealsThePool:
    def test_by_a_fair_split_that_explains_itself(self, table, rosa, accessible):
        table.get_by_role("button", name="Suggest a fair split").click()
        expect(hand_of(table, "Rosa Lindqvist").locator(".deal-card")).to_have_count(2)
        expect(table.get_by_text("looked after them before").first).to_be_visible()
        accessible(table)
        table.get_by_role("button", name="Hand out 2").click()

        expect(table.get_by_text("2 handed out.")).to_be_visible()
        assert HandOut.objects.unanswered().filter(to=rosa).count() == 2

    def test_by_dragging(self, table):
        card = table.locator(".deal-card", has_text="Fabrikam")
        card.drag_to(hand_of(table, "Rosa Lindqvist"))

        expect(hand_of(table, "Rosa Lindqvist").locator(".deal-card")).to_have_count(1)
        expect(table.get_by_role("button", name="Hand out 1")).to_be_visible()
        expect(hand_of(table, "Rosa Lindqvist").get_by_text("room for 4")).to_be_visible()

    def test_by_the_numbers_of_the_keyboard_and_back(self, table):
        table.locator(".deal-card").first.focus()
        table.keyboard.press("2")
        expect(hand_of(table, "Rosa Lindqvist").locator(".deal-card")).to_have_count(1)
        hand_of(table, "Rosa Lindqvist").locator(".deal-card").focus()
        table.keyboard.press("0")

        expect(table.locator(".deal-pool .deal-card")).to_have_count(2)

    def test_and_sees_when_a_hand_gets_too_many(self, table, rosa, ines, noon):
        rosa.limit_work(1, by=ines, at=noon)
        table.reload()
        for name in ("Fabrikam", "Northwind"):
            table.get_by_label(f"Who brings {name} back").select_option(label_of(table, name))

        expect(hand_of(table, "Rosa Lindqvist").get_by_text("1 too many")).to_be_visible()
        table.get_by_role("button", name="Hand out 2").click()
        expect(table.get_by_role("alert")).to_contain_text("Rosa Lindqvist already works on 1.")
        assert not HandOut.objects.exists()

    def test_and_locks_one_for_themselves(self, table, pool, ines):
        table.get_by_role("button", name="Lock Fabrikam for myself").click()

        expect(table.locator(".deal-card", has_text="Fabrikam")).to_have_count(0)
        assert HandOut.objects.get().to == ines

    def test_without_scripts(self, without_scripts, pool, rosa, ines):
        page = without_scripts(ines, "/deal-round/")
        page.get_by_role("button", name="Suggest a fair split").click()
        page.get_by_role("button", name="Hand out 2").click()

        expect(page.get_by_text("2 handed out.")).to_be_visible()
        assert HandOut.objects.count() == 2

    def test_on_a_phone(self, by_thumb, pool, rosa, ines, fitting):
        page = by_thumb(ines, "/deal-round/")
        fitting(page)
        page.get_by_role("button", name="Suggest a fair split").tap()

        expect(page.get_by_role("button", name="Hand out 2")).to_be_visible()


def label_of(page, name):
    """The option of Rosa, with what it says about her and this client."""
    options = page.get_by_label(f"Who brings {name} back").locator("option")
    return next(text for text in options.all_inner_texts() if text.startswith("Rosa Lindqvist"))


class TestARepAnswersByTheLetter:
    @pytest.fixture
    def addresses(self, pool, rosa, ines, noon):
        DealRound.give(list(pool.values()), rosa, by=ines, at=noon)
        return re.findall(r"http\S+?(/h/\S+)", Letter.objects.get().text)

    def test_takes_one_on_and_gives_one_back(self, page, live_server, addresses, accessible):
        page.goto(live_server.url + addresses[0])
        accessible(page)
        page.get_by_role("button", name="Take it on").click()
        expect(page.get_by_role("heading")).to_contain_text("You took")

        page.goto(live_server.url + addresses[3])
        page.get_by_label("Why somebody else should take it").fill("My brother works there.")
        page.get_by_role("button", name="Give it back").click()

        expect(page.get_by_role("heading")).to_contain_text("is not yours any more")
        assert HandOut.objects.get(given_back_at=None).accepted_at
